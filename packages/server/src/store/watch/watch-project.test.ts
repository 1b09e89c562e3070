import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunsChange } from "@burrjs/protocol";
import { localLogs } from "@burrjs/tracker";
import { afterEach, beforeEach, expect, it } from "vitest";
import { logText, step } from "../../testing/log-lines.ts";
import { openStore } from "../open-store.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "burr-watch-project-"));
  for (const appId of ["one", "two", "three", "four"]) {
    await mkdir(join(dir, "p", appId), { recursive: true });
    await writeFile(join(dir, "p", appId, "log.jsonl"), logText(...step(0)));
  }
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

it("Whoever watches a project is told what is deleted, by whomever, and what comes back", async () => {
  const times = { watchTimes: { listEveryMs: 1 } };
  const [store, other] = [openStore(localLogs(dir), times), openStore(localLogs(dir))];
  const iterator = store.watchRuns("p", new AbortController().signal)[Symbol.asyncIterator]();
  const moments: number[] = [];
  const next = async (): Promise<RunsChange | undefined> => {
    const result = await iterator.next();
    if (result.done === true) return undefined;
    const { at = 0 } = (await store.runs("p", {})) ?? {};
    moments.push(result.value.at, ...(at > 0 ? [at] : []));
    return result.value;
  };
  const id = (appId: string): RunsChange["removed"][number] => ({ app_id: appId, partition_key: null });
  expect(await next()).toMatchObject({ runs: [], removed: [] });
  await rm(join(dir, "p", "one"), { recursive: true });
  expect(await next()).toMatchObject({ runs: [], removed: [id("one")] });
  await other.remove({ project: "p", appId: "two", partitionKey: null });
  expect(await next()).toMatchObject({ runs: [], removed: [id("two")] });
  await store.remove({ project: "p", appId: "three", partitionKey: null });
  expect(await next()).toMatchObject({ runs: [], removed: [id("three")] });
  await rm(join(dir, "p"), { recursive: true });
  expect(await next()).toMatchObject({ runs: [], removed: [id("four")] });
  await mkdir(join(dir, "p", "one"), { recursive: true });
  await writeFile(join(dir, "p", "one", "log.jsonl"), logText(...step(0)));
  expect(await next()).toMatchObject({ runs: [id("one")], removed: [] });
  expect(moments).toEqual([...new Set(moments)].toSorted((one, later) => one - later));
  await Promise.all([store.close(), other.close()]);
});
