import { countText } from "../../format/quantities.ts";
import type { StepColumns } from "../step-columns.ts";

/** What is new in a run, from a place on, for reading out: `12 new steps, 1 error`. */
export function newsText(steps: StepColumns, from: number): string {
  let errors = 0;
  for (let n = from; n < steps.length; n += 1) if (steps.at(n)?.status === "failed") errors += 1;
  const count = steps.length - from;
  const news = count === 1 ? "1 new step" : `${countText(count)} new steps`;
  return errors === 0 ? news : `${news}, ${errors === 1 ? "1 error" : `${countText(errors)} errors`}`;
}
