import { type Actions, burr } from "@burrjs/core";
import { compare, type Contender, type Effort } from "./measure.ts";
import { atMost, type Findings, type Row } from "./table.ts";

type Values = Record<string, number>;

const b = burr<Values>();

/** What it costs to build an application with all proofs on: of 200 actions and 600 edges, and of 8 and 24. */
export async function measure(effort: Effort): Promise<Findings> {
  const large = partsOf(200);
  const graph = b.graph({ actions: large.actions, transitions: large.transitions });
  const small = partsOf(8);
  check(graph.transitions.length, 600);
  check(b.application(large).findings.length, 180); // keys that may have been written
  check(graph.validate({ entrypoint: "a0" }).length, 480); // nor are the initial keys there
  const one = (run: () => unknown): Contender => ({ operations: 1, run });
  const times = await compare(
    {
      large: one(() => b.application(large)),
      again: one(() => b.application({ graph, entrypoint: large.entrypoint, state: large.state })),
      broken: one(() => graph.validate({ entrypoint: "a0" })),
      small: one(() => b.application(small)),
    },
    effort,
  );
  const row = (benchmark: string, name: Parameters<typeof times.micros>[0]): Row => {
    const ours = times.micros(name) / 1000;
    return { benchmark, unit: "ms", ours, ...(name === "small" ? {} : { targets: [atMost(ours, 100, "ms")] }) };
  };
  return {
    rows: [
      row("proofs: build of 200 actions, 600 edges", "large"),
      row("proofs: another build of the same graph", "again"),
      row("proofs: validate it without initial state", "broken"),
      row("proofs: build of 8 actions, 24 edges", "small"),
    ],
    notes: ["Proofs: each action reads what three others write, surely or perhaps, or what is there at the start."],
  };
}

/** A chain of actions with three edges each: back, to itself, and on. 50 keys are there at the start. */
function partsOf(size: number) {
  const at = (index: number): string => `a${Math.max(0, Math.min(index, size - 1))}`;
  const indices = Array.from({ length: size }, (_one, index) => index);
  const actions: Actions = Object.fromEntries(
    indices.map((index) => [
      at(index),
      b.action({
        reads: [
          `start${index % 50}`,
          ...(index === 0 ? [] : [`key${index - 1}`]),
          ...(index < 20 ? [] : [`perhaps${index % 20}`]),
        ],
        writes: [`key${index}`],
        mayWrite: [`perhaps${index % 20}`],
        run: () => ({ [`key${index}`]: index }) as never, // never run
      }),
    ]),
  );
  const transitions = indices.flatMap((index) => {
    const [key, start] = [`key${index}`, `start${index % 50}`];
    return [
      [at(index), at(index - 10), b.check([key, start], (state) => state[key] === state[start])] as const,
      [at(index), at(index), b.check([start], (state) => state[start] === 0)] as const,
      [at(index), at(index + 1)] as const,
    ];
  });
  const state: Values = Object.fromEntries(Array.from({ length: 50 }, (_one, index) => [`start${index}`, index]));
  return { actions, transitions, entrypoint: "a0", state };
}

function check(actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`There are ${actual} in place of ${expected}.`);
}
