export { branch } from "./branches.ts";
export {
  type ExecuteOptions,
  type Executor,
  type ExecutorFactory,
  type ExecutorTask,
  type RunningTask,
  type TaskData,
  type TaskEvent,
  type TaskListener,
  type TaskOutcome,
} from "./executor.ts";
export { inProcessExecutor } from "./in-process.ts";
export { concat, merge } from "./merge.ts";
export { type GraphReference, referenceOf, registeredGraph, registerGraphs } from "./registry.ts";
export { runTask, type TaskApplicationOptions } from "./run-task.ts";
