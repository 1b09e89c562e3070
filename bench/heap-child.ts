// Started by heap.ts with --expose-gc: does `count` runs or chunks and prints a `HeapReport`.
import { getEventListeners } from "node:events";
import { burr } from "@burrjs/core";

/** Used heap, early and late in the work, and what the work left behind. */
export interface HeapReport {
  readonly count: number;
  readonly earlyBytes: number;
  readonly lateBytes: number;
  readonly listeners: number;
}

const { gc } = globalThis;
if (gc === undefined) throw new Error("Start this program with --expose-gc.");

interface Counter {
  counter: number;
  last: string[];
}

const b = burr<Counter>();
const { signal } = new AbortController();
const [what = "runs", countText = "10000"] = process.argv.slice(2);
const count = Number(countText);

const used = what === "runs" ? await doRuns() : await takeChunks();
const listeners = getEventListeners(signal, "abort").length;
console.log(JSON.stringify({ count, ...used, listeners } satisfies HeapReport));

/** One application for all runs, and for each run another one whose stream is left after its first chunk. */
async function doRuns(): Promise<Pick<HeapReport, "earlyBytes" | "lateBytes">> {
  const app = appOf(10);
  let earlyBytes = 0;
  for (let run = 0; run < count; run += 1) {
    if (run === count / 10) earlyBytes = usedBytes();
    await app.run({ haltAfter: "note", signal });
    const other = appOf(10);
    for await (const chunk of await other.streamResult({ haltAfter: "generate", signal })) {
      if (chunk.text !== "") break;
    }
  }
  return { earlyBytes, lateBytes: usedBytes() };
}

async function takeChunks(): Promise<Pick<HeapReport, "earlyBytes" | "lateBytes">> {
  const app = appOf(count);
  let taken = 0;
  let earlyBytes = 0;
  for await (const chunk of await app.streamResult({ haltAfter: "generate", signal })) {
    taken += chunk.text === "" ? 0 : 1;
    if (taken === count / 10) earlyBytes = usedBytes();
  }
  if (taken !== count) throw new Error(`The stream ended after ${taken} of ${count} chunks.`);
  return { earlyBytes, lateBytes: usedBytes() };
}

/** Its actions take turns: `generate` streams, `note` does not. */
function appOf(chunks: number) {
  const generate = b.action({
    reads: [],
    writes: ["counter"],
    async *run(state) {
      for (let index = 0; index < chunks; index += 1) yield { text: String(index).padStart(50) };
      return state.update({ counter: 0 });
    },
  });
  const note = b.action({
    reads: ["counter"],
    writes: ["counter", "last"],
    run: ({ counter }) => ({ counter: counter + 1, last: [String(counter).padStart(50)] }),
  });
  return b.application({
    actions: { generate, note },
    transitions: [
      ["generate", "note"],
      ["note", "note", b.check(["counter"], ({ counter }) => counter < 0)],
      ["note", "generate"],
    ],
    entrypoint: "generate",
    state: { counter: 0, last: [] },
    freeze: true,
  });
}

function usedBytes(): number {
  gc?.();
  gc?.();
  return process.memoryUsage().heapUsed;
}
