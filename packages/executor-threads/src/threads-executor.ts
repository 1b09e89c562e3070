import { availableParallelism } from "node:os";
import type { ResourceLimits } from "node:worker_threads";
import { BurrError } from "@burrjs/core";
import { type Executor, inProcessExecutor } from "@burrjs/core/parallel";
import { Crossing } from "./crossing.ts";
import { Execution, type ExecutionPlace } from "./execution.ts";
import type { ClassesReference } from "./messages.ts";
import { Pool } from "./pool.ts";
import { threadData } from "./thread-data.ts";

/** Where the codecs of classes are, for values that are no plain data. */
export interface ClassesModule {
  /** The URL of a module that can be imported anywhere: `import.meta.url`, say. */
  readonly module: string | URL;
  /** The name of its export, a list of what `classCodec()` gives. Default: `"classes"`. */
  readonly name?: string;
}

/** Options of `threadsExecutor()`. */
export interface ThreadsOptions {
  /** The most threads. They are started when there are tasks for them. Default: as many as the machine runs at once. */
  readonly threads?: number;
  /** The most tasks that one thread has under way. Others wait. Default: any number, as far as the action's `concurrency` goes. */
  readonly tasksPerThread?: number;
  /** How often a task begins again that was lost with its thread. Default: 2. */
  readonly maxLost?: number;
  /**
   * How long a task may take to stop, in milliseconds, and how long a thread may be too busy to hear of it: then the thread
   * is ended, and its other tasks begin again in another one. Default: 1000.
   */
  readonly closeTimeoutMs?: number;
  /** Codecs of classes, as persisters take them; imported here and in each thread. */
  readonly classes?: ClassesModule;
  /** Limits of the memory of each thread, as Node takes them. */
  readonly resourceLimits?: ResourceLimits;
  /** Options of Node for the threads. Default: those of this process. */
  readonly execArgv?: readonly string[];
}

/** An executor with threads of its own. */
export interface ThreadsExecutor extends Executor, AsyncDisposable {
  /** Stops all tasks, and resolves when all threads have ended. Nothing can be run with it any more. */
  close(): Promise<void>;
}

/**
 * Runs the tasks of parallel actions on threads. Made once per process, it is the `executor` of an application, or of one
 * parallel action: threads are started as tasks come, and used again. Those without tasks keep no process alive.
 *
 * What tasks run must be registered, by `registerGraphs()` of `@burrjs/core/parallel`. Inside of its threads, an executor of
 * threads runs tasks in the thread that it is in.
 */
export function threadsExecutor(options: ThreadsOptions = {}): ThreadsExecutor {
  const { pool, classes } = settingsOf(options);
  pool.onRoom = () => {
    for (const execution of executions) execution.goOn();
  };
  let loading: Promise<Crossing> | undefined;
  const crossing = classes === undefined ? new Crossing() : undefined;
  const executions = new Set<Execution>();
  const place: ExecutionPlace = {
    pool,
    crossing: () => crossing ?? (loading ??= Crossing.load(classes as ClassesReference)), // one of the two is there
    onEnd: (execution) => executions.delete(execution),
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= end());
  const end = async (): Promise<void> => {
    const reason = new DOMException("The executor of threads was closed.", "AbortError");
    for (const execution of executions) execution.fail(reason);
    await pool.close();
  };
  return {
    locality: "remote",
    execute(tasks, how) {
      if (closing !== undefined) throw invalid("executor", "is closed: close it when nothing runs any more");
      if (threadData !== undefined) return inProcessExecutor.execute(tasks, how);
      const execution = new Execution(tasks[Symbol.asyncIterator](), how, place);
      executions.add(execution);
      return execution;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Settings {
  readonly pool: Pool;
  readonly classes: ClassesReference | undefined;
}

function settingsOf(options: ThreadsOptions): Settings {
  const { threads = availableParallelism(), tasksPerThread = Number.POSITIVE_INFINITY } = options;
  const { maxLost = 2, closeTimeoutMs = 1000, classes: given, resourceLimits, execArgv } = options;
  if (!(threads >= 1)) throw invalid("threads", "must be a number of 1 or more");
  if (!(tasksPerThread >= 1)) throw invalid("tasksPerThread", "must be a number of 1 or more");
  if (!(maxLost >= 0)) throw invalid("maxLost", "must be a number of 0 or more");
  if (!(closeTimeoutMs >= 0)) throw invalid("closeTimeoutMs", "must be a number of 0 or more");
  const classes = given === undefined ? undefined : { module: String(given.module), name: given.name ?? "classes" };
  const data = { burrThread: true, classes, closeTimeoutMs } as const;
  return { pool: new Pool({ threads, tasksPerThread, maxLost, data, resourceLimits, execArgv }), classes };
}

function invalid(option: string, what: string): BurrError {
  return new BurrError("invalid-option", `threadsExecutor(): \`${option}\` ${what}.`, { option });
}
