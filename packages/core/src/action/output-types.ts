import type { Suspension } from "../run/context.ts";
import type { TypeMistake, Wrote } from "../state/view-types.ts";

/** What an action ends with: a written state, a plain patch, `[result, either]`, or a suspension. */
export type End<TState, TWrites extends keyof TState> =
  | Update<TState, TWrites>
  | readonly [result: object, update: Update<TState, TWrites>]
  | Suspension;

/** A written state or a plain patch. */
export type Update<TState, TWrites extends keyof TState> = Wrote<TWrites> | Readonly<Pick<TState, TWrites>>;

/**
 * The four forms of a plain function. Separate inference sites, on purpose: one type parameter for the whole
 * return type would lose the contextual type of yields and returned tuples.
 */
export type Forms<TChunk, TEnd, TAsyncChunk, TAsyncEnd> =
  | AsyncGenerator<TAsyncChunk, TAsyncEnd, void>
  | Generator<TChunk, TEnd, void>
  | Promise<TAsyncEnd>
  | TEnd;

/** The forms with a plain patch: they change nothing for checking, but give editors the keys to complete. */
export type PatchForms<TChunk, TAsyncChunk, TPatch> =
  | TPatch
  | Promise<TPatch>
  | Generator<TChunk, TPatch, void>
  | AsyncGenerator<TAsyncChunk, TPatch, void>;

/** Which of the sync and the async arm was inferred. */
export type Ended<TEnd, TAsyncEnd> = [TAsyncEnd] extends [never] ? TEnd : TAsyncEnd;

/** Whether an action with this async arm is sync. */
export type ModeOf<TAsyncEnd> = [TAsyncEnd] extends [never] ? "sync" : "async";

/** The result of an action that ends so; `undefined` when it reports none. */
export type ResultOf<TEnd> = TEnd extends Suspension
  ? never
  : TEnd extends readonly [infer TResult, unknown]
    ? TResult
    : undefined;

type UpdateOf<TEnd> = TEnd extends readonly [unknown, infer TUpdate] ? TUpdate : TEnd;
type ExtraKeys<TEnd, TKeys extends PropertyKey> =
  UpdateOf<TEnd> extends infer TUpdate
    ? TUpdate extends Wrote<never> | Suspension
      ? never
      : TUpdate extends object
        ? Exclude<keyof TUpdate, TKeys>
        : never
    : never;

/** Refuses keys beyond `TKeys` in a returned patch, also through a variable, a promise or a generator. */
export type Exact<TEnd, TKeys extends PropertyKey> = [ExtraKeys<TEnd, TKeys>] extends [never]
  ? unknown
  : TypeMistake<`returns '${ExtraKeys<TEnd, TKeys> & string}', which is not declared in 'writes'`>;

/** The chunks among the pairs that a `streamingAction` yields. */
export type PairChunk<TPair> = TPair extends readonly [infer TChunk, null] ? TChunk : never;

/** The finals among the pairs that a `streamingAction` yields. */
export type PairEnd<TPair> = Exclude<TPair, readonly [unknown, null]>;

/** Refuses a generator of pairs in which no pair has an update. */
export type HasFinal<TPair> = [PairEnd<TPair>] extends [never]
  ? TypeMistake<"never yields a final: the last yield must be [result, update], with an update that is not null">
  : unknown;
