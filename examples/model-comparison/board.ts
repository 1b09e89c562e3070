import type { AnyRunEvent } from "@burrjs/core";
import type { Outcome, Pair } from "./comparison.ts";

/** What there is to see of one model with one prompt. */
export interface Cell extends Pair {
  status: "waiting" | "answering" | "done" | "failed";
  /** What it has said so far in the try under way. */
  text: string;
  /** Why earlier tries have failed; the last one of them all, where no other follows. */
  readonly problems: string[];
  outcome?: Outcome;
}

/** Keeps what all models have said so far, from the events of a comparison: each has the key of its pair in its `path`. */
export class Board {
  /** In the order of the pairs. */
  readonly cells: readonly Cell[];
  readonly #byKey: ReadonlyMap<string, Cell>;

  constructor(pairs: readonly Pair[]) {
    this.cells = pairs.map((pair) => ({ ...pair, status: "waiting", text: "", problems: [] }));
    this.#byKey = new Map(this.cells.map((cell) => [cell.key, cell]));
  }

  /** Something has happened. */
  take(event: AnyRunEvent): void {
    const cell = this.#byKey.get(event.path[1] ?? "");
    if (cell === undefined) return; // an event of the comparison itself
    if (event.type === "run-start") cell.text = ""; // a try begins
    if (event.type === "chunk") Object.assign(cell, { status: "answering", text: cell.text + String(event.chunk) });
    if (event.type !== "step-end") return;
    cell.status = event.status === "completed" ? "done" : "waiting";
    if (event.status === "failed") cell.problems.push(event.error.message);
  }

  /** All is over: what has become of each pair. */
  settle(outcomes: readonly Outcome[]): void {
    for (const outcome of outcomes) {
      const cell = this.#byKey.get(outcome.key);
      if (cell === undefined) continue;
      cell.outcome = outcome;
      if (!("failure" in outcome)) continue;
      cell.status = "failed";
      if (cell.problems.at(-1) !== outcome.failure) cell.problems.push(outcome.failure); // that of a time limit is no event
    }
  }
}
