import type { ApplicationGraph, ForkOptions, OpenSuspension } from "@burrjs/core";

/** An event of a run, as far as a runner looks at it. */
export interface ServedEvent {
  readonly type: string;
  readonly path: readonly string[];
}

/** A run, as far as a runner looks at it. */
export interface ServedStream extends AsyncIterable<ServedEvent> {
  /** Resolves when it is over and logged, which is later than that the reader is told of an abort. */
  readonly outcome: Promise<unknown>;
}

/** How a runner runs an application. */
export interface ServedRunOptions {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  readonly maxSteps?: number;
}

/** An application, as far as a runner uses it: any that `b.application()` or `.build()` gives. */
export interface ServedApp {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly sequenceId: number;
  readonly graph: ApplicationGraph;
  readonly nextAction: string | null;
  readonly state: { toJSON(): object };
  fork(options?: ForkOptions<Readonly<Record<string, unknown>>>): Promise<ServedApp>;
  stream(options?: ServedRunOptions): ServedStream;
  drain(reason?: unknown): Promise<void>;
  listSuspensions(): Promise<OpenSuspension[]>;
  resume(id: string, answer: unknown): Promise<OpenSuspension[]>;
}

/** Makes an application for a fork of a run. It is asked once when the runner starts, for what its graph is. */
export type AppFactory = (run: {
  readonly appId: string;
  readonly partitionKey: string | null;
}) => ServedApp | PromiseLike<ServedApp>;

/** What can be served. */
export type Servable = ServedApp | AppFactory;
