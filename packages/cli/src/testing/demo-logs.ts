import { rmSync } from "node:fs";
import { afterAll, beforeAll } from "vitest";
import { writeDemos } from "../demos/write-demos.ts";
import { keptFolder } from "./cli.ts";

/** The logs of the demos, written once for a file of tests. They are looked at, and not changed. */
export function demoLogs(): { readonly dir: string } {
  const logs = { dir: "" };
  beforeAll(async () => {
    logs.dir = keptFolder();
    const signal = new AbortController().signal;
    await writeDemos({ dir: logs.dir, seed: 1, speed: 0, signal, done: () => {} });
  }, 30_000);
  afterAll(() => {
    rmSync(logs.dir, { recursive: true, force: true });
  });
  return logs;
}
