declare const wrote: unique symbol;

/** Not a string, so it surfaces in the compiler's message with the offending name. */
export interface TypeMistake<TMessage extends string> {
  readonly [mistake]: TMessage;
}
declare const mistake: unique symbol;

/** Proof that the keys `TDone` were written or deleted in this step. More keys make a subtype. */
export interface Wrote<TDone extends PropertyKey> {
  readonly [wrote]: { readonly [TKey in TDone]: true };
}

/** The keys that a view has written. */
export type WrittenBy<TView extends Wrote<never>> = keyof TView[typeof wrote];

/** The names of state's operations, which no key can have. */
type OperationName = keyof FullOperations<object>;

/** `TState`, if state can hold its keys: the names of operations and `__…` are reserved. */
export type AllowedKeys<TState> = {
  readonly [TKey in keyof TState]: TKey extends OperationName
    ? TypeMistake<`'${TKey}' is the name of an operation of state: choose another key`>
    : TKey extends `__${string}`
      ? TypeMistake<`'${TKey}' starts with '__', which is reserved: choose another key`>
      : unknown;
};

/** What one key of a patch may hold, by operation; `never` where the key holds another kind of value. */
type ItemOf<TValue> = NonNullable<TValue> extends readonly (infer TItem)[] ? TItem : never;
type ListOf<TValue> = NonNullable<TValue> extends readonly (infer TItem)[] ? readonly TItem[] : never;
type StepOf<TValue> = NonNullable<TValue> extends bigint ? bigint : NonNullable<TValue> extends number ? number : never;

/** The patches of `append`, `extend` and `increment`: only keys of the right kind. */
type ItemPatch<TState, TKeys extends keyof TState> = {
  readonly [TKey in TKeys as [ItemOf<TState[TKey]>] extends [never] ? never : TKey]?: ItemOf<TState[TKey]>;
};
type ListPatch<TState, TKeys extends keyof TState> = {
  readonly [TKey in TKeys as [ListOf<TState[TKey]>] extends [never] ? never : TKey]?: ListOf<TState[TKey]>;
};
type StepPatch<TState, TKeys extends keyof TState> = {
  readonly [TKey in TKeys as [StepOf<TState[TKey]>] extends [never] ? never : TKey]?: StepOf<TState[TKey]>;
};

/** Refuses keys of `TPatch` that `TAllowed` lacks, each at its place. */
export type Only<TPatch, TAllowed, TWanted extends string> = TPatch & {
  readonly [TKey in keyof TPatch]: TKey extends keyof TAllowed
    ? TAllowed[TKey]
    : TypeMistake<`'${TKey & string}' is not ${TWanted}`>;
};

/**
 * An immutable state as one action sees it: the keys it reads are properties, operations on the keys it
 * writes give a new view, in which those keys can be read too.
 */
export type View<
  TState,
  TReads extends keyof TState,
  TWrites extends keyof TState,
  TDone extends keyof TState = never,
> = {
  readonly [TKey in TReads]: TState[TKey];
} & Wrote<TDone> &
  Operations<TState, TReads, TWrites, TDone>;

/** The operations of a view. They are recorded and applied to the committed state, so they need no read of their key. */
export interface Operations<
  TState,
  TReads extends keyof TState,
  TWrites extends keyof TState,
  TDone extends keyof TState,
> {
  /** Sets keys. */
  update<TPatch extends { readonly [TKey in TWrites]?: TState[TKey] }>(
    patch: Only<TPatch, Pick<TState, TWrites>, "declared in 'writes'">,
  ): View<TState, TReads | (keyof TPatch & TWrites), TWrites, TDone | (keyof TPatch & TWrites)>;
  /** Adds one item to the list at each key; an absent list begins empty. */
  append<TPatch extends ItemPatch<TState, TWrites>>(
    patch: Only<TPatch, ItemPatch<TState, TWrites>, "a list that 'writes' declares">,
  ): View<TState, TReads | (keyof TPatch & TWrites), TWrites, TDone | (keyof TPatch & TWrites)>;
  /** Adds all items to the list at each key; an absent list begins empty. */
  extend<TPatch extends ListPatch<TState, TWrites>>(
    patch: Only<TPatch, ListPatch<TState, TWrites>, "a list that 'writes' declares">,
  ): View<TState, TReads | (keyof TPatch & TWrites), TWrites, TDone | (keyof TPatch & TWrites)>;
  /** Adds to the number at each key; an absent one begins at 0. */
  increment<TPatch extends StepPatch<TState, TWrites>>(
    patch: Only<TPatch, StepPatch<TState, TWrites>, "a number that 'writes' declares">,
  ): View<TState, TReads | (keyof TPatch & TWrites), TWrites, TDone | (keyof TPatch & TWrites)>;
  /** Takes keys away; absent ones are passed over. A deleted key counts as written. */
  delete<TKeys extends readonly TWrites[]>(
    ...keys: TKeys
  ): View<TState, Exclude<TReads, TKeys[number]>, TWrites, TDone | TKeys[number]>;
  /** The value of a key that is read, or `fallback` where it is absent. */
  get<TKey extends TReads, TFallback = undefined>(
    key: TKey,
    fallback?: TFallback,
  ): Exclude<TState[TKey], undefined> | TFallback;
  /** A plain copy of the keys that can be read. */
  toJSON(): { readonly [TKey in TReads]: TState[TKey] };
}

/** A whole application state, as `app.state` and results hand it out. Any key may be absent until it was written. */
export type FullState<TState, TPresent extends keyof TState = never> = Readonly<Partial<TState>> & {
  readonly [TKey in TPresent]-?: TState[TKey];
} & FullOperations<TState>;

/** The operations of a whole state: what they give can be passed to `app.updateState()`. */
export interface FullOperations<TState> {
  /** Sets keys. */
  update(patch: Readonly<Partial<TState>>): FullState<TState>;
  /** Adds one item to the list at each key; an absent list begins empty. */
  append(patch: ItemPatch<TState, keyof TState>): FullState<TState>;
  /** Adds all items to the list at each key; an absent list begins empty. */
  extend(patch: ListPatch<TState, keyof TState>): FullState<TState>;
  /** Adds to the number at each key; an absent one begins at 0. */
  increment(patch: StepPatch<TState, keyof TState>): FullState<TState>;
  /** Takes keys away; absent ones are passed over. */
  delete(...keys: (keyof TState & string)[]): FullState<TState>;
  /** The value of a key, or `fallback` where it is absent. */
  get<TKey extends keyof TState, TFallback = undefined>(
    key: TKey,
    fallback?: TFallback,
  ): Exclude<TState[TKey], undefined> | TFallback;
  /** A plain copy of the keys and values. */
  toJSON(): Partial<TState>;
}
