import type { StepRow } from "@burrjs/protocol";

/** Rows that came and are not shown yet: of each place the newest. */
export class LateRows {
  readonly #most: number;
  #rows = new Map<number, StepRow>();
  #isTooMuch = false;

  /** @param most - So many are kept; when there are more, all is better asked for anew. */
  constructor(most = 5000) {
    this.#most = most;
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0 && !this.#isTooMuch;
  }

  add(rows: readonly StepRow[]): void {
    for (const row of rows) this.#rows.set(row.n, row);
    if (this.#rows.size <= this.#most) return;
    this.#rows.clear();
    this.#isTooMuch = true;
  }

  /** All of them, once; `undefined`: there were too many. */
  take(): readonly StepRow[] | undefined {
    const rows = this.#isTooMuch ? undefined : [...this.#rows.values()];
    this.#rows = new Map();
    this.#isTooMuch = false;
    return rows;
  }
}

/** How long rows wait to be shown together, in milliseconds: a long list is not made anew for each. */
export function gatherMsFor(steps: number): number {
  return Math.min(200, Math.max(40, Math.round(steps / 400)));
}
