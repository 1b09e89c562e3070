import type { Policy } from "../action/policy.ts";
import type { Child } from "../children/family.ts";
import type { ChunkEvent } from "../stream/events.ts";
import type { Collector } from "./collector.ts";
import type { Executor, ExecutorTask, DoneOutcome, SuspendedOutcome } from "./executor.ts";
import type { TaskSource, TaskTry } from "./task-source.ts";
import type { WorkClock } from "./task-timer.ts";

/** How a step's tasks are run, and what becomes of their outcomes. */
export interface FanOutPlan {
  readonly executor: Executor;
  readonly concurrency: number;
  /** Whether the first task that is done ends all others. */
  readonly isRace: boolean;
  /** Whether the failure of a task is a result like any other. */
  readonly collects: boolean;
  /** Stores the outcome of a task that has run elsewhere. */
  readonly store: ((task: ExecutorTask, done: DoneOutcome) => Promise<void>) | undefined;
  /** What the step ends with, once all tasks are over. */
  readonly finish: (sum: unknown) => unknown;
  /** What the step ends with when some tasks wait for answers. */
  readonly suspend: (waiting: readonly SuspendedTask[]) => unknown;
}

/** What a fan-out shares with whoever makes its tasks. */
export interface FanOutParts {
  readonly source: TaskSource;
  readonly collector: Collector;
  readonly tasks: Map<number, TaskUnderWay>;
  readonly clock: WorkClock;
}

/** A task under way. */
export interface TaskUnderWay extends TaskTry {
  /** The last chunk that a watcher has seen of a step that has not ended. */
  shown: ChunkEvent | undefined;
  readonly sent: ExecutorTask;
  readonly policy: Policy | undefined;
  /** Its application, if another try is to go on with it. */
  child?: Child;
  /** Ends the watch over its time. */
  readonly unwatch: () => void;
}

/** A task that waits for answers. */
export interface SuspendedTask {
  readonly task: ExecutorTask;
  readonly outcome: SuspendedOutcome;
}
