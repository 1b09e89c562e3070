import { burr } from "@burrjs/core";
import { counterApp } from "./counter.ts";
import { compare, type Contender, type Effort } from "./measure.ts";
import type { Findings, Row } from "./table.ts";

const tolerance = 1.2; // costs that are the same differ by this much from run to run

interface Wide {
  counter: number;
  list: string[];
  [key: `key${number}`]: number;
}

const b = burr<Wide>();
const actions = {
  count: b.action({ reads: ["counter"], writes: ["counter"], run: (state) => ({ counter: state.counter + 1 }) }),
  append: b.action({
    reads: [],
    writes: ["counter", "list"],
    run: (state) => state.increment({ counter: 1 }).append({ list: "one more" }),
  }),
  appendAndRead: b.action({
    reads: ["list"],
    writes: ["counter", "list"],
    run: (state) => state.update({ counter: state.list.length }).append({ list: "one more" }),
  }),
};

interface Case {
  readonly what: string;
  readonly small: Contender;
  readonly large: Contender;
  /** How many times as much the large case may cost. */
  readonly limit?: number;
}

/** Whether a step costs more when there are more steps, larger values or more keys. */
export async function measure(effort: Effort): Promise<Findings> {
  const rows: Row[] = [];
  for (const { what, small, large, limit } of cases()) {
    const times = await compare({ small, large }, effort);
    const text = `≤ ${limit}× base`;
    rows.push({
      benchmark: `growth: ${what}`,
      unit: "µs",
      ours: times.micros("large"),
      base: times.micros("small"),
      excess: times.excess("large", "small"),
      targets: limit === undefined ? [] : [{ text, isMet: times.ratio("large", "small") <= limit }],
    });
  }
  return { rows, notes: ["Growth: runSync, per step; base is the small case."] };
}

function cases(): readonly Case[] {
  const long = listOf(100_000);
  return [
    { what: "100,000 steps (base: 1,000)", small: runsOf(1_000), large: runsOf(100_000), limit: tolerance },
    {
      what: "1 MB of strings in a list beside (base: none)",
      small: wide("count"),
      large: wide("count", { list: listOf(20_000) }),
      limit: tolerance,
    },
    {
      what: "append to 100,000 items (base: to none)",
      small: wide("append", { steps: 20_000 }),
      large: wide("append", { steps: 20_000, list: long }),
      limit: tolerance,
    },
    {
      what: "read 100,000 items and append (base: none)",
      small: wide("appendAndRead", { steps: 200 }),
      large: wide("appendAndRead", { steps: 200, list: long }),
    },
    // Linear at most.
    {
      what: "20 top-level keys (base: 5)",
      small: wide("count", { keys: 5 }),
      large: wide("count", { keys: 20 }),
      limit: 4,
    },
    {
      what: "80 top-level keys (base: 5)",
      small: wide("count", { keys: 5 }),
      large: wide("count", { keys: 80 }),
      limit: 16,
    },
  ];
}

/** As many runs of `steps` steps as make up 100,000. */
function runsOf(steps: number): Contender {
  const operations = 100_000;
  const run = (): void => {
    for (let done = 0; done < operations; done += steps) counterApp("patch", steps).runSync();
  };
  return { operations, run };
}

/** Steps of an application with `list` in its state, and so many more keys that it has `keys` of them. */
function wide(action: keyof typeof actions, { list = [] as string[], keys = 2, steps = 10_000 } = {}): Contender {
  const numbers = Object.fromEntries(Array.from({ length: keys - 2 }, (_, key) => [`key${key}`, key]));
  let left = steps;
  const goesOn = b.check([], () => {
    left -= 1;
    return left > 0;
  });
  const run = (): unknown => {
    left = steps;
    return b
      .application({
        actions: { go: actions[action] },
        transitions: [["go", "go", goesOn]],
        entrypoint: "go",
        state: { counter: 0, list, ...numbers },
        freeze: false,
      })
      .runSync();
  };
  return { operations: steps, run };
}

function listOf(length: number): string[] {
  return Array.from({ length }, (_, index) => String(index).padStart(50));
}
