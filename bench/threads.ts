import { availableParallelism } from "node:os";
import { burr, task } from "@burrjs/core";
import { type Executor, inProcessExecutor } from "@burrjs/core/parallel";
import { threadsExecutor } from "@burrjs/executor-threads";
import { compare, type Effort } from "./measure.ts";
import type { Findings } from "./table.ts";
import { primes, type Primes } from "./threads-graphs.ts";

const tasks = 1_000;

const b = burr<Primes & { readonly total: number }>();

/** Whether tasks that only compute use all cores: a thousand of them here, on one thread, and on all. */
export async function measure({ rounds, warmUpMs }: Effort): Promise<Findings> {
  await using one = threadsExecutor({ threads: 1 });
  await using all = threadsExecutor();
  const times = await compare(
    {
      here: { operations: 1_000, run: () => appOf(inProcessExecutor).run() },
      one: { operations: 1_000, run: () => appOf(one).run() },
      all: { operations: 1_000, run: () => appOf(all).run() },
    },
    { rounds: Math.min(rounds, 7), warmUpMs },
  );
  const row = (base: "here" | "one", name: string) => ({
    benchmark: `threads: ${tasks} tasks that compute; base is ${name}`,
    unit: "ms" as const,
    ours: times.micros("all"),
    base: times.micros(base),
    targets: [{ text: "1.6× as fast as base", isMet: times.ratio(base, "all") >= 1.6 }],
  });
  return {
    rows: [row("here", "inProcessExecutor"), row("one", "one thread")],
    notes: [`Threads: ${availableParallelism()} of them, one for each core, started before.`],
  };
}

function appOf(executor: Executor) {
  const all = b.parallel({
    reads: [],
    writes: ["total"],
    concurrency: 64,
    *tasks() {
      for (let index = 0; index < tasks; index += 1) yield task(primes, { state: { limit: 199_000 + index } });
    },
    fold: { start: () => 0, add: (total, { state }) => total + state.count, end: (_state, total) => ({ total }) },
  });
  return b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, executor });
}
