import type { StepColumns } from "./step-columns.ts";

/** A step as the address has it. `r` is `undefined` where the id alone is enough: then it has to go from the address. */
export interface StepPlace {
  readonly s: number;
  readonly r: number | undefined;
}

/** How the address says the step at a place in the list, so that `find` finds that one again; `undefined`: there is no such step. */
export function stepPlace(steps: StepColumns, n: number): StepPlace | undefined {
  const step = steps.at(n);
  if (step === undefined) return undefined;
  return { s: step.sequenceId, r: steps.find(step.sequenceId) === n ? undefined : step.repeat };
}
