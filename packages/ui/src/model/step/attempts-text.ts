import type { StepDetail } from "@burrjs/protocol";
import { countText } from "../../format/quantities.ts";

/** How often a step was tried, and who made up for it in the end; "" where it went as it should. */
export function attemptsText({
  attempt,
  retries,
  recovered,
}: Pick<StepDetail, "attempt" | "retries" | "recovered">): string {
  const last = recovered ?? retries.at(-1)?.error;
  const cause = last === undefined ? "" : `: ${last}`;
  // The fallback is a try of its own.
  if (recovered !== null)
    return `It failed${attempt > 2 ? `, in ${countText(attempt - 1)} attempts` : ""}${cause}. Its fallback made up for it: what was committed came from there.`;
  return attempt > 1 ? `It took ${countText(attempt)} attempts${cause}.` : "";
}
