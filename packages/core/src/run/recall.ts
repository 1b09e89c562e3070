import type { Run } from "./run.ts";
import type { RunEnd } from "./run-end.ts";

/** What the last step of a stored child has reported. */
export interface Recalled {
  readonly result: unknown;
}

/** The end that the run of a child has come to before: in an earlier try of its parent, perhaps in another process. */
export function recalledEnd({ runtime, plan }: Run): RunEnd | undefined {
  const { recalled, after, data, state, sequenceId } = runtime;
  runtime.recalled = undefined; // a second run goes on
  if (recalled === undefined || after === undefined) return undefined;
  const end = { action: after, result: recalled.result, state, sequenceId };
  if (plan.haltAfter.hold(after, data)) return { stopped: "after", ...end };
  return runtime.next() === undefined && runtime.stuckAt === undefined ? { stopped: "end", ...end } : undefined;
}
