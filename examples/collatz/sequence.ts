import { burr } from "@burrjs/core";

/** A Collatz sequence, as far as it has got: it ends when `n` is 1. */
interface Sequence {
  start: number;
  n: number;
  /** How many numbers came before `n`. */
  steps: number;
  highest: number;
}

/** An action of a sequence at work. The first one is step 0. */
export interface Visit {
  readonly start: number;
  readonly step: number;
  readonly action: "begin" | "even" | "odd";
}

const s = burr<Sequence>();

/** The graph of one sequence. `visit` is called by each action; when it throws, the action has failed. */
export function sequenceGraph(visit: (visit: Visit) => void) {
  const begin = s.action({
    reads: ["start"],
    writes: ["n", "steps", "highest"],
    run({ start }) {
      visit({ start, step: 0, action: "begin" });
      return { n: start, steps: 0, highest: start };
    },
  });

  const numberAfter = (action: "even" | "odd", next: (n: number) => number) =>
    s.action({
      reads: ["start", "n", "steps", "highest"],
      writes: ["n", "steps", "highest"],
      run({ start, n, steps, highest }) {
        visit({ start, step: steps + 1, action });
        return { n: next(n), steps: steps + 1, highest: Math.max(highest, next(n)) };
      },
    });
  const even = numberAfter("even", (n) => n / 2);
  const odd = numberAfter("odd", (n) => 3 * n + 1);

  const done = s.resultAction("start", "steps", "highest");

  return s.graph({
    actions: { begin, even, odd, done },
    transitions: [
      [["begin", "even", "odd"], "done", s.when({ n: 1 })],
      [["begin", "even", "odd"], "even", s.check(["n"], ({ n }) => n % 2 === 0, "n is even")],
      [["begin", "even", "odd"], "odd"],
    ],
  });
}
