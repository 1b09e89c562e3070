import type { StepEnding } from "../step/ending.ts";
import type { Step } from "../step/step.ts";
import { type RunMeta, withCommit, withUndo, withFailure, withSpent, withSuspended } from "./meta.ts";

/** What is known of a run after a step has ended so. */
export function metaAfter(step: Step, { accepted, suspension, route, error }: StepEnding): RunMeta {
  const { node, run, spent, role } = step;
  let { meta } = run.runtime;
  if (accepted !== undefined) meta = role.kind === "undo" ? withUndo(meta, node.name) : withCommit(meta, node.name);
  else if (suspension !== undefined) meta = withSuspended(meta, suspension.suspended);
  else if (route !== undefined) meta = withFailure(meta, route.edge, error);
  return spent === undefined ? meta : withSpent(meta, spent);
}
