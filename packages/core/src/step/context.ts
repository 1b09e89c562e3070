import type { Only, Wrote } from "../state/view-types.ts";
import type { SpanScope } from "./spans.ts";

/** What an action is told about its step, and what it can do besides returning. `TUpdate` is what the action may write. */
export interface StepContext<TUpdate extends object = object> extends SpanScope {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly sequenceId: number;
  /** 1 for the first attempt of this step; a retry keeps the sequence id and raises this. */
  readonly attempt: number;
  readonly actionName: string;
  /** Aborts when the step has to stop: the caller's signal, `abort()`, or a consumer that left. */
  readonly signal: AbortSignal;
  /**
   * Saves an intermediate state of this step. It is never committed: when the step does not end well, its next
   * attempt finds it as `resumed`. The engine waits until it is stored before it delivers the next chunk.
   */
  readonly checkpoint: <TPatch extends Readonly<Partial<TUpdate>>>(
    update: Only<TPatch, TUpdate, "declared in 'writes'"> | Wrote<never>,
  ) => void;
  /** The last checkpoint of an earlier attempt of this step that did not commit. */
  readonly resumed: Readonly<Partial<TUpdate>> | undefined;
  /** `return ctx.suspend("approval")` ends the step as suspended: state stays, and the same action is next. */
  readonly suspend: (name: string, payload?: unknown) => Suspension;
}

/** What an action returns to wait for somebody; made by `ctx.suspend()`. */
export class Suspension {
  readonly name: string;
  /** What whoever answers needs to know. */
  readonly payload: unknown;
  /** For the compiler alone: no patch that happens to have the keys above is a suspension. */
  declare protected readonly isSuspension: true;

  constructor(name: string, payload: unknown) {
    this.name = name;
    this.payload = payload;
  }
}
