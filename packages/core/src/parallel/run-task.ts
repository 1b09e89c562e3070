import { Application, type LooseConfig } from "../application/application.ts";
import { ChildRun } from "../children/child-run.ts";
import type { Graph } from "../graph/graph.ts";
import { applyDelta } from "../state/operations.ts";
import type { RunningTask, TaskData, TaskListener } from "./executor.ts";

/** Options of the applications that tasks become: what they would inherit where they come from. */
export type TaskApplicationOptions = Pick<
  LooseConfig,
  | "hooks"
  | "tracker"
  | "use"
  | "defaults"
  | "freeze"
  | "keepChunks"
  | "closeTimeoutMs"
  | "onHookError"
  | "now"
  | "executor"
>;

/**
 * Runs a task here that was made elsewhere: for the workers of executors. It is an application of its own, which inherits
 * nothing but who it is: `options` say the rest. What it tells is plain data, as far as its values are. Nothing of it is stored here; who has made it stores how it ends.
 */
export function runTask(
  { id, partitionKey, key, state, inputs, entrypoint, haltAfter, parent, path, isWatched }: TaskData,
  graph: Graph,
  listener: TaskListener,
  options: TaskApplicationOptions = {},
): RunningTask {
  const family = { parent, key, path, isStoredWithParent: false, isWaitedFor: false };
  const { schemas } = graph;
  const open = () => Application.childOf(new Application({ ...options, graph, entrypoint, state, appId: id, partitionKey, family, ...(schemas === undefined ? {} : { schemas }) })); // prettier-ignore
  // Lists that have grown are none until they are read: nobody could send them.
  const plain: TaskListener = {
    event: (event): void => listener.event(event),
    end: (outcome): void => listener.end(outcome.type === "done" ? { ...outcome, state: applyDelta(outcome.state, [], false) } : outcome), // prettier-ignore
  };
  return new ChildRun(open, { inputs, haltAfter, path, isWatched }, plain);
}
