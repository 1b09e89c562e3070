import { BurrError } from "../errors.ts";
import type { Step } from "./step.ts";

/** What a step uses up of budgets; see `StepContext.spend`. */
export class Account {
  readonly #spent = new Map<string, number>();
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  /** By budget, what this step has spent so far. */
  get spent(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#spent); // not by assignment: a budget may be named "__proto__"
  }

  spend(budget: string, amount: number): number {
    if (typeof amount !== "number" || !(amount >= 0 && amount < Number.POSITIVE_INFINITY)) {
      throw new BurrError(
        "invalid-option",
        `ctx.spend("${budget}") of action "${this.#step.node.name}" needs a finite amount of 0 or more.`,
        { option: "amount" },
      );
    }
    const spent = (this.#spent.get(budget) ?? 0) + amount;
    this.#spent.set(budget, spent);
    const { limits, runtime } = this.#step.run;
    // A child has what its parent has left.
    const { spend } = runtime.settings.family ?? {};
    return Math.min(limits.left(budget, spent), spend?.(budget, amount) ?? Number.POSITIVE_INFINITY);
  }
}
