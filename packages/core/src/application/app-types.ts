import type { ForkOptions } from "./fork-options.ts";
import type { Action, Actions, NestedEvents, SpecOf } from "../action/action.ts";
import type { NestedItem } from "../children/nested.ts";
import type { Condition } from "../graph/condition.ts";
import type { Decision } from "../graph/decision.ts";
import type { ApplicationGraph } from "../graph/graph.ts";
import type { Finding } from "../graph/proof/finding.ts";
import type { Orphan, ParentPointer } from "../persist/persister.ts";
import type { RunLimits } from "../run/limits.ts";
import type { OpenSuspension } from "../run/meta.ts";
import type { FullState, TypeMistake } from "../state/view-types.ts";
import type { RunEvent } from "../stream/events.ts";
import type { Stream } from "../stream/stream-types.ts";

type UnionToIntersection<TUnion> = (TUnion extends unknown ? (one: TUnion) => void : never) extends (
  all: infer TAll,
) => void
  ? TAll
  : never;

type TagOf<TActions extends Actions> = SpecOf<TActions[keyof TActions]>["tag"];

/** A name of an action, or `@tag:…`, which stands for all actions with that tag. */
export type Halt<TActions extends Actions> = {
  // By way of a member, and in the file where it is used: so that messages show the names, and not the name of this alias.
  halt: (keyof TActions & string) | `@tag:${TagOf<TActions>}`;
}["halt"];

/** The names that a halt stands for. */
export type HaltNames<TActions extends Actions, THalt> = THalt extends `@tag:${infer TTag}`
  ? { [TName in keyof TActions & string]: TTag extends SpecOf<TActions[TName]>["tag"] ? TName : never }[keyof TActions &
      string]
  : Extract<THalt, keyof TActions & string>;

/** The inputs of all actions together; any may be left out, since not every run reaches every action. */
export type RunInputs<TActions extends Actions> = Inputs<SpecOf<TActions[keyof TActions]>["inputs"]>;

type Inputs<TEach> = [keyof UnionToIntersection<TEach>] extends [never]
  ? [UnknownInputs<TEach>] extends [never]
    ? Readonly<Record<string, TypeMistake<"no action of this application declares an input">>>
    : Readonly<Record<string, unknown>>
  : Readonly<Partial<UnionToIntersection<TEach>>>;
/** `object`, if it is among them: the inputs of an action of which nothing is known. */
type UnknownInputs<TEach> = TEach extends object ? (string extends TEach ? never : TEach) : never;

/** How far a run goes, with what, and what stops it. */
export interface RunOptions<
  TActions extends Actions = Actions,
  THaltAfter = string,
  THaltBefore = string,
  TState = never,
> extends RunLimits {
  /** Stop when one of these actions has run. A name or `@tag:…`, one or many; in a list also `[name, condition]`. */
  readonly haltAfter?: THaltAfter | readonly (THaltAfter | readonly [THaltAfter, Condition<TState>])[];
  /** Stop when one of these is next. At least one step is taken first. */
  readonly haltBefore?: THaltBefore | readonly (THaltBefore | readonly [THaltBefore, Condition<TState>])[];
  /** Passed to each step of the run that declares them. */
  readonly inputs?: RunInputs<TActions>;
  /** Aborts the run: the call throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What one step did. */
export interface StepResult<TState, TActions extends Actions, TName extends keyof TActions & string> {
  readonly action: TName;
  /** What the action reported besides its update; `undefined` if nothing. */
  readonly result: SpecOf<TActions[TName]>["result"];
  /** What the action waits for: then it has not committed, and what it writes may be absent. */
  readonly suspensions?: readonly OpenSuspension[];
  /** The application's state after the step: what the action writes is there. */
  readonly state: FullState<TState, keyof SpecOf<TActions[TName]>["writes"] & keyof TState>;
  readonly sequenceId: number;
}

/** What any of these actions did, as a union: comparing `action` narrows `result` and `state`. */
export type StepResults<
  TState,
  TActions extends Actions,
  TName extends keyof TActions & string = keyof TActions & string,
> = {
  [TOne in TName]: StepResult<TState, TActions, TOne>;
}[TName];

/** Where a run stopped: comparing `stopped` and `action` narrows the rest. */
export type RunResult<
  TState,
  TActions extends Actions,
  TAfter extends keyof TActions & string,
  TBefore extends keyof TActions & string,
> =
  | { [TOne in TAfter]: StepResult<TState, TActions, TOne> & { readonly stopped: "after" } }[TAfter]
  | { [TOne in TBefore]: StoppedShort<TState, TOne> & { readonly stopped: "before" } }[TBefore]
  /** No transition leaves the action; `null`: it had ended before the call. */
  | (StoppedShort<TState, (keyof TActions & string) | null, unknown> & { readonly stopped: "end" })
  /** Transitions leave the action, but none of their conditions holds, and it is not `terminal`. */
  | (StoppedShort<TState, keyof TActions & string, unknown> & {
      readonly stopped: "stuck";
      readonly decision: Decision;
    })
  /** The action waits for somebody; its `onAnswer` is next, once all is answered. */
  | (StoppedShort<TState, keyof TActions & string> & {
      readonly stopped: "suspended";
      /** What is waited for; `suspension` is the first of it. */
      readonly suspension: OpenSuspension;
      readonly suspensions: readonly OpenSuspension[];
    })
  /** A limit was reached: "maxSteps", "maxMs" or a budget. `action` is that of the last step, if it committed; else `null`. */
  | (StoppedShort<TState, (keyof TActions & string) | null, unknown> & {
      readonly stopped: "limit";
      readonly limit: string;
    })
  /** An action has called `ctx.halt(reason)`, or somebody `app.drain()`. `action` as for a limit. */
  | (StoppedShort<TState, (keyof TActions & string) | null, unknown> & {
      readonly stopped: "halted";
      readonly reason: unknown;
    });

interface StoppedShort<TState, TName, TResult = undefined> {
  readonly action: TName;
  readonly result: TResult;
  readonly state: FullState<TState>;
  readonly sequenceId: number;
}

/** An item of the stream of an action: a chunk of its own, or one of a child, with the way to that. */
type ItemOf<TAction extends Action> = SpecOf<TAction>["chunk"] | NestedItem<NestedEvents<TAction>>;

/** The stream of one step: its items are the action's chunks, its final is the step's result. */
export type ActionStream<TState, TActions extends Actions, TName extends keyof TActions & string> = {
  [TOne in TName]: Stream<
    ItemOf<TActions[TOne]>,
    StepResult<TState, TActions, TOne>,
    {
      readonly event: RunEvent<TActions, TOne>;
      readonly state: FullState<TState>;
      readonly chunk: ItemOf<TActions[TOne]>;
    }
  > & { readonly action: TOne };
}[TName];

/** The empty stream of an action that the run stopped before. */
export interface HaltedStream<TState, TName extends string> extends Stream<
  never,
  StoppedShort<TState, TName>,
  { readonly event: never; readonly state: FullState<TState>; readonly chunk: never }
> {
  readonly action: TName;
}

/** The stream of a whole run: its items are events, its final is the run's result. */
export type RunStream<TState, TActions extends Actions, TResult> = Stream<
  RunEvent<TActions>,
  TResult,
  {
    readonly event: RunEvent<TActions>;
    readonly state: FullState<TState>;
    readonly chunk: ItemOf<TActions[keyof TActions]>;
  }
>;

/** Which runs count as orphaned. */
export interface RecoverOptions {
  /** How long there was no sign of life, in milliseconds. Default: that of the persister, 5,000. */
  readonly staleAfterMs?: number;
  /** Only those of this partition. Default: all. */
  readonly partitionKey?: string | null;
}

/** What `compensate()` did. */
export interface Compensated<TState, TActions extends Actions> {
  /** `"halted"`: by `drain()`, with commits left that another call undoes. */
  readonly stopped: "end" | "halted";
  /** The commits that were undone, in the order in which that was done. */
  readonly undone: readonly { readonly action: keyof TActions & string; readonly sequenceId: number }[];
  readonly state: FullState<TState>;
}

/** A graph with a state, an entrypoint and ids, that can be run. One run at a time. */
export interface App<TState, TActions extends Actions, TMode extends "sync" | "async"> extends AppCore<
  TState,
  TActions
> {
  /** Runs without promises. In the type only when every action is sync; throws `async-in-sync` when something is not. */
  readonly runSync: TMode extends "sync"
    ? <const TAfter extends Halt<TActions> = never, const TBefore extends Halt<TActions> = never>(
        options?: RunOptions<TActions, TAfter, TBefore, TState>,
      ) => RunResult<TState, TActions, HaltNames<TActions, NoInfer<TAfter>>, HaltNames<TActions, NoInfer<TBefore>>>
    : (
        this: TypeMistake<"runSync() needs every action to be sync, and one is async: use run()">,
        options?: RunOptions<TActions>,
      ) => never;
}

/** What every application has. */
export interface AppCore<TState, TActions extends Actions> {
  readonly appId: string;
  readonly partitionKey: string | null;
  /** Of the last step that was attempted; -1 before the first. */
  readonly sequenceId: number;
  readonly graph: ApplicationGraph;
  /** What the proofs over the graph warn of. */
  readonly findings: readonly Finding[];
  /** The committed state. */
  readonly state: FullState<TState>;
  /** Of a fork: the application that it came from, and the step. */
  readonly parentPointer: ParentPointer | null;
  /** Of a child: the application and the step that have spawned it. */
  readonly spawningParentPointer: ParentPointer | null;
  /** The action that the next step runs; `null` when no transition leads on. */
  readonly nextAction: (keyof TActions & string) | null;
  /** Replaces the state, as in `app.updateState(app.state.update({ … }))`. Not while a step is in flight. */
  updateState(state: FullState<TState>): Promise<void>;
  /**
   * Another application that begins where the stored history of this one is: at its last step, or after `sequenceId`. Its
   * state is the one stored there, with `patch` over it. This one is left as it is.
   */
  fork(options?: ForkOptions<TState, keyof TActions & string>): Promise<this>;
  /** Runs in this application's store that began and did not end, and whose process gives no sign of life. */
  recover(options?: RecoverOptions): Promise<(Orphan & { resume(): Promise<AppCore<TState, TActions>> })[]>;
  /** What `ctx.spend()` has used up in the application's life, by budget. */
  readonly spent: Readonly<Record<string, number>>;
  /** What the application waits for, also when another process has run it. */
  listSuspensions(): Promise<OpenSuspension[]>;
  /**
   * Gives the answer to a suspension: validated by its schema, and stored, so that exactly one answer counts. Running goes on
   * as ever, by `run()`, `stream()` …, when all is answered.
   *
   * @returns What is still waited for.
   * @throws `invalid-value`, `suspension-answered`, `suspension-expired`, `unknown-suspension`.
   */
  resume(id: string, answer: unknown): Promise<OpenSuspension[]>;
  /** Takes back all suspensions: the action that waits is next again, and begins anew. */
  withdraw(): Promise<void>;
  /** Lets the run under way finish its step and begin no other: it ends as `{ stopped: "halted", reason }`. Resolves when it has. */
  drain(reason?: unknown): Promise<void>;
  /**
   * Undoes the commits of the run, the last one first, by the `undo` of their actions; those without one are passed over.
   * Each is a step of its own. Afterwards the action of the earliest undone commit is next. Throws what an `undo` throws; what
   * was undone stays so, and another call goes on from there.
   */
  compensate(options?: { readonly signal?: AbortSignal }): Promise<Compensated<TState, TActions>>;
  /** One step: up to the next commit or suspension. `null` when there is nothing to run: at an end, stuck, waiting for answers, or out of budget. */
  step(options?: Pick<RunOptions<TActions>, "inputs" | "signal">): Promise<StepResults<TState, TActions> | null>;
  /** Steps until a halt, the end or a dead end. Throws the action's own error, or the abort reason. */
  run<const TAfter extends Halt<TActions> = never, const TBefore extends Halt<TActions> = never>(
    options?: RunOptions<TActions, TAfter, TBefore, TState>,
  ): Promise<RunResult<TState, TActions, HaltNames<TActions, NoInfer<TAfter>>, HaltNames<TActions, NoInfer<TBefore>>>>;
  /** As `run`, step by step: yields each step's result and returns the run's. */
  iterate<const TAfter extends Halt<TActions> = never, const TBefore extends Halt<TActions> = never>(
    options?: RunOptions<TActions, TAfter, TBefore, TState>,
  ): AsyncIterableIterator<
    StepResults<TState, TActions>,
    RunResult<TState, TActions, HaltNames<TActions, NoInfer<TAfter>>, HaltNames<TActions, NoInfer<TBefore>>>,
    void
  > &
    AsyncDisposable;
  /** Runs up to the first of `haltAfter` and gives the stream of its step, which begins at the first pull. */
  streamResult<const TAfter extends Halt<TActions> = never, const TBefore extends Halt<TActions> = never>(
    options: RunOptions<TActions, TAfter, TBefore, TState>,
  ): Promise<
    | ActionStream<TState, TActions, HaltNames<TActions, NoInfer<TAfter>>>
    | { [TOne in HaltNames<TActions, NoInfer<TBefore>>]: HaltedStream<TState, TOne> }[HaltNames<
        TActions,
        NoInfer<TBefore>
      >]
  >;
  /** The stream of each step in turn. One that is not consumed is drained. */
  streamIterate<const TAfter extends Halt<TActions> = never, const TBefore extends Halt<TActions> = never>(
    options?: RunOptions<TActions, TAfter, TBefore, TState>,
  ): AsyncIterableIterator<
    ActionStream<TState, TActions, keyof TActions & string>,
    | RunResult<TState, TActions, HaltNames<TActions, NoInfer<TAfter>>, HaltNames<TActions, NoInfer<TBefore>>>
    | undefined,
    void
  > &
    AsyncDisposable;
  /** The whole run as one stream of typed events. */
  stream<const TAfter extends Halt<TActions> = never, const TBefore extends Halt<TActions> = never>(
    options?: RunOptions<TActions, TAfter, TBefore, TState>,
  ): RunStream<
    TState,
    TActions,
    RunResult<TState, TActions, HaltNames<TActions, NoInfer<TAfter>>, HaltNames<TActions, NoInfer<TBefore>>>
  >;
}
