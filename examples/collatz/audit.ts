import type { Entry } from "./ledger.ts";

/** What a ledger tells of all steps. */
export interface Audit {
  /** Sequences, and how often their first action has run. */
  readonly sequences: number;
  readonly begins: number;
  /** Steps that have run, each counted once. */
  readonly steps: number;
  /** How often one ran again that had not been stored: a worker was killed between its work and its commit. */
  readonly repeats: number;
  /** What must not be: steps that ran again although they were stored, and such that are missing. */
  readonly wrong: readonly string[];
}

/**
 * Goes through a ledger. A step begins when the one before it has been committed: so the steps of a sequence run in their order,
 * and only the last one that ran may run again.
 */
export function audit(entries: readonly Entry[]): Audit {
  const lastSteps = new Map<number, number>();
  const wrong: string[] = [];
  let [begins, steps, repeats] = [0, 0, 0];
  for (const { what, start, step } of entries) {
    if (what !== "ran") continue;
    const last = lastSteps.get(start) ?? -1;
    if (step === 0) begins += 1;
    if (step === last) repeats += 1;
    else if (step === last + 1) steps += 1;
    else wrong.push(`${start}:${step} ran after ${start}:${last}.`);
    lastSteps.set(start, step);
  }
  return { sequences: lastSteps.size, begins, steps, repeats, wrong };
}
