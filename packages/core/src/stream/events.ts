import type { Actions, SpecOf } from "../action/action.ts";
import type { TriedTransition } from "../graph/decision.ts";
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
export type RunStartEvent = EventBase<"run-start", string | null> & {
  readonly appId: string;
  readonly partitionKey: string | null;
};

/** A step is about to run. */
export type StepStartEvent<TAction = string> = EventBase<"step-start", TAction> & {
  readonly attempt: number;
  /** Whether an earlier attempt left a checkpoint to go on from. */
  readonly resumed: boolean;
};

/** A streaming action yielded. `index` counts from 0 in each step. */
export type ChunkEvent<TAction = string, TChunk = unknown> = EventBase<"chunk", TAction> & {
  readonly index: number;
  readonly chunk: TChunk;
};

/** The action saved an intermediate state. */
export type CheckpointEvent<TAction = string> = EventBase<"checkpoint", TAction> & {
  readonly delta: readonly Operation[];
};

/** The chunks of this step so far will not be committed: discard what you showed. */
export type RollbackEvent<TAction = string> = EventBase<"rollback", TAction> & {
  readonly reason: "failed" | "aborted" | "retry";
};

/** A step ended. State changed, by `delta`, only if `committed`. Comparing `status` narrows the rest. */
export type StepEndEvent<TAction = string, TResult = unknown> = EventBase<"step-end", TAction> & {
  readonly committed: boolean;
  readonly delta: readonly Operation[];
} & StepEnd<TResult>;

type StepEnd<TResult> =
  | { readonly status: "completed"; readonly result: TResult }
  | { readonly status: "aborted"; readonly result?: undefined }
  /** What it is waiting for. */
  | {
      readonly status: "suspended";
      readonly result?: undefined;
      readonly suspension: { readonly name: string; readonly payload: unknown };
    }
  /** Over the wire the message is a general one: see `toResponse()`. */
  | {
      readonly status: "failed";
      readonly result?: undefined;
      readonly error: { readonly code: string; readonly message: string };
    };

/** The next action was chosen: every condition that was tried, in order. `to` is `null` when none held. */
export type TransitionEvent = EventBase<"transition", string> & {
  readonly to: string | null;
  readonly tried: readonly TriedTransition[];
};

/** The run stopped. */
export type RunEndEvent = EventBase<"run-end", string | null> & {
  readonly stopped: "after" | "before" | "end" | "limit" | "stuck" | "suspended";
};

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

/** An event of a run of these actions: comparing `type` and `action` narrows `chunk` and `result`. */
export type RunEvent<TActions extends Actions> =
  | RunStartEvent
  | TransitionEvent
  | RunEndEvent
  | {
      [TName in keyof TActions & string]:
        | StepStartEvent<TName>
        | ([SpecOf<TActions[TName]>["chunk"]] extends [never]
            ? never
            : ChunkEvent<TName, SpecOf<TActions[TName]>["chunk"]>)
        | CheckpointEvent<TName>
        | RollbackEvent<TName>
        | StepEndEvent<TName, SpecOf<TActions[TName]>["result"]>;
    }[keyof TActions & string];
