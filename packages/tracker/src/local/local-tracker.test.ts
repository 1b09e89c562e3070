import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs"; // prettier-ignore
import { tmpdir } from "node:os";
import { join } from "node:path";
import { burr, isBurrError } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { afterEach, describe, expect, it, vi } from "vitest";
import { localLogs } from "../reader/index.ts";
import { freshFolders } from "../testing/fresh-folder.ts";
import { readLog, recordsOf, statesIn } from "../testing/read-log.ts";
import { flushAll } from "./exit-flush.ts";
import { localTracker, type LocalTrackerOptions } from "./local-tracker.ts";

const freshFolder = freshFolders();

const [mount, unmount] = ["mount", "umount"] as const;

/** Whether file systems of a small size can be had here. */
const canMount = (() => {
  const dir = mkdtempSync(join(tmpdir(), "burr-mount-"));
  const { status } = spawnSync(mount, ["-t", "tmpfs", "-o", "size=40k", "tmpfs", dir]);
  if (status === 0) execFileSync(unmount, [dir]);
  rmSync(dir, { recursive: true });
  return status === 0;
})();

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

interface Talk {
  n: number;
  text: unknown;
}

const b = burr<Talk>();
const count = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 1 }) });

function appOf(
  options: LocalTrackerOptions & {
    readonly appId?: string;
    readonly partitionKey?: string | null;
    readonly text?: unknown;
  },
) {
  const { appId = "a", partitionKey = null, text = "" } = options;
  const tracker = localTracker(options);
  const app = b.application({ actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0, text }, appId, partitionKey, tracker }); // prettier-ignore
  return { app, tracker };
}

const modeOf = (...path: string[]): string => (statSync(join(...path)).mode & 0o777).toString(8);

describe("files", () => {
  it("are in a folder of the application, which only its owner can read, whatever the umask is", async () => {
    const dir = join(freshFolder(), "logs");
    const before = process.umask(0);
    try {
      const { app, tracker } = appOf({ project: "demo", dir, appId: "a/b", partitionKey: "u1", text: "x".repeat(100_000) }); // prettier-ignore
      await app.step();
      await tracker.flush();
      expect(tracker.folder).toBe(join(dir, "demo"));
      const folder = join(dir, "demo", "a%2Fb~u1");
      expect(readdirSync(folder).toSorted()).toEqual(["blobs", "graph.json", "log.jsonl", "metadata.json"]);
      for (const path of [dir, join(dir, "demo"), folder, join(folder, "blobs")]) expect(modeOf(path)).toBe("700");
      for (const name of ["graph.json", "log.jsonl", "metadata.json"]) expect(modeOf(folder, name)).toBe("600");
      const [blob = ""] = readdirSync(join(folder, "blobs"));
      expect(modeOf(folder, "blobs", blob)).toBe("600");
      expect(readFileSync(join(folder, "blobs", blob), "utf8")).toBe(JSON.stringify("x".repeat(100_000)));
      expect(JSON.parse(readFileSync(join(folder, "metadata.json"), "utf8"))).toMatchObject({ app_id: "a/b", partition_key: "u1" }); // prettier-ignore
    } finally {
      process.umask(before);
    }
  });

  it("are only there when the application has done something", async () => {
    const dir = freshFolder();
    const { tracker } = appOf({ project: "demo", dir });
    await tracker.flush();
    expect(readdirSync(dir)).toEqual([]);
  });

  it("are found by way of BURR_DIR", async () => {
    const dir = freshFolder();
    vi.stubEnv("BURR_DIR", dir);
    const { app, tracker } = appOf({ project: "demo" });
    await app.step();
    await tracker.close();
    expect(recordsOf(readLog(dir, "demo", "a"), "end_entry")).toHaveLength(1);
  });

  it("that are there are not written again; another graph gets a file of its own", async () => {
    const dir = freshFolder();
    const { app, tracker } = appOf({ project: "demo", dir });
    await app.step();
    await tracker.flush();
    const folder = join(dir, "demo", "a");
    const names = ["graph.json", "metadata.json"];
    const before = names.map((name) => readFileSync(join(folder, name), "utf8"));
    const tracker2 = localTracker({ project: "demo", dir });
    const other = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => ({ n: n + 2 }) });
    await b.application({ actions: { other }, transitions: [], entrypoint: "other", state: { n: 0, text: "" }, appId: "a", tracker: tracker2 }).run(); // prettier-ignore
    await tracker2.flush();
    expect(names.map((name) => readFileSync(join(folder, name), "utf8"))).toEqual(before);
    const [run] = recordsOf(readLog(folder), "run").slice(-1);
    expect(JSON.parse(readFileSync(join(folder, `graph-${run?.graph_hash}.json`), "utf8"))).toMatchObject({ entrypoint: "other" }); // prettier-ignore
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("of a parent name a child once, also when the child is gone on with by another process", async () => {
    const dir = freshFolder();
    const persister = memoryPersister();
    const { tracker } = appOf({ project: "demo", dir });
    const options = { actions: { count }, transitions: [["count", "count"]], entrypoint: "count", state: { n: 0, text: "" }, persister } as const; // prettier-ignore
    const app = b.application({ ...options, appId: "source", tracker });
    await app.run({ maxSteps: 2 });
    const fork = await app.fork({ appId: "fork" });
    await fork.step();
    await tracker.flush();
    const later = localTracker({ project: "demo", dir });
    const again = await b.app().withActions({ count }).withTransitions(["count", "count"]).withIdentifiers({ appId: "fork" }).withTracker(later).initializeFrom(persister, { defaultState: { n: 0, text: "" }, defaultEntrypoint: "count" }).withPersister(persister).build(); // prettier-ignore
    expect(again.parentPointer?.appId).toBe("source");
    await again.step();
    await later.flush();
    const lines = readFileSync(join(dir, "demo/source/children.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ event_type: "fork", sequence_id: 1, child: { app_id: "fork" } }]); // prettier-ignore
    expect(modeOf(dir, "demo/source/children.jsonl")).toBe("600");
  });
});

describe("names of projects", () => {
  it.each(["Hello-World_123", "Hello:World_123", "v1.2", "a"])("may be %s", (project) => {
    expect(localTracker({ project, dir: "/nowhere" }).folder).toBe(join("/nowhere", project));
  });

  it.each(["Invalid:Chars*", "Just$ymbols", "", ".hidden", "..", "a/b", "a\\b", "a b", "é", "x".repeat(201), "dot."])(
    "may not be %j",
    (project) => {
      expect(() => localTracker({ project, dir: "/nowhere" })).toThrow(expect.toSatisfy((error: unknown) => isBurrError(error) && error.code === "invalid-option") as Error); // prettier-ignore
    },
  );
});

describe("writing", () => {
  it("waits for others 50 ms, or until 64 KB wait", async () => {
    vi.useFakeTimers();
    const dir = freshFolder();
    const { app } = appOf({ project: "demo", dir });
    await app.step();
    await vi.advanceTimersByTimeAsync(49);
    expect(readdirSync(dir)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(recordsOf(readLog(dir, "demo", "a"), "end_entry")).toHaveLength(1);
    await app.run({ maxSteps: 200 });
    expect(recordsOf(readLog(dir, "demo", "a"), "end_entry").length).toBeGreaterThan(100);
  });

  it("does not wait when a step has failed", async () => {
    const dir = freshFolder();
    const tracker = localTracker({ project: "demo", dir, flushMs: 60_000 });
    const fail = b.action({ reads: [], writes: ["n"], run: (): { n: number } => { throw new Error("broken"); } }); // prettier-ignore
    let seen: unknown;
    const look = { postTransition() {}, postRunExecuteCall: () => void (seen = readLog(dir, "demo", "a").at(-1)) };
    const app = b.application({ actions: { fail }, transitions: [], entrypoint: "fail", state: { n: 0, text: "" }, appId: "a", hooks: [tracker, look] }); // prettier-ignore
    await expect(app.run()).rejects.toThrow("broken");
    expect(seen).toMatchObject({ type: "end_entry", status: "failed" });
  });

  it("keeps text of any kind as it is", async () => {
    const dir = freshFolder();
    const text = ["Ünïcödé", "你好", "こんにちは", "안녕", "Привет", "مرحبا", "שלום", "สวัสดี", "नमस्ते", "Γειά", "😀👩‍👩‍👧", "\u0000\u001b\n\r\t\u2028", "\ud800"].join("|"); // prettier-ignore
    const { app, tracker } = appOf({ project: "demo", dir, text });
    await app.step();
    expect((await tracker.load({ appId: "a" }))?.state).toEqual({ n: 1, text });
  });

  it("begins with a line break where another process was cut off", async () => {
    const dir = freshFolder();
    const folder = join(dir, "demo/a");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "log.jsonl"), '{"type":"begin_entry","start_ti');
    const { app, tracker } = appOf({ project: "demo", dir });
    await app.step();
    await tracker.flush();
    appendFileSync(join(folder, "log.jsonl"), '{"half');
    await app.step();
    await tracker.flush();
    const log = readLog(folder);
    expect(log.flatMap(({ type }, index) => (type === "unreadable" ? [index] : []))).toEqual([0, 7]);
    expect(recordsOf(log, "end_entry")).toHaveLength(2);
  });

  it("writes the state as a whole when another process has written meanwhile", async () => {
    const dir = freshFolder();
    const text = "x".repeat(5000); // or states would be written as a whole anyway
    const { app, tracker } = appOf({ project: "demo", dir, text });
    await app.run({ maxSteps: 2 });
    await tracker.flush();
    const other = appOf({ project: "demo", dir, text: "other" });
    await other.app.run({ maxSteps: 2 });
    await other.tracker.flush();
    await app.run({ maxSteps: 2 });
    await tracker.flush();
    expect(statesIn(readLog(dir, "demo", "a"))).toEqual([1, 2].map((n) => ({ n, text })).concat([1, 2].map((n) => ({ n, text: "other" })), [3, 4].map((n) => ({ n, text })))); // prettier-ignore
    expect(recordsOf(readLog(dir, "demo", "a"), "end_entry").at(-1)?.form).toBe("patch");
  });

  it("says where a change of the state is none of what stands before it", async () => {
    const dir = freshFolder();
    const list = (letter: string) => Array.from({ length: 400 }, () => letter.repeat(10));
    const push = b.action({ reads: [], writes: ["text"], run: (state) => state.append({ text: "more" } as never) });
    const make = (letter: string) => {
      const tracker = localTracker({ project: "demo", dir, flushMs: 60_000 });
      const app = b.application({ actions: { push }, transitions: [["push", "push"]], entrypoint: "push", state: { n: 0, text: list(letter) }, appId: "a", tracker }); // prettier-ignore
      return { app, tracker };
    };
    const log = join(dir, "demo/a/log.jsonl");
    const mine = make("a");
    await mine.app.run({ maxSteps: 1 });
    await mine.tracker.flush();
    const own = readFileSync(log, "utf8");
    const run = mine.app.iterate({ maxSteps: 2 });
    await run.next();
    // As another process would have done it meanwhile.
    writeFileSync(log, own + own.replaceAll("aaaaaaaaaa", "bbbbbbbbbb"));
    await mine.tracker.flush();
    const records = readLog(dir, "demo", "a");
    expect(records.slice(-7).map(({ type }) => type)).toContain("lost");
    expect(recordsOf(records, "lost")).toMatchObject([{ records: 0, reason: "others have written to this log" }]);
    await expect(mine.tracker.load({ appId: "a" })).rejects.toMatchObject({ code: "unreadable-value" });
    await run.next();
    await mine.tracker.flush();
    expect((await mine.tracker.load({ appId: "a" }))?.state["text"]).toEqual([...list("a"), "more", "more", "more"]);
    expect(recordsOf(readLog(dir, "demo", "a"), "lost")).toHaveLength(1);
  });

  it("goes on when the log was deleted, and with all that is needed to read it", async () => {
    const dir = freshFolder();
    const text = "x".repeat(5000);
    const { app, tracker } = appOf({ project: "demo", dir, text });
    await app.run({ maxSteps: 2 });
    await tracker.flush();
    rmSync(join(dir, "demo"), { recursive: true });
    await app.run({ maxSteps: 2 });
    await tracker.flush();
    expect(readdirSync(join(dir, "demo/a")).toSorted()).toEqual(["graph.json", "log.jsonl", "metadata.json"]);
    expect(statesIn(readLog(dir, "demo", "a"))).toEqual([3, 4].map((n) => ({ n, text })));
  });
});

it.each([
  { option: "project", given: {} },
  { option: "format", given: { project: "demo", format: "pyhton" } },
  { option: "redact", given: { project: "demo", redact: "apiKey" } },
  { option: "redact", given: { project: "demo", redact: ["apiKey", undefined] } },
])("says that the option $option is wrong in $given", ({ option, given }) => {
  const options = { dir: freshFolder(), ...given } as unknown;
  expect(() => localTracker(options as Parameters<typeof localTracker>[0])).toThrow(
    expect.objectContaining({ code: "invalid-option", details: { option } }),
  );
});

describe("a log that cannot be written", () => {
  it("does not disturb the run when the disk is full: it is told once, and what is lost stands in the log", async () => {
    const dir = freshFolder();
    const folder = join(dir, "demo/a");
    mkdirSync(folder, { recursive: true });
    symlinkSync("/dev/full", join(folder, "log.jsonl"));
    const told: unknown[] = [];
    const report = "y".repeat(60_000);
    const set = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => [{ report }, { n: n + 1 }] });
    const tracker = localTracker({ project: "demo", dir, onError: (error) => void told.push(error) });
    const app = b.application({ actions: { set }, transitions: [["set", "set"]], entrypoint: "set", state: { n: 0, text: "" }, appId: "a", tracker }); // prettier-ignore
    expect((await app.run({ maxSteps: 200 })).state.n).toBe(200);
    await tracker.flush();
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ message: expect.stringContaining("ENOSPC") as string, cause: { code: "ENOSPC" } });
    expect(String(told[0])).not.toContain("yyyy");
    // There is room again.
    rmSync(join(folder, "log.jsonl"));
    await app.run({ maxSteps: 1 });
    await tracker.flush();
    await app.run({ maxSteps: 2 });
    await tracker.flush();
    const log = readLog(folder);
    const [lost] = recordsOf(log, "lost");
    expect(lost).toMatchObject({ reason: "ENOSPC", records: expect.any(Number) as number });
    const written = recordsOf(log, "begin_entry").length;
    expect(written).toBeGreaterThan(50); // 8 MB of them had waited
    expect(written).toBeLessThan(200);
    expect(statesIn(log).at(-1)).toEqual({ n: 203, text: "" });
    expect(told).toHaveLength(1);
  });

  it("does not hold more for many applications than for one, and each tells what it has lost", async () => {
    const dir = freshFolder();
    writeFileSync(join(dir, "demo"), "");
    const report = "y".repeat(60_000);
    const set = b.action({ reads: ["n"], writes: ["n"], run: ({ n }) => [{ report }, { n: n + 1 }] });
    const tracker = localTracker({ project: "demo", dir, flushMs: 5, onError: () => {} });
    const apps = Array.from({ length: 110 }, (_one, index) => b.application({ actions: { set }, transitions: [["set", "set"]], entrypoint: "set", state: { n: 0, text: "" }, appId: `a${index}`, tracker })); // prettier-ignore
    for (const app of apps) await app.run({ maxSteps: 2 });
    await tracker.flush();
    rmSync(join(dir, "demo"));
    await tracker.flush();
    for (const app of apps) await app.run({ maxSteps: 1 });
    await tracker.flush();
    await tracker.flush();
    const logs = apps.map((_app, index) => readLog(dir, "demo", `a${index}`));
    const whole = logs.filter((log) => recordsOf(log, "lost").length === 0);
    expect(whole.length).toBeGreaterThan(50); // 8 MB of them had waited
    expect(whole.length).toBeLessThan(80);
    for (const log of logs) {
      const lost = recordsOf(log, "lost").reduce((sum, { records }) => sum + records, 0);
      expect(log.length - recordsOf(log, "lost").length + lost).toBe(whole[0]?.length);
      expect(statesIn(log).at(-1)).toEqual({ n: 3, text: "" });
    }
  });

  it.skipIf(!canMount)("has every line as a whole when the disk was full in the middle of one", async () => {
    const dir = freshFolder();
    execFileSync(mount, ["-t", "tmpfs", "-o", "size=40k", "tmpfs", dir]);
    try {
      const told: unknown[] = [];
      const { app, tracker } = appOf({ project: "demo", dir, text: "x".repeat(3000), onError: (error) => void told.push(error) }); // prettier-ignore
      await app.run({ maxSteps: 200 });
      await tracker.flush();
      expect(told).toMatchObject([{ cause: { code: "ENOSPC" } }]);
      execFileSync(mount, ["-o", "remount,size=10m", dir]);
      await app.run({ maxSteps: 1 });
      await tracker.flush();
      const log = readLog(dir, "demo", "a");
      expect(log.filter(({ type }) => type === "unreadable").length).toBeLessThanOrEqual(1); // the half one
      expect(statesIn(log).map((state) => (state as { n: number }).n)).toEqual(Array.from({ length: 201 }, (_one, index) => index + 1)); // prettier-ignore
    } finally {
      execFileSync(unmount, [dir]);
    }
  });

  it.each<[why: string, spoil: (dir: string) => void]>([
    ["its folder is a file", (dir: string) => writeFileSync(join(dir, "demo"), "")],
    ["a link leads in circles", (dir: string) => symlinkSync("demo", join(dir, "demo"))],
    ["it is not allowed to", (dir: string) => chmodSync(dir, 0o500)],
  ])("does not disturb the run when %s", async (why, spoil) => {
    const dir = freshFolder();
    spoil(dir);
    const told: unknown[] = [];
    const { app, tracker } = appOf({ project: "demo", dir, onError: (error) => void told.push(error) });
    expect((await app.run({ maxSteps: 5 })).state.n).toBe(5);
    await tracker.close();
    const mayWriteAnywhere = process.getuid?.() === 0 && why === "it is not allowed to";
    expect(told).toHaveLength(mayWriteAnywhere ? 0 : 1);
    chmodSync(dir, 0o700);
  });

  it("does not disturb the run when whoever is told fails as well", async () => {
    const dir = freshFolder();
    writeFileSync(join(dir, "demo"), "");
    const { app, tracker } = appOf({ project: "demo", dir, onError: () => { throw new Error("no"); } }); // prettier-ignore
    expect((await app.run({ maxSteps: 5 })).state.n).toBe(5);
    await tracker.close();
  });
});

it("copy() gives another tracker that writes to the same place in the same way", async () => {
  const dir = freshFolder();
  const tracker = localTracker({ project: "demo", dir, redact: ["text"] });
  const copy = tracker.copy();
  expect(copy).not.toBe(tracker);
  expect(copy.folder).toBe(tracker.folder);
  await using again = copy;
  await b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0, text: "secret" }, appId: "a", tracker: again }).run(); // prettier-ignore
  await again.flush();
  expect(readFileSync(join(dir, "demo/a/log.jsonl"), "utf8")).not.toContain("secret");
});

it("what waits is written at the end also when the application was given another graph meanwhile", async () => {
  const dir = freshFolder();
  const { app, tracker } = appOf({ project: "demo", dir, flushMs: 60_000 });
  await app.step();
  await tracker.flush();
  await app.step();
  b.application({ actions: { count }, transitions: [], entrypoint: "count", state: { n: 0, text: "" }, appId: "a", tracker }); // prettier-ignore
  flushAll();
  expect(recordsOf(readLog(dir, "demo", "a"), "end_run")).toHaveLength(2);
});

it("one listener on the process is enough for any number of trackers", async () => {
  const dir = freshFolder();
  const listeners = process.listenerCount("exit");
  for (let n = 0; n < 30; n += 1) await appOf({ project: `p${n}`, dir, flushMs: 60_000 }).app.step();
  expect(process.listenerCount("exit") - listeners).toBeLessThanOrEqual(1);
});

it("what it writes is found again by those who read logs, whatever the ids are", async () => {
  const dir = freshFolder();
  const ids = [{ appId: "a/../b", partitionKey: "~" }, { appId: "名前", partitionKey: null }, { appId: "x".repeat(400), partitionKey: "" }]; // prettier-ignore
  for (const id of ids) {
    const { app, tracker } = appOf({ project: "demo", dir, ...id });
    await app.step();
    await tracker.flush();
  }
  const logs = localLogs(dir);
  expect((await logs.projects()).map(({ project }) => project)).toEqual(["demo"]);
  const found: unknown[] = [];
  for (const { key } of (await logs.runs("demo")) ?? []) {
    const run = await logs.open("demo", key);
    const { app_id: appId, partition_key: partitionKey } = JSON.parse((await run?.text("metadata.json")) ?? "") as { app_id: string; partition_key: string | null }; // prettier-ignore
    found.push({ appId, partitionKey });
    expect((await run?.stat())?.sizeBytes).toBeGreaterThan(500);
  }
  expect(found).toHaveLength(3);
  expect(found).toEqual(expect.arrayContaining(ids));
});
