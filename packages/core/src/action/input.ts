import type { TypeMistake } from "../state/view-types.ts";

declare const type: unique symbol;

/** A declared input of an action: its type, and whether callers may leave it out. */
export interface InputSpec<TValue, TOptional extends boolean = false> {
  readonly [type]?: TValue;
  readonly isOptional: TOptional;
  /** What the action gets when nobody passes the input. */
  readonly fallback: TValue | undefined;
}

/** A required input, as `input()` gives it. */
export interface RequiredInput<TValue> extends InputSpec<TValue> {
  /** The same input, but callers may leave it out: the action then gets `undefined`. */
  optional(): InputSpec<TValue, true>;
  /** The same input, but callers may leave it out: the action then gets `value`. */
  default(value: TValue): DefaultedInput<TValue>;
}

/** An input that callers may leave out and that the action always has. */
export interface DefaultedInput<TValue> extends InputSpec<TValue, true> {
  readonly hasDefault: true;
}

/** The declared inputs of an action, by name. */
export type InputSpecs = Readonly<Record<string, InputSpec<unknown, boolean>>>;

/** Declares an input of type `TValue`: `inputs: { prompt: input<string>() }`. */
export function input<TValue>(): RequiredInput<TValue> {
  return {
    isOptional: false,
    fallback: undefined,
    optional: () => ({ isOptional: true, fallback: undefined }),
    default: (value) => ({ isOptional: true, hasDefault: true, fallback: value }),
  };
}

// By way of a member: so that messages show the keys, and not the name of this alias.
type Flat<T> = { flat: { [TKey in keyof T]: T[TKey] } }["flat"];
type ValueOf<TInput> = TInput extends InputSpec<infer TValue, boolean> ? TValue : never;

/** What the action's `run` gets for its declared inputs. */
export type InputsOf<TSpecs extends InputSpecs> = Flat<
  {
    readonly [
      TName in keyof TSpecs as TSpecs[TName] extends InputSpec<unknown> | DefaultedInput<unknown> ? TName : never
    ]: ValueOf<TSpecs[TName]>;
  } & {
    readonly [
      TName in keyof TSpecs as TSpecs[TName] extends InputSpec<unknown> | DefaultedInput<unknown> ? never : TName
    ]?: ValueOf<TSpecs[TName]>;
  }
>;

/** What callers pass for the declared inputs of an action. */
export type CallInputs<TSpecs extends InputSpecs> = Flat<
  { [TName in keyof TSpecs as TSpecs[TName] extends InputSpec<unknown> ? TName : never]: ValueOf<TSpecs[TName]> } & {
    [TName in keyof TSpecs as TSpecs[TName] extends InputSpec<unknown> ? never : TName]?: ValueOf<TSpecs[TName]>;
  }
>;

/** Refuses names of inputs that start with `__`: they are the engine's own. */
export type ReservedInputs<TSpecs> = {
  readonly [
    TName in keyof TSpecs & `__${string}`
  ]: TypeMistake<`the input '${TName}' starts with '__', which is reserved`>;
};
