import type { Action, Actions, Known } from "../action/action.ts";
import type { ActionContract } from "../action/definition.ts";
import type { CallInputs, InputSpecs, InputsOf } from "../action/input.ts";
import type { Later, MistakeAt } from "../action/output-types.ts";
import type { NestedItem } from "../children/nested.ts";
import type { UndoneCommit } from "../undo/commits.ts";
import type { PartialChunks } from "../step/partial.ts";
import type { StepContext } from "../step/context.ts";
import type { RunEvent } from "../stream/events.ts";
import type { DoneOfGraph } from "./task-types.ts";

/** What a key of the outer state holds, if it is one of the graph's own; else what `in` says of it. */
type Outer<TState, TReads extends string> = {
  readonly [TKey in TReads]: TKey extends keyof TState ? TState[TKey] : unknown;
};

/** What the update of the outer state is, of what `out` gives. */
type UpdateOf<TOut, TState> =
  IsSame<TOut> extends true ? TState : TOut extends readonly [unknown, infer TUpdate] ? TUpdate : TOut;
type ResultIn<TOut> =
  IsSame<TOut> extends true ? undefined : TOut extends readonly [infer TResult, unknown] ? TResult : undefined;

/** Refuses an update without a key of `writes`, or with one that is not declared. At `out` alone: elsewhere it would settle `TOut` too early. */
type CheckOut<TOut, TState, TWrites extends string, TMayWrite extends string> = MistakeAt<
  "out",
  IsSame<TOut> extends true
    ? never
    :
        | Missing<Exclude<TWrites, keyof UpdateOf<TOut, TState>>>
        | Undeclared<Exclude<keyof UpdateOf<TOut, TState>, TWrites | TMayWrite>>
>;
type Missing<TKey extends string> =
  `does not write '${TKey}': update or delete it, or declare it in 'mayWrite' instead of 'writes'`;
type Undeclared<TKey> = `returns '${TKey & string}', which is not declared in 'writes'`;

/** Marks that nothing is translated, so that the update has the keys of the graph's own state. */
interface Same {
  readonly [same]: true;
}
declare const same: unique symbol;

/** Whether nothing was inferred for `TOut`. */
type IsSame<TOut> = [Extract<TOut, Same>] extends [never] ? false : true;

/** Whatever `out` may give, and nothing: the limit and the default, which the compiler falls back on where there is no `out`. */
type AnyOut = readonly [result: object, update: object] | Readonly<Record<string, unknown>> | Same;

/** Where the graph begins, and where it is done. */
interface Route<TActions extends Actions, TAfter> {
  /** The action of the graph that comes first. */
  readonly entrypoint: keyof TActions & string;
  /** The actions of the graph behind which it is done. Default: its end. */
  readonly haltAfter?: TAfter | readonly TAfter[];
}

type Contract<
  TReads extends string,
  TWrites extends string,
  TMayWrite extends string,
  TInputs,
  TTags extends string,
> = Omit<ActionContract<TReads, TWrites, TMayWrite, TInputs, TTags>, "answers">;

/** Makes an action of a graph over `TState`. */
export type AsAction<TState, TActions extends Actions> = <
  TReads extends string,
  TWrites extends string,
  TMayWrite extends string = never,
  TInputs extends InputSpecs = Record<never, never>,
  TTags extends string = never,
  const TAfter extends keyof TActions & string = never,
  TSeen extends Outer<TState, TReads> = Outer<TState, TReads>,
  TOut extends AnyOut = AnyOut,
>(
  definition: Contract<TReads, TWrites, TMayWrite, TInputs, TTags> &
    Route<TActions, TAfter> & {
      /** What the graph's state begins with, of the outer state and the inputs. Default: the keys in `reads`, under the same names. */
      readonly in?: (
        state: TSeen,
        inputs: InputsOf<TInputs>,
        context: StepContext,
      ) => Readonly<Partial<TState>> | Promise<Readonly<Partial<TState>>>;
      /**
       * The update of the outer state, or `[result, update]`, of how the graph has ended, and of the outer state. Default: the keys in `writes`, under the
       * same names.
       */
      readonly out?: (end: DoneOfGraph<TState, TActions, TAfter>, state: TSeen, context: StepContext) => Later<TOut>;
      /** As in an action: what is kept when the step is aborted. Chunks have the way to who has yielded them. */
      readonly onAbort?: (
        partial: PartialChunks<NestedItem<RunEvent<TActions>>>,
        state: TSeen,
      ) => Later<Readonly<Record<string, unknown>>>;
      /** As in an action: what the step ends with when it has failed for good. */
      readonly fallback?: (
        state: TSeen,
        error: unknown,
        context: StepContext,
      ) => Later<Readonly<Record<string, unknown>>>;
      /** As in an action: undoes what the step has done outside, in `compensate()`. An `undo` inside the graph is not called for that. */
      readonly undo?: (
        state: TSeen,
        commit: UndoneCommit,
        context: StepContext,
      ) => Later<Readonly<Record<string, unknown>> | void>;
    } & CheckOut<TOut, TState, TWrites, TMayWrite>,
) => Action<{
  readonly reads: Pick<TSeen, Known<TReads>>;
  readonly writes: Pick<UpdateOf<TOut, TState>, Known<TWrites> & keyof UpdateOf<TOut, TState>>;
  readonly mayWrite: Pick<UpdateOf<TOut, TState>, Known<TMayWrite> & keyof UpdateOf<TOut, TState>>;
  readonly inputs: CallInputs<Known<TInputs>>;
  readonly result: ResultIn<TOut>;
  readonly chunk: never;
  readonly mode: "async";
  readonly tag: Known<TTags>;
  readonly nested: RunEvent<TActions>;
}>;
