import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freshFolders } from "../testing/fresh-folder.ts";
import type { Ending } from "../testing/tracked-program.ts";
import { readLog, recordsOf, statesIn } from "../testing/read-log.ts";

const freshFolder = freshFolders();
const program = join(import.meta.dirname, "../testing/tracked-program.ts");

function start(dir: string, ending: Ending, flushMs = "50"): ChildProcess {
  return spawn(process.execPath, ["--conditions=@burrjs/source", program, dir, ending, flushMs], { stdio: ["ignore", "pipe", "pipe"] }); // prettier-ignore
}

it.each<[how: string, ending: Ending, code: number]>([
  ["comes to its end", "end", 0],
  ["calls process.exit()", "exit", 3],
  ["dies of an error that nobody catches", "uncaught", 1],
])("a process that %s loses nothing", async (_how, ending, code) => {
  const dir = freshFolder();
  const child = start(dir, ending, "60000");
  expect(await once(child, "exit")).toEqual([code, null]);
  const log = readLog(dir, "killed", "a");
  expect(recordsOf(log, "end_entry")).toHaveLength(100);
  expect(statesIn(log).at(-1)).toEqual({ n: 100 });
  expect(log.at(-1)).toMatchObject({ type: "end_run", stopped: "limit" });
});

it("a process that ends within a stream has the chunks so far in its log", async () => {
  const dir = freshFolder();
  const child = start(dir, "exit-in-stream", "60000");
  expect(await once(child, "exit")).toEqual([3, null]);
  expect(recordsOf(readLog(dir, "killed", "b"), "stream_chunk")).toMatchObject([{ i: 0, items: ["a", "b"] }]);
});

it("a process that is killed loses no more than the last 50 ms", async () => {
  const dir = freshFolder();
  const child = start(dir, "wait");
  await once(child.stdout as NodeJS.ReadableStream, "data");
  const isThere = (): boolean => existsSync(join(dir, "killed/a/log.jsonl"));
  const ends = (): number => (isThere() ? recordsOf(readLog(dir, "killed", "a"), "end_run").length : 0);
  await expect.poll(ends, { timeout: 10_000 }).toBe(1); // it waits meanwhile, for ever
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(ends()).toBe(1);
});

it("a process that never lets its timers run writes all the same", async () => {
  const dir = freshFolder();
  const child = start(dir, "spin");
  await once(child.stdout as NodeJS.ReadableStream, "data");
  const path = join(dir, "killed/a/log.jsonl");
  const size = (): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  await expect.poll(size, { timeout: 10_000 }).toBeGreaterThan(200_000);
  child.kill("SIGKILL");
  await once(child, "exit");
  const log = readLog(dir, "killed", "a");
  // Only the last line may be a half.
  expect(log.slice(0, -1).every(({ type }) => type !== "unreadable")).toBe(true);
});

it("processes that write one log at once leave every line whole", async () => {
  const dir = freshFolder();
  const children = ["0", "0", "1"].map((flushMs) => start(dir, "end", flushMs));
  await Promise.all(children.map((child) => once(child, "exit")));
  const log = readLog(dir, "killed", "a");
  expect(log.filter(({ type }) => type === "unreadable")).toEqual([]);
  expect(recordsOf(log, "end_entry")).toHaveLength(300);
});

// In a process of its own: what does not end would hold up all tests.
it.runIf(existsSync("/proc/self"))(
  "a folder that can never be made does not hold up the process",
  async () => {
    const child = start("/proc/nowhere", "end");
    const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
    expect(await once(child, "exit")).toEqual([0, null]);
    clearTimeout(late);
  },
  30_000,
);
