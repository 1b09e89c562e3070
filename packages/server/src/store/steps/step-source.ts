import { stepStates } from "../index/index-tables.ts";
import type { RunIndex } from "../index/run-index.ts";

const completed = stepStates.indexOf("completed");

/**
 * The step whose transition led to another one; −1 when none did. Where no transition was recorded, as in logs of Python, it is the
 * step before, if that was completed, or was one of another action: what failed, say, is made again, unless something leads on from it.
 */
export function sourceOf({ steps, entries }: RunIndex, step: number): number {
  const why = steps.get("why", step);
  const source = why < 0 ? -1 : entries.get("step", why);
  if (source >= 0) return source;
  const before = step - 1;
  const isNext = before >= 0 && steps.get("sequence", before) + 1 === steps.get("sequence", step);
  const isAgain =
    steps.get("status", before) !== completed && steps.get("action", before) === steps.get("action", step);
  return isNext && !isAgain ? before : -1;
}
