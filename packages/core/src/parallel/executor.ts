import type { Child } from "../children/family.ts";
import type { Graph } from "../graph/graph.ts";
import type { ParentPointer } from "../persist/persister.ts";
import type { SuspendedRequest } from "../run/meta.ts";
import type { Data } from "../state/operations.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import type { StepContext } from "../step/context.ts";
import type { AnyRunEvent } from "../stream/events.ts";

/** A task of a parallel action as data: what has to be run, without the code. */
export interface TaskData {
  /** The id of the child application that does it: the same in each try of the step, also after a crash. */
  readonly id: string;
  readonly partitionKey: string | null;
  readonly key: string;
  /** Its place among the tasks of the step, from 0. */
  readonly index: number;
  /** 1 for the first try of this task; its own retries raise it. */
  readonly attempt: number;
  /** What the child begins with. */
  readonly state: Data;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly entrypoint: string;
  /** The actions behind which it is done; empty: at its end. */
  readonly haltAfter: readonly string[];
  /** The step that it belongs to. */
  readonly parent: ParentPointer;
  /** Where its events stand in the stream of the run that is watched. */
  readonly path: readonly string[];
  /** Whether somebody watches: without, its events need not be made. */
  readonly isWatched: boolean;
}

/** A task as an executor gets it. */
export interface ExecutorTask extends TaskData {
  /** What runs. An executor elsewhere has to know it already: see `referenceOf()`. */
  readonly graph: Graph;
  /** Aborts when this task alone has to stop; absent where nothing but the whole can. */
  readonly signal?: AbortSignal;
  /** Runs it in this process, with all that it inherits. */
  readonly start: (listener: TaskListener) => RunningTask;
}

/** Who is told what a task does. */
export interface TaskListener {
  /** Something that a watcher sees; one for each `pull()`. */
  event(event: AnyRunEvent): void;
  /** The last call: all is over, and what the task has left behind is cleaned up. */
  end(outcome: TaskOutcome): void;
}

/** A task under way in this process. */
export interface RunningTask {
  /** Asks for the next event, or the end. A task that is not watched runs to its end by itself. */
  pull(): void;
  /** Stops it; its end is told as ever. */
  stop(reason: unknown): void;
}

/** How a task has ended. */
export type TaskOutcome = DoneOutcome | SuspendedOutcome | FailedOutcome;

/** A task has reached its end. */
export interface DoneOutcome {
  readonly type: "done";
  /** The action that it ended behind. */
  readonly action: string;
  /** What that action reported. */
  readonly result: unknown;
  readonly state: Data;
  readonly sequenceId: number;
  /** What it has used up, by budget. */
  readonly spent: Readonly<Record<string, number>>;
}

/** A task waits for answers. Only executors in this process can have such tasks. */
export interface SuspendedOutcome {
  readonly type: "suspended";
  readonly requests: readonly SuspendedRequest[];
  /** The schemas of answers that only this process knows, by the id of the request. */
  readonly schemas: ReadonlyMap<string, StandardSchema>;
  readonly sequenceId: number;
  readonly action: string;
  /** The child itself. */
  readonly child: Child;
}

/** A task has failed: its action threw, its worker was lost, or it was told to stop. */
export interface FailedOutcome {
  readonly type: "failed";
  /** What was thrown, with its stack and its cause; of a task that was stopped, the reason. */
  readonly error: unknown;
  readonly kind: "action" | "lost" | "cancelled";
  /** What it has used up all the same, by budget. */
  readonly spent?: Readonly<Record<string, number>>;
  /** Whether what it has under way has come to its end. Default: `true`. */
  readonly isClosed?: boolean;
}

/** What an executor tells of its tasks. */
export type TaskEvent =
  /** Something that a watcher sees: most often a chunk. */
  { readonly type: "chunk"; readonly index: number; readonly event: AnyRunEvent } | (TaskOutcome & { readonly index: number }); // prettier-ignore

/** How tasks are to be run. */
export interface ExecuteOptions {
  /** The most that may be under way at once. */
  readonly concurrency: number;
  /** Aborts when all of them have to stop: the executor stops what runs, pulls no more tasks, and ends when all is over. */
  readonly signal: AbortSignal;
}

/**
 * How the tasks of a parallel action are run: in this process, in threads, elsewhere. It pulls a task when it has room for
 * one, and tells of each task, in the order in which things happen: events, then exactly one outcome. It tells nothing
 * before it is asked, and keeps few events waiting. An error that an action throws comes once, as an outcome: tasks are
 * tried again by whoever has made them. Only of a worker that was lost may it repeat the task by itself.
 */
export interface Executor {
  /** Whether tasks run as children of this process, which store themselves, or elsewhere: then their outcomes are stored here. */
  readonly locality: "in-process" | "remote";
  /** Runs tasks. A reader that leaves before the end stops them all. */
  execute(tasks: AsyncIterable<ExecutorTask, void, void>, options: ExecuteOptions): AsyncIterableIterator<TaskEvent, void, void>; // prettier-ignore
}

/** Makes the executor of one run of a parallel action. */
export type ExecutorFactory = (context: StepContext) => Executor;
