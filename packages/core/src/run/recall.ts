import type { LoadedRun } from "../persist/persister.ts";
import type { Run } from "./run.ts";
import { endAt, type RunEnd } from "./run-end.ts";

/** What the last step of a child has reported that may have come to its end. */
export interface Recalled {
  readonly result: unknown;
}

/** What is known of the end of a stored run, if its last attempt has ended well, and it waits for nobody. */
export function recalledOf({ status, after, meta, result }: LoadedRun): Recalled | undefined {
  const mayBeDone = after !== null && meta?.suspended === undefined && (status === "completed" || status === null);
  return mayBeDone ? { result } : undefined;
}

/** The end that the run of a child has come to before: in an earlier try of its parent, perhaps in another process. */
export function recalledEnd(run: Run): RunEnd | undefined {
  const { runtime, plan } = run;
  const { recalled, after, data, state, sequenceId } = runtime;
  runtime.recalled = undefined; // a second run goes on
  if (recalled === undefined || after === undefined) return undefined;
  const end = { action: after, result: recalled.result, state, sequenceId };
  if (plan.haltAfter.hold(after, data)) return { stopped: "after", ...end };
  const next = runtime.next();
  if (next !== undefined) return plan.haltBefore.hold(next.name, data) ? endAt(run, "before", next.name) : undefined;
  return runtime.stuckAt === undefined ? { stopped: "end", ...end } : undefined;
}
