import type { GraphReference, TaskData } from "@burrjs/core/parallel";

/** A task as a thread gets it: data alone. */
export interface SentTask extends Omit<TaskData, "state" | "inputs"> {
  /** Where the thread finds what runs. */
  readonly reference: GraphReference;
  /** Text of the value codec. */
  readonly state: string;
  /** Text of the value codec. */
  readonly inputs: string;
}

/** How a task has ended in a thread; values are text of the value codec. */
export type SentOutcome =
  | {
      readonly type: "done";
      readonly action: string;
      readonly result: string;
      readonly state: string;
      readonly sequenceId: number;
      readonly spent: Readonly<Record<string, number>>;
    }
  | {
      readonly type: "failed";
      readonly error: string;
      readonly kind: "action" | "cancelled";
      readonly spent?: Readonly<Record<string, number>>;
      readonly isClosed?: boolean;
    };

/** What a thread is told. `job` names a task among all of the pool. */
export type ToThread =
  | { readonly type: "run"; readonly job: number; readonly task: SentTask; readonly credit: number }
  /** So many events of the task more may be sent. */
  | { readonly type: "more"; readonly job: number; readonly credit: number }
  /** The reason is text of the value codec. */
  | { readonly type: "stop"; readonly job: number; readonly reason: string }
  /** Asks whether its loop is free. */
  | { readonly type: "ping" };

/** Something that has happened to a task: an event, as text of the value codec, or its end. */
export type Told =
  | { readonly job: number; readonly event: string }
  | { readonly job: number; readonly outcome: SentOutcome };

/** What a thread tells. */
export type FromThread =
  /** It can be told of tasks. */
  { readonly type: "ready" } | { readonly type: "pong" } | { readonly type: "told"; readonly items: readonly Told[] };

/** What a thread is started with. */
export interface ThreadData {
  /** Tells our threads from those of others. */
  readonly burrThread: true;
  readonly classes: ClassesReference | undefined;
  readonly closeTimeoutMs: number;
}

/** Where the codecs of classes are found, in any thread. */
export interface ClassesReference {
  /** The URL of a module. */
  readonly module: string;
  /** The name of its export: a list of what `classCodec()` gives. */
  readonly name: string;
}
