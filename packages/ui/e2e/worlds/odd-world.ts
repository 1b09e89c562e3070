import { appendFile, mkdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { localTracker } from "@burrjs/tracker";
import { agent, converse } from "./agent.ts";
import type { Turn } from "./agent-script.ts";
import { clocks } from "./chat-world.ts";
import { makeFork } from "./make-fork.ts";
import { ManualClock } from "./manual-clock.ts";

const project = "odd";

/** The names of what `writeOddWorld()` writes: runs to which something has happened. */
export const odd = {
  project,
  path: (run: OddRun): string => `/p/${project}/r/~/${run}`,
} as const;

type OddRun = "whole" | "twin-1" | "twin-2" | "twin-3" | keyof typeof mishaps;

/** What is done to the folder of a run that was recorded as it should be. */
const mishaps = {
  broken: async (folder: string) =>
    await appendFile(
      join(folder, "log.jsonl"),
      '{"type":"begin_entry"\nnot json\n{"type":"weather","sequence_id":1,"text":"rain"}\n',
    ),
  "without-graph": async (folder: string) => await rm(join(folder, "graph.json")),
  /** Its log ends within a step, and its process is gone. */
  lost: async (folder: string) => {
    await changeLines(folder, (lines) =>
      untilSecondStep(lines).map((line) => line.replace(/"pid":\d+/, '"pid":9999999')),
    );
  },
  /** The same, and its process is there, and says nothing. */
  stalled: async (folder: string) => {
    await changeLines(folder, untilSecondStep);
    const past = new Date(Date.now() - 60_000);
    await utimes(join(folder, "log.jsonl"), past, past);
  },
  "with-a-gap": async (folder: string) => {
    await changeLines(folder, (lines) => lines.filter((line) => !line.includes('"sequence_id":2')));
  },
  /** Its second step is there twice, under the same id. */
  repeated: async (folder: string) => {
    await changeLines(folder, (lines) => [...lines, ...lines.filter((line) => line.includes('"sequence_id":1'))]);
  },
  /** It has not begun a step. */
  empty: async (folder: string) => await writeFile(join(folder, "log.jsonl"), ""),
} as const;

const script: readonly Turn[] = [{ prompt: "What is the password?", mode: "answer", words: [] }];

/** Records runs, and does to each what it is called by. */
export async function writeOddWorld(dir: string): Promise<void> {
  const clock = new ManualClock(Date.now() - 3_600_000);
  const twins = ["twin-1", "twin-2", "twin-3"];
  for (const appId of ["whole", ...twins, ...Object.keys(mishaps)]) {
    await using tracker = localTracker({ ...clocks(clock), project, dir });
    await converse(agent(clock).withIdentifiers({ appId }).withTracker(tracker).build(), clock, script);
  }
  for (const twin of twins) await makeFork(join(dir, project, twin), { appId: "whole", partitionKey: null }, 1);
  for (const [appId, mishap] of Object.entries(mishaps)) await mishap(join(dir, project, appId));
  await mkdir(join(dir, "nothing-yet"));
}

async function changeLines(folder: string, change: (lines: readonly string[]) => readonly string[]): Promise<void> {
  const path = join(folder, "log.jsonl");
  const lines = (await readFile(path, "utf8")).trimEnd().split("\n");
  await writeFile(path, `${change(lines).join("\n")}\n`);
}

function untilSecondStep(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findIndex((line) => line.includes('"begin_entry"') && line.includes('"sequence_id":1')) + 1); // prettier-ignore
}
