import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { burr, task } from "@burrjs/core";
import { Annotation, END, Send, START, StateGraph } from "@langchain/langgraph";
import type { HeapReport } from "./heap-child.ts";
import { compare, type Effort } from "./measure.ts";
import { atMost, type Findings } from "./table.ts";

const tasks = 10_000;
const peerTasks = 200;
const concurrency = 16;
const megabyte = 1_000_000;

interface Sum {
  n: number;
  out: number;
  sum: number;
}

const b = burr<Sum>();
const addOne = b.action({ reads: ["n"], writes: ["out"], run: async ({ n }) => ({ out: await incremented(n) }) });

/** What each task does, here and there. */
function incremented(n: number): Promise<number> {
  return Promise.resolve(n + 1);
}

/** What a task of a parallel action costs beside the work that it does. */
export async function measure(effort: Effort): Promise<Findings> {
  const times = await compare(
    {
      pool: { operations: tasks, run: sumByHand },
      reduce: { operations: tasks, run: () => reducing().run() },
      fold: { operations: tasks, run: () => folding(tasks).run() },
      langgraph: { operations: peerTasks, run: () => sending().invoke({ outs: [] }, { maxConcurrency: concurrency }) },
    },
    { ...effort, rounds: Math.min(effort.rounds, 15) },
  );
  const [few, many] = [1_000, effort.rounds < 10 ? 20_000 : 100_000].map((count) => heapOf(count));
  const row = (how: "reduce" | "fold") => ({
    benchmark: `task: one of ${tasks} trivial ones, ${concurrency} at once, ${how}`,
    unit: "µs" as const,
    ours: times.micros(how),
    base: times.micros("pool"),
    excess: times.excess(how, "pool"),
    langgraph: times.micros("langgraph"),
    targets: [atMost(times.excess(how, "pool"), 20, "µs over")],
  });
  const grown = ((many?.lateBytes ?? 0) - (few?.lateBytes ?? 0)) / megabyte;
  return {
    rows: [
      row("reduce"),
      row("fold"),
      {
        benchmark: `task: heap after 90 % of ${many?.count} tasks, folded; base: of ${few?.count}`,
        unit: "MB",
        ours: (many?.lateBytes ?? 0) / megabyte,
        base: (few?.lateBytes ?? 0) / megabyte,
        targets: [{ text: "± 2 MB", isMet: Math.abs(grown) <= 2 }],
      },
    ],
    notes: [
      `Tasks: base is a pool of ${concurrency} loops over promises. LangGraph: ${peerTasks} Sends with maxConcurrency ${concurrency}. ` +
        "Each of our tasks is an application of its own.",
    ],
  };
}

async function sumByHand(): Promise<number> {
  let next = 0;
  let sum = 0;
  const worker = async (): Promise<void> => {
    while (next < tasks) {
      next += 1;
      sum += await incremented(next);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return sum;
}

function reducing() {
  const all = b.parallel({
    reads: [],
    writes: ["sum"],
    concurrency,
    *tasks() {
      for (let n = 0; n < tasks; n += 1) yield task(addOne, { state: { n } });
    },
    reduce: (_state, results) => ({ sum: results.reduce((sum, { state }) => sum + state.out, 0) }),
  });
  return b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
}

/** An application that adds up the outcomes of `count` tasks, one by one. `onTask` is called with each number. */
export function folding(count: number, onTask: (n: number) => void = () => {}) {
  const all = b.parallel({
    reads: [],
    writes: ["sum"],
    concurrency,
    *tasks() {
      for (let n = 0; n < count; n += 1) {
        onTask(n);
        yield task(addOne, { state: { n } });
      }
    },
    fold: { start: () => 0, add: (sum, { state }) => sum + state.out, end: (_state, sum) => ({ sum }) },
  });
  return b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
}

function sending() {
  const State = Annotation.Root({
    n: Annotation<number>,
    outs: Annotation<number[]>({ reducer: (all, more) => [...all, ...more], default: () => [] }),
  });
  return new StateGraph(State)
    .addNode("add", async ({ n }: { n: number }) => ({ outs: [await incremented(n)] }))
    .addNode("spread", () => ({}))
    .addEdge(START, "spread")
    .addConditionalEdges("spread", () => Array.from({ length: peerTasks }, (_, n) => new Send("add", { n })), ["add"])
    .addEdge("add", END)
    .compile();
}

function heapOf(count: number): HeapReport {
  const program = join(import.meta.dirname, "tasks-heap-child.ts");
  const output = execFileSync(process.execPath, ["--expose-gc", program, String(count)], { encoding: "utf8" });
  return JSON.parse(output) as HeapReport; // what the program prints
}
