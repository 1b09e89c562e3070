import { BurrError } from "../errors.ts";
import type { Step } from "./step.ts";

/** What a step uses up of budgets; see `StepContext.spend`. */
export class Account {
  /** By budget, what this step has spent so far. */
  readonly spent: Record<string, number> = {};
  readonly #step: Step;

  constructor(step: Step) {
    this.#step = step;
  }

  spend(budget: string, amount: number): number {
    if (!(amount >= 0 && amount < Number.POSITIVE_INFINITY)) {
      throw new BurrError(
        "invalid-option",
        `ctx.spend("${budget}") of action "${this.#step.node.name}" needs a finite amount of 0 or more.`,
        { option: "amount" },
      );
    }
    this.spent[budget] = (Object.hasOwn(this.spent, budget) ? (this.spent[budget] ?? 0) : 0) + amount;
    return this.#step.run.limits.left(budget, this.spent[budget]);
  }
}
