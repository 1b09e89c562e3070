import type { Policy } from "../action/policy.ts";
import type { Child } from "../children/family.ts";
import type { ChunkEvent } from "../stream/events.ts";
import type { ExecutorTask, TaskSuspended } from "./executor.ts";
import type { TaskTry } from "./task-source.ts";

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
  readonly outcome: TaskSuspended;
}
