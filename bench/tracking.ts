import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { burr, type Hooks } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { compare, type Effort } from "./measure.ts";
import { atMost, type Findings } from "./table.ts";

interface Chat {
  turns: number;
  history: { readonly role: string; readonly content: string }[];
}

const b = burr<Chat>();
const steps = 500;
const chunks = 20_000;
const workMs = 2;
const workSteps = 25;
const turns = 1000;
const turnBytes = 500;

/** What writing the log costs a run, and how large the log becomes. */
export async function measure(effort: Effort): Promise<Findings> {
  const dir = await mkdtemp(join(tmpdir(), "burr-bench-tracking-"));
  const tracker = localTracker({ project: "bench", dir });
  try {
    const times = await compare(
      {
        step: { operations: steps, run: () => count(steps, 0) },
        stepTracked: { operations: steps, run: () => count(steps, 0, tracker) },
        work: { operations: workSteps, run: () => count(workSteps, workMs) },
        workTracked: { operations: workSteps, run: () => count(workSteps, workMs, tracker) },
        chunk: { operations: chunks, run: () => speak() },
        chunkTracked: { operations: chunks, run: () => speak(tracker) },
      },
      { ...effort, rounds: Math.ceil(effort.rounds / 2) },
    );
    await tracker.flush();
    const sizeMb = (await chatLogBytes(dir)) / 1e6;
    const share = (times.ratio("workTracked", "work") - 1) * 100;
    return {
      rows: [
        {
          benchmark: "tracking: a step, base without tracker",
          unit: "µs",
          ours: times.micros("stepTracked"),
          base: times.micros("step"),
          excess: times.excess("stepTracked", "step"),
          targets: [atMost(times.excess("stepTracked", "step"), 50, "µs over base")],
        },
        {
          benchmark: "tracking: a step that works for 2 ms, base without tracker",
          unit: "µs",
          ours: times.micros("workTracked"),
          base: times.micros("work"),
          excess: times.excess("workTracked", "work"),
          targets: [{ text: "≤ 3 % over base", isMet: share <= 3 }],
        },
        {
          benchmark: "tracking: a streamed chunk, base without tracker",
          unit: "µs",
          ours: times.micros("chunkTracked"),
          base: times.micros("chunk"),
          excess: times.excess("chunkTracked", "chunk"),
          targets: [atMost(times.excess("chunkTracked", "chunk"), 1, "µs over base")],
        },
        {
          benchmark: "tracking: log of 1,000 chat turns of 500 bytes",
          unit: "MB",
          ours: sizeMb,
          base: (turns * turnBytes) / 1e6,
          targets: [atMost(sizeMb, 2, "MB")],
        },
      ],
      notes: [
        `Tracking: a tracker adds ${share.toFixed(1)} % to a step of 2 ms. The log's base is the text itself; with the whole state in each ` +
          "step, as Burr for Python writes it, it would be some 250 MB.",
      ],
    };
  } finally {
    await tracker.close();
    await rm(dir, { recursive: true });
  }
}

/** Takes steps that write two keys, each working for a time. */
async function count(to: number, eachMs: number, tracker?: Hooks): Promise<void> {
  const step = b.action({
    reads: ["turns"],
    writes: ["turns"],
    run(state) {
      if (eachMs > 0) for (const end = performance.now() + eachMs; performance.now() < end;);
      return state.increment({ turns: 1 });
    },
  });
  const more = b.check(["turns"], (state) => state.turns < to, "more");
  const app = b.application({
    actions: { step },
    transitions: [["step", "step", more]],
    entrypoint: "step",
    state: { turns: 0 },
    ...(tracker === undefined ? {} : { tracker }),
  });
  await app.run();
}

async function speak(tracker?: Hooks): Promise<void> {
  const answer = b.action({
    reads: [],
    writes: ["turns"],
    async *run() {
      for (let index = 0; index < chunks; index += 1) yield "word ";
      return { turns: 1 };
    },
  });
  const app = b.application({
    actions: { answer },
    transitions: [],
    entrypoint: "answer",
    state: {},
    ...(tracker === undefined ? {} : { tracker }),
  });
  for await (const chunk of await app.streamResult({ haltAfter: "answer" }))
    if (typeof chunk !== "string") throw new TypeError("This is no chunk.");
}

/** The size of the log of a conversation whose state grows by one message per turn. */
async function chatLogBytes(dir: string): Promise<number> {
  await using tracker = localTracker({ project: "chat", dir });
  const say = b.action({
    reads: [],
    writes: ["history"],
    inputs: {},
    run: (state, _inputs, { sequenceId }) =>
      state.append({ history: { role: "user", content: `${sequenceId} `.padEnd(turnBytes, "tell me more ") } }),
  });
  const app = b.application({
    actions: { say },
    transitions: [["say", "say"]],
    entrypoint: "say",
    state: { history: [] },
    appId: "talk",
    tracker,
  });
  for (let turn = 0; turn < turns; turn += 1) await app.run({ haltAfter: "say" });
  await tracker.flush();
  const log = join(dir, "chat", "talk", "log.jsonl");
  const text = await readFile(log, "utf8");
  if (text.split("\n").filter((line) => line.startsWith('{"type":"end_entry"')).length !== turns)
    throw new Error("The log does not have all turns.");
  return (await stat(log)).size;
}
