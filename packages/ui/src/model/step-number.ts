import type { StepCells } from "./step-columns.ts";

/** The number of a step as people read it: `41′` is the second step with the id 41. */
export function stepNumber(sequenceId: number, repeat: number): string {
  return `${sequenceId}${repeat > 3 ? `′${repeat}` : "′".repeat(repeat)}`;
}

/** Where in its run a step is: `Step 8 (3 of 3)`. Ids need not begin at 0, as in forks, and some are left out or come twice. */
export function stepOfRun(step: Pick<StepCells, "sequenceId" | "repeat" | "n">, count: number): string {
  const of = `${(step.n + 1).toLocaleString("en-US")} of ${Math.max(count, step.n + 1).toLocaleString("en-US")}`;
  return `Step ${stepNumber(step.sequenceId, step.repeat)} (${of})`;
}
