import type { TypeMistake, WrittenBy, Wrote } from "../state/view-types.ts";
import type { Known } from "./action.ts";
import type { Suspension } from "../suspend/suspension.ts";

/** A written state or a plain patch. That it is complete, and has no other keys, is for `CheckEnd` to see. */
type Update<TState, TWrites extends keyof TState> = Wrote<never> | Readonly<Partial<Pick<TState, TWrites>>>;

/** What an action ends with: a written state, a plain patch, `[result, either]`, or a suspension. */
type End<TState, TWrites extends keyof TState> =
  | Update<TState, TWrites>
  | readonly [result: object, update: Update<TState, TWrites>]
  | Suspension;

declare const absent: unique symbol;
/** Marks the default of a type parameter, which the compiler falls back on where it infers nothing. */
interface Absent {
  readonly [absent]: true;
}

/**
 * Any end, and none: the limit and the default of the type parameters for ends. Were `never` the default, then a
 * mistake elsewhere in a definition (say, in `reads`) would be followed by a second, puzzling one at `run`.
 */
export type AnyEnd<TState, TWrites extends keyof TState> = End<TState, TWrites> | void | Absent;

/** Any update: the limit and the default of the type parameter for what `onAbort` gives. */
export type AnyUpdate<TState, TWrites extends keyof TState> = Update<TState, TWrites> | Absent;

/** Any chunk: the default of the type parameters for chunks. */
export type AnyChunk = object | string | number | bigint | boolean | symbol | null | undefined | Absent;

/** Any pair of Burr's protocol: the limit and the default of the type parameters for pairs. */
export type AnyPair<TState, TWrites extends keyof TState> = readonly [unknown, Update<TState, TWrites> | null] | Absent;

type IsAny<T> = 0 extends 1 & T ? true : false;
type IsAbsent<T> = IsAny<T> extends true ? false : true extends (T extends Absent ? true : never) ? true : false;

/**
 * What `run` may give back, in the four forms of a plain function. There are separate inference sites, on purpose: one
 * type parameter for the whole return type would lose the contextual type of yields and returned tuples. The forms with
 * `TPatch` change nothing for checking, but give editors the keys of a patch to complete; those with `TPartial` are for
 * `onAbort`, and where TypeScript has fixed that one too early, the others still tell.
 */
export type Output<TEnd, TAsyncEnd, TChunk, TAsyncChunk, TPartial, TPatch> =
  | TPatch
  | Promise<TPatch>
  | SyncGenerator<TChunk, TPatch>
  | AsyncGenerator<TAsyncChunk, TPatch, void>
  | SyncGenerator<TPartial, TEnd>
  | AsyncGenerator<TPartial, TAsyncEnd, void>
  | AsyncGenerator<TAsyncChunk, TAsyncEnd, void>
  | SyncGenerator<TChunk, TEnd>
  | Promise<TAsyncEnd>
  | TEnd;

/** What the generator of a `streamingAction` is, as in `Output`. */
export type PairOutput<TPair, TAsyncPair, TPartial, TPatch> =
  | Generator<TPair | readonly [unknown, TPatch | null], void, void>
  | AsyncGenerator<TAsyncPair | readonly [unknown, TPatch | null], void, void>
  | Generator<TPartial, void, void>
  | AsyncGenerator<TPartial, void, void>;

/** A value, or a promise of one. */
export type Later<TValue> = TValue | Promise<TValue>;

/**
 * A sync generator, without its being iterable: or the compiler would take the items of a returned `[result, update]`
 * for chunks, and keep literals in results of sync actions that it widens in others.
 */
interface SyncGenerator<TChunk, TEnd> {
  next(): IteratorResult<TChunk, TEnd>;
  return(value: TEnd): IteratorResult<TChunk, TEnd>;
  throw(error: unknown): IteratorResult<TChunk, TEnd>;
}

/** Which of the sync and the async arm was inferred. */
export type Ended<TEnd, TAsyncEnd> = IsAbsent<TAsyncEnd> extends true ? TEnd : TAsyncEnd;

/** Whether an action with this async arm is sync. */
export type ModeOf<TAsyncEnd> = IsAbsent<TAsyncEnd> extends true ? "sync" : "async";

/** What was inferred for `T`; `never` for its default. */
export type Present<T> = IsAbsent<T> extends true ? never : T;

/** What another member of the definition was inferred to end with; `never` without one. */
export type OtherEnd<TEnd> = Present<Known<TEnd>>;

/** The result of an action that ends so; `undefined` when it reports none. */
export type ResultOf<TEnd> = TEnd extends Suspension
  ? never
  : TEnd extends readonly [infer TResult, unknown]
    ? TResult
    : undefined;

/**
 * Refuses an end that is no update, that lacks a key of `TWrites`, or that has a key which is in neither list; also
 * through a variable, a promise or a generator.
 */
export type CheckEnd<TEnd, TChunk, TWrites extends string, TMayWrite extends string> = MistakeAt<
  "run",
  EndMistake<TEnd, TChunk, TWrites, TMayWrite>
>;

/** As `CheckEnd`, for what another member of the definition gives. */
export type CheckOther<TMember extends string, TEnd, TWrites extends string, TMayWrite extends string> = MistakeAt<
  TMember,
  EndMistake<TEnd, never, TWrites, TMayWrite>
>;

/** As `CheckEnd`, for what `onAbort` gives. */
export type CheckAbort<TUpdate, TWrites extends string, TMayWrite extends string> = MistakeAt<
  "onAbort",
  IsAbsent<TUpdate> extends true ? never : UpdateMistake<TUpdate, TWrites, TMayWrite>
>;

/** Refuses `onAbort` before `run`: the compiler settles its chunks before it has seen them. */
export type CheckOrder<TChunk, TPartial> = MistakeAt<
  "onAbort",
  [TChunk] extends [never]
    ? never
    : IsAbsent<TPartial> extends true
      ? "stands before 'run': put it behind, where the type of the chunks is known"
      : never
>;

/** Refuses a generator of pairs in which no pair has an update, and what `CheckEnd` refuses. */
export type CheckPairs<TPair, TAsyncPair, TWrites extends string, TMayWrite extends string> = MistakeAt<
  "run",
  [IsAbsent<TPair>, IsAbsent<TAsyncPair>] extends [true, true]
    ? never
    : [PairEnd<Present<TPair> | Present<TAsyncPair>>] extends [never]
      ? "never yields a final: the last yield is [result, update], with an update that is not null"
      : EndMistake<PairEnd<Present<TPair> | Present<TAsyncPair>>, never, TWrites, TMayWrite>
>;

/** Refuses a member of a definition with these words; `never`: accepts it. */
// The conditions are in `TMessage`, and this is the only one around a type with members: one more, and editors no
// longer complete `state.` in the arrow function of a definition that is being typed.
export type MistakeAt<TMember extends string, TMessage extends string> = [TMessage] extends [never]
  ? unknown
  : { readonly [TKey in TMember]: TypeMistake<TMessage> };

type EndMistake<TEnd, TChunk, TWrites extends string, TMayWrite extends string> =
  IsAny<TEnd> extends true ? never : IsAbsent<TEnd> extends true ? never : MistakeIn<TEnd, TChunk, TWrites, TMayWrite>;
type MistakeIn<TEnd, TChunk, TWrites extends string, TMayWrite extends string> = TEnd extends Suspension
  ? never
  : TEnd extends readonly [infer TResult, infer TUpdate]
    ? IsRecord<TResult> extends true
      ? UpdateMistake<TUpdate, TWrites, TMayWrite>
      : "reports a result that is no record: in [result, update], the result is an object such as { answer: 42 }"
    : TEnd extends object
      ? UpdateMistake<TEnd, TWrites, TMayWrite>
      : [TChunk] extends [never]
        ? "ends without an update: on every path, return a patch, the state that update() gives, or [result, either]"
        : TChunk extends readonly [unknown, unknown]
          ? "never returns its final: a generator that yields Burr's pairs goes into b.streamingAction()"
          : "never returns its final: after its last yield, a generator returns an update or [result, update], on every path";

type IsRecord<TResult> =
  IsAny<TResult> extends true
    ? true
    : TResult extends readonly unknown[]
      ? false
      : TResult extends object
        ? true
        : false;

type UpdateMistake<TUpdate, TWrites extends string, TMayWrite extends string> =
  IsAny<TUpdate> extends true
    ? never
    : TUpdate extends Wrote<never>
      ? Unwritten<Exclude<TWrites, WrittenBy<TUpdate>>>
      : TUpdate extends readonly unknown[]
        ? "returns a list that is not [result, update]"
        : TUpdate extends object
          ? [Exclude<keyof TUpdate, TWrites | TMayWrite>] extends [never]
            ? Unwritten<Exclude<TWrites, SureKeys<TUpdate>>>
            : `returns '${Exclude<keyof TUpdate, TWrites | TMayWrite> & string}', which is not declared in 'writes'`
          : "returns a value that is no update: return a patch or the state that update() gives";

type SureKeys<T> = { [TKey in keyof T]-?: Record<never, never> extends Pick<T, TKey> ? never : TKey }[keyof T];
type Unwritten<TKey extends string> =
  `does not write '${TKey}' on every path: update or delete it, or declare it in 'mayWrite' instead of 'writes'`;

/** The chunks among the pairs that a `streamingAction` yields. */
export type PairChunk<TPair> = TPair extends readonly [infer TChunk, null] ? TChunk : never;

/** The finals among the pairs that a `streamingAction` yields. */
export type PairEnd<TPair> = Exclude<TPair, readonly [unknown, null]>;
