import { BurrError } from "../errors.ts";
import { longestTimerMs } from "../promises.ts";
import { summed } from "./meta.ts";

/** How much a run may use up. */
export interface RunLimits {
  /** Steps that may begin in this call; 0: none. Default: any number. */
  readonly maxSteps?: number;
  /** How long this call may take, in milliseconds; the step in flight is aborted then. Default: any time. */
  readonly maxMs?: number;
  /** How much of each budget `ctx.spend()` may use up in this call. Default: any amount. */
  readonly budgets?: Readonly<Record<string, number>>;
}

type Account = Readonly<Record<string, number>>;

/** Keeps count of what one run uses up. */
export class Limits {
  readonly maxMs: number | undefined;
  readonly #maxSteps: number;
  /** Of this run, and of the application in its whole life. */
  readonly #budgets: Account;
  readonly #lifeBudgets: Account;
  readonly #lifeSpent: () => Account;
  readonly #names: readonly string[];
  #endsAtMs = Number.POSITIVE_INFINITY;
  #steps = 0;
  #spent: Account = {};

  constructor({ maxSteps, maxMs, budgets = {} }: RunLimits, lifeBudgets: Account, lifeSpent: () => Account) {
    checkLimits({
      ...(maxSteps === undefined ? {} : { maxSteps }),
      ...(maxMs === undefined ? {} : { maxMs }),
      budgets,
    });
    this.#maxSteps = maxSteps ?? Number.POSITIVE_INFINITY;
    this.maxMs = maxMs;
    this.#budgets = budgets;
    this.#lifeBudgets = lifeBudgets;
    this.#lifeSpent = lifeSpent;
    this.#names = [...Object.keys(budgets), ...Object.keys(lifeBudgets)];
  }

  /** Whether there are none that are looked at between steps. */
  get isEmpty(): boolean {
    return this.#maxSteps === Number.POSITIVE_INFINITY && this.#names.length === 0 && this.maxMs === undefined;
  }

  /** The run begins. */
  start(): void {
    if (this.maxMs !== undefined) this.#endsAtMs = performance.now() + this.maxMs;
  }

  /** How much of `maxMs` is left. */
  get leftMs(): number {
    return this.#endsAtMs - performance.now();
  }

  /** A step begins. */
  countStep(): void {
    this.#steps += 1;
  }

  /** A step has ended, and used this up. */
  count(spent: Account): void {
    this.#spent = summed(this.#spent, spent);
  }

  /** The first limit that leaves no room for another step; `undefined` when there is room. */
  reached(): string | undefined {
    if (this.#steps >= this.#maxSteps) return "maxSteps";
    // A run that waits for nothing lets no timer fire.
    if (this.maxMs !== undefined && this.leftMs <= 0) return "maxMs";
    return this.#names.length === 0 ? undefined : this.#names.find((budget) => this.left(budget, 0) <= 0);
  }

  /** What is left of a budget when the step in flight has used up `inStep` of it. */
  left(budget: string, inStep: number): number {
    const ofRun = (valueOf(this.#budgets, budget) ?? Number.POSITIVE_INFINITY) - (valueOf(this.#spent, budget) ?? 0);
    const ofLife =
      (valueOf(this.#lifeBudgets, budget) ?? Number.POSITIVE_INFINITY) - (valueOf(this.#lifeSpent(), budget) ?? 0);
    return Math.min(ofRun, ofLife) - inStep;
  }
}

/** Refuses limits that are no numbers, or that no timer can keep. */
export function checkLimits({ maxSteps, maxMs, budgets = {} }: RunLimits): void {
  const given: Record<string, number | undefined> = { maxSteps, maxMs };
  for (const [budget, limit] of Object.entries(budgets)) given[`budgets.${budget}`] = limit;
  for (const [option, limit] of Object.entries(given)) {
    if (limit === undefined || limit >= 0) continue;
    throw new BurrError("invalid-option", `The option "${option}" must be a number of 0 or more.`, { option });
  }
}

/** A timer for `maxMs`; none for a time that is too long for one. */
export function startTimer(maxMs: number, onEnd: () => void): ReturnType<typeof setTimeout> | undefined {
  return maxMs > longestTimerMs ? undefined : setTimeout(onEnd, maxMs);
}

function valueOf(account: Account, budget: string): number | undefined {
  return Object.hasOwn(account, budget) ? account[budget] : undefined;
}
