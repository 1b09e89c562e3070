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

/** `TPatch`, if its keys are among `TKeys` and its values fit: errors sit on the offending key, and editors complete keys. */
type Fits<TPatch, TValues, TKeys extends PropertyKey> = TPatch & {
  readonly [TKey in keyof TPatch]: TKey extends TKeys & keyof TValues ? TValues[TKey] : never;
};

type ListKeys<TState> = {
  [TKey in keyof TState]-?: NonNullable<TState[TKey]> extends readonly unknown[] ? TKey : never;
}[keyof TState];
type NumberKeys<TState> = {
  [TKey in keyof TState]-?: NonNullable<TState[TKey]> extends number | bigint ? TKey : never;
}[keyof TState];
type Items<TState> = {
  readonly [TKey in keyof TState]: NonNullable<TState[TKey]> extends readonly (infer TItem)[] ? TItem : never;
};
type Lists<TState> = {
  readonly [TKey in keyof TState]: NonNullable<TState[TKey]> extends readonly (infer TItem)[]
    ? readonly TItem[]
    : never;
};
type Steps<TState> = { readonly [TKey in keyof TState]: NonNullable<TState[TKey]> extends bigint ? bigint : number };

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
  update<const TPatch extends { readonly [TKey in TWrites]?: TState[TKey] }>(
    patch: Fits<TPatch, TState, TWrites>,
  ): View<TState, TReads | (keyof TPatch & TWrites), TWrites, TDone | (keyof TPatch & TWrites)>;
  /** Adds one item to the list at each key; an absent list begins empty. */
  append<const TPatch extends { readonly [TKey in TWrites & ListKeys<TState>]?: Items<TState>[TKey] }>(
    patch: Fits<TPatch, Items<TState>, TWrites & ListKeys<TState>>,
  ): View<TState, TReads | (keyof TPatch & TWrites), TWrites, TDone | (keyof TPatch & TWrites)>;
  /** Adds all items to the list at each key; an absent list begins empty. */
  extend<const TPatch extends { readonly [TKey in TWrites & ListKeys<TState>]?: Lists<TState>[TKey] }>(
    patch: Fits<TPatch, Lists<TState>, TWrites & ListKeys<TState>>,
  ): View<TState, TReads | (keyof TPatch & TWrites), TWrites, TDone | (keyof TPatch & TWrites)>;
  /** Adds to the number at each key; an absent one begins at 0. */
  increment<const TPatch extends { readonly [TKey in TWrites & NumberKeys<TState>]?: Steps<TState>[TKey] }>(
    patch: Fits<TPatch, Steps<TState>, TWrites & NumberKeys<TState>>,
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
export type FullState<TState, TPresent extends keyof TState = never> = {
  readonly [TKey in keyof TState as TKey extends TPresent ? TKey : never]-?: TState[TKey];
} & { readonly [TKey in keyof TState as TKey extends TPresent ? never : TKey]?: TState[TKey] } & FullOperations<TState>;

/** The operations of a whole state: what they give can be passed to `app.updateState()`. */
export interface FullOperations<TState> {
  /** Sets keys. */
  update(patch: Readonly<Partial<TState>>): FullState<TState>;
  /** Adds one item to the list at each key; an absent list begins empty. */
  append(patch: Readonly<Partial<Pick<Items<TState>, ListKeys<TState>>>>): FullState<TState>;
  /** Adds all items to the list at each key; an absent list begins empty. */
  extend(patch: Readonly<Partial<Pick<Lists<TState>, ListKeys<TState>>>>): FullState<TState>;
  /** Adds to the number at each key; an absent one begins at 0. */
  increment(patch: Readonly<Partial<Pick<Steps<TState>, NumberKeys<TState>>>>): FullState<TState>;
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
