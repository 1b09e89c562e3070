import type { Actions, NestedEvents, SpecOf } from "../action/action.ts";
import type { Decision, TriedTransition } from "../graph/decision.ts";
import type { OpenSuspension } from "../run/meta.ts";
import type { Operation } from "../state/operations.ts";

/** What every event of a run has. */
interface EventBase<TType extends string, TAction> {
  readonly type: TType;
  /** The sub-applications on the way from the run that is watched to where this happened; empty at the top. */
  readonly path: readonly string[];
  readonly action: TAction;
  readonly sequenceId: number;
}

/** How a step ended. */
export type StepStatus = "completed" | "failed" | "aborted" | "suspended";

/** A run began; `action` is the first to come, `sequenceId` that of the last step before. */
export interface RunStartEvent<TAction = string> extends EventBase<"run-start", TAction | null> {
  readonly appId: string;
  readonly partitionKey: string | null;
}

/** A step is about to run. */
export interface StepStartEvent<TAction = string> extends EventBase<"step-start", TAction> {
  readonly attempt: number;
  /** Whether an earlier attempt left a checkpoint to go on from. */
  readonly resumed: boolean;
}

/** A streaming action yielded. `index` counts from 0 in each attempt. */
export interface ChunkEvent<TAction = string, TChunk = unknown> extends EventBase<"chunk", TAction> {
  readonly attempt: number;
  readonly index: number;
  readonly chunk: TChunk;
}

/** The action saved an intermediate state. */
export interface CheckpointEvent<TAction = string> extends EventBase<"checkpoint", TAction> {
  readonly delta: readonly Operation[];
}

/** The chunks of this step so far will not be committed: discard what you showed. */
export interface RollbackEvent<TAction = string> extends EventBase<"rollback", TAction> {
  readonly reason: "failed" | "aborted" | "retry";
}

interface StepEnd<TAction, TStatus extends StepStatus> extends EventBase<"step-end", TAction> {
  readonly status: TStatus;
  readonly committed: boolean;
  readonly delta: readonly Operation[];
}

/** A step ended with its update committed. */
export interface StepCompletedEvent<TAction = string, TResult = unknown> extends StepEnd<TAction, "completed"> {
  readonly result: TResult;
}

/** A step ended otherwise: comparing `status` narrows the rest. */
export type StepStoppedEvent<TAction = string> =
  | (StepEnd<TAction, "aborted"> & { readonly result?: undefined })
  /** What it is waiting for. */
  | (StepEnd<TAction, "suspended"> & {
      readonly result?: undefined;
      readonly suspensions: readonly OpenSuspension[];
    })
  /** Over the wire the message is a general one: see `toResponse()`. */
  | (StepEnd<TAction, "failed"> & {
      readonly result?: undefined;
      readonly error: { readonly code: string; readonly message: string };
    });

/** A step ended. State changed, by `delta`, only if `committed`. Comparing `status` narrows the rest. */
export type StepEndEvent<TAction = string, TResult = unknown> =
  | StepCompletedEvent<TAction, TResult>
  | StepStoppedEvent<TAction>;

/** The next action was chosen: every condition that was tried, in order. `to` is `null` when none held. */
export interface TransitionEvent<TAction = string> extends EventBase<"transition", TAction> {
  readonly to: TAction | null;
  readonly tried: readonly TriedTransition[];
}

/** The run stopped. */
export interface RunEndEvent<TAction = string> extends EventBase<"run-end", TAction | null> {
  readonly stopped: "after" | "before" | "end" | "halted" | "limit" | "stuck" | "suspended";
  /** Of `"limit"`: which one. */
  readonly limit?: string;
  /** Of `"halted"`: what `ctx.halt()` or `app.drain()` was given. */
  readonly reason?: unknown;
  /** Of `"suspended"`: what is waited for. */
  readonly suspensions?: readonly OpenSuspension[];
  /** Of `"stuck"`: what was tried. */
  readonly decision?: Decision;
}

/** An event of a run whose actions are unknown, as a receiver on the other side of a connection sees it. */
export type AnyRunEvent =
  | RunStartEvent
  | StepStartEvent
  | ChunkEvent
  | CheckpointEvent
  | RollbackEvent
  | StepEndEvent
  | TransitionEvent
  | RunEndEvent;

/**
 * An event of a run of these actions: comparing `type` and `action` narrows `chunk` and `result`. `TName` are the actions
 * whose steps are watched. Those of their children are among them, told apart by their `path`.
 */
export type RunEvent<TActions extends Actions, TName extends keyof TActions & string = keyof TActions & string> =
  | RunStartEvent<keyof TActions & string>
  | StepStartEvent<TName>
  | CheckpointEvent<TName>
  | RollbackEvent<TName>
  | TransitionEvent<keyof TActions & string>
  | RunEndEvent<keyof TActions & string>
  | StepStoppedEvent<TName>
  | {
      [TOne in TName]:
        | ([SpecOf<TActions[TOne]>["chunk"]] extends [never]
            ? never
            : ChunkEvent<TOne, SpecOf<TActions[TOne]>["chunk"]>)
        | StepCompletedEvent<TOne, SpecOf<TActions[TOne]>["result"]>
        | NestedEvents<TActions[TOne]>;
    }[TName];
