import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { localLogs } from "@burrjs/tracker";
import { afterEach, beforeEach, expect, it } from "vitest";
import { logText, step } from "../testing/log-lines.ts";
import { openStore } from "./open-store.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "burr-two-servers-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

const child = new URL("../testing/store-child.ts", import.meta.url).pathname;

it("Two processes that write, index and list the same logs at the same time lose nothing", async () => {
  for (const appId of ["one", "two"]) await mkdir(join(dir, "p", appId), { recursive: true });
  const rounds = 12;
  await Promise.all(
    ["0", "100000"].map((offset) =>
      promisify(execFile)(process.execPath, ["--conditions=@burrjs/source", child, dir, "p", offset, String(rounds)]),
    ),
  );
  for (const appId of ["one", "two"]) {
    const store = openStore(localLogs(dir));
    const view = await store.run({ project: "p", partitionKey: null, appId });
    const ids = new Set<number>();
    let cursor: string | undefined;
    do {
      const page = await view?.steps({ limit: 1000, ...(cursor !== undefined && { cursor }) });
      for (const { sequence_id: id } of page?.items ?? []) ids.add(id);
      cursor = page?.next ?? undefined;
    } while (cursor !== undefined);
    expect(ids.size).toBe(2 * rounds * 40);
    expect(await view?.unreadable()).toEqual([]);
    expect((await store.runs("p", {}))?.items.map(({ steps }) => steps)).toEqual([960, 960]);
    await store.close();
    expect(await readdir(join(dir, "p", appId, ".cache"))).toEqual(["log.idx"]);
  }
}, 60_000);

it.skipIf(process.getuid?.() === 0)("A folder that cannot be written to is served all the same", async () => {
  await mkdir(join(dir, "p", "app"), { recursive: true });
  const lines = Array.from({ length: 500 }, (_, id) => step(id, "a", { text: "x".repeat(1000) })).flat();
  await writeFile(join(dir, "p", "app", "log.jsonl"), logText(...lines));
  for (const path of [join(dir, "p", "app"), join(dir, "p")]) await chmod(path, 0o500);
  const store = openStore(localLogs(dir));
  expect((await store.runs("p", {}))?.items[0]).toMatchObject({ steps: 500 });
  await store.close();
  for (const path of [join(dir, "p"), join(dir, "p", "app")]) await chmod(path, 0o700);
});
