import { describe, expect, it } from "vitest";
import { at, begin, end, firstMs, logText, run, step } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore, type StoreOptions } from "./open-store.ts";
import type { RunQuery } from "./store.ts";

const nowMs = firstMs + 3_600_000;
const options: StoreOptions = { now: () => nowMs, host: "here", isAlive: (pid) => pid === 4121 };

function metadata(fields: object = {}): object {
  return {
    type: "application_metadata",
    partition_key: null,
    parent_pointer: null,
    spawning_parent_pointer: null,
    ...fields,
  };
}

function pointer(appId: string, sequenceId: number, partitionKey: string | null = null): object {
  return { type: "pointer_data", app_id: appId, sequence_id: sequenceId, partition_key: partitionKey };
}

/** A project with five applications: a parent, its child, its fork, one of a user, and one that died. */
function family(): MemoryLogs {
  const logs = new MemoryLogs();
  logs.put("p", "parent", {
    log: logText(run(), ...step(0, "ask"), ...step(1, "answer"), endRun("completed")),
    metadata: metadata({ app_id: "parent" }),
    children: logText({
      type: "child_application_data",
      child: pointer("child", 0),
      event_time: at(12),
      event_type: "spawn_start",
      sequence_id: 1,
    }),
    modifiedAtMs: nowMs - 1000,
  });
  logs.put("p", "child", {
    log: logText(
      run(),
      begin(0, "work"),
      end(0, "work", { status: "failed", exception: "Error: no" }),
      endRun("failed"),
    ),
    metadata: metadata({ app_id: "child", spawning_parent_pointer: pointer("parent", 1) }),
    modifiedAtMs: nowMs - 2000,
  });
  logs.put("p", "fork", {
    log: logText(run(), ...step(2, "answer"), begin(3, "ask")),
    metadata: metadata({ app_id: "fork", parent_pointer: pointer("parent", 1) }),
    modifiedAtMs: nowMs - 3000,
  });
  logs.put("p", "chat%20%2F1~anna", {
    log: logText(run({ pid: 7 }), ...step(0, "ask"), begin(1, "ask")),
    metadata: metadata({ app_id: "chat /1", partition_key: "anna" }),
    modifiedAtMs: nowMs - 4000,
  });
  logs.put("p", "silent", { metadata: metadata({ app_id: "silent" }), modifiedAtMs: nowMs - 5000 });
  return logs;
}

function endRun(status: string): object {
  return { type: "end_run", run_id: "r1", t: at(100), status, stopped: null };
}

async function idsOf(logs: MemoryLogs, query: RunQuery): Promise<string[] | undefined> {
  return (await openStore(logs, options).runs("p", query))?.items.map(({ app_id: id }) => id);
}

describe("The list of applications", () => {
  it("has for each what it did and where it came from", async () => {
    const page = await openStore(family(), options).runs("p", {});
    expect(page).toMatchObject({ total: 5, next: null });
    expect(page?.items.map(({ app_id: id, status, steps }) => [id, status, steps])).toEqual([
      ["parent", "completed", 2],
      ["child", "failed", 1],
      ["fork", "running", 2],
      ["chat /1", "lost", 2],
      ["silent", "empty", 0],
    ]);
    expect(page?.items[0]).toEqual({
      app_id: "parent",
      partition_key: null,
      status: "completed",
      started_ms: firstMs,
      last_written_ms: nowMs - 1000,
      duration_ms: 100,
      steps: 2,
      errors: 0,
      last_action: "answer",
      actions: ["ask", "answer"],
      tokens: null,
      models: [],
      usage: [],
      parent: null,
      spawned_by: null,
      forks: 1,
      children: 1,
      notes: 0,
      tags: [],
      size_bytes: expect.any(Number),
    });
    expect(page?.items[1]).toMatchObject({ errors: 1, spawned_by: { app_id: "parent", sequence_id: 1 } });
    expect(page?.items[2]).toMatchObject({ parent: { app_id: "parent", sequence_id: 1 } });
  });

  it.each<{ query: RunQuery; ids: string[] }>([
    { query: { sort: "app_id" }, ids: ["chat /1", "child", "fork", "parent", "silent"] },
    { query: { sort: "-steps" }, ids: ["chat /1", "fork", "parent", "child", "silent"] },
    { query: { sort: "started_ms" }, ids: ["chat /1", "child", "fork", "parent", "silent"] },
    { query: { sort: "-last_action" }, ids: ["child", "chat /1", "fork", "parent", "silent"] },
    { query: { q: "status:failed" }, ids: ["child"] },
    { query: { q: "action:answer" }, ids: ["parent", "fork"] },
    { query: { q: "is:child OR is:fork" }, ids: ["child", "fork"] },
    { query: { partitionKey: "anna" }, ids: ["chat /1"] },
    { query: { partitionKey: null, sort: "app_id" }, ids: ["child", "fork", "parent", "silent"] },
    { query: { partitionKey: "nobody" }, ids: [] },
  ])("$query gives $ids", async ({ query, ids }) => {
    expect(await idsOf(family(), query)).toEqual(ids);
  });

  it.each(["-last_written_ms", "last_written_ms", "steps", "-steps", "last_action", "-duration_ms"])(
    "sorted by %s in pages has each application once, whatever comes meanwhile",
    async (sort) => {
      const logs = new MemoryLogs();
      for (let id = 0; id < 300; id += 1) {
        const log = logText(...Array.from({ length: id % 4 }, (_, n) => step(n, `a${n}`)).flat());
        logs.put("p", `app-${id}`, { log, modifiedAtMs: nowMs - 1000 - (id % 50) });
      }
      const store = openStore(logs, options);
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.runs("p", { sort, limit: 7, ...(cursor !== undefined && { cursor }) });
        ids.push(...(page?.items.map(({ app_id: id }) => id) ?? []));
        cursor = page?.next ?? undefined;
        logs.put("p", `new-${ids.length}`, { log: "", modifiedAtMs: nowMs });
      } while (cursor !== undefined);
      expect(ids.filter((id) => id.startsWith("app-")).toSorted()).toEqual(
        Array.from({ length: 300 }, (_, id) => `app-${id}`).toSorted(),
      );
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  it("refuses orders and cursors that are none", async () => {
    const store = openStore(family(), options);
    await expect(store.runs("p", { sort: "__proto__" })).rejects.toMatchObject({ details: { status: 400 } });
    await expect(store.runs("p", { cursor: "x" })).rejects.toMatchObject({ details: { status: 400 } });
    const cursor = (await store.runs("p", { limit: 1 }))?.next ?? "";
    await expect(store.runs("p", { sort: "steps", cursor })).rejects.toMatchObject({ details: { status: 400 } });
  });

  it("is looked up again when a log has grown, and not otherwise", async () => {
    const logs = family();
    const store = openStore(logs, options);
    await store.runs("p", {});
    const before = logs.counts.bytes;
    await store.runs("p", {});
    expect(logs.counts.bytes).toBe(before);
    logs.append("p", "child", logText(...step(1, "again")));
    expect((await store.runs("p", { q: "app:child" }))?.items[0]).toMatchObject({ steps: 2, last_action: "again" });
    logs.delete("p", "child");
    expect((await store.runs("p", {}))?.total).toBe(4);
  });

  it("knows the notes and tags that are kept elsewhere", async () => {
    const noted = { notes: 2, tags: ["good"] };
    const marks = {
      of: ({ app_id: id }: { readonly app_id: string }) => (id === "fork" ? noted : { notes: 0, tags: [] }),
      steps: () => new Map(),
    };
    const store = openStore(family(), { ...options, marks: async () => marks });
    for (const q of ["note:any", "notes:>1", "tag:good"])
      expect((await store.runs("p", { q }))?.items).toMatchObject([{ app_id: "fork", ...noted }]);
    expect((await store.runs("p", { sort: "-notes" }))?.items[0]?.app_id).toBe("fork");
    expect((await store.runs("p", { q: "tag:good" }))?.items.map(({ app_id: id }) => id)).toEqual(["fork"]);
    expect((await store.facets("p"))?.tag).toEqual({ good: 1 });
  });

  it("has no marks while those cannot be had, which is told once each time", async () => {
    const errors: unknown[] = [];
    const failure = new Error("no way to it");
    let isBroken = true;
    const marks = async () => {
      if (isBroken) throw failure;
      return { of: () => ({ notes: 1, tags: [] }), steps: () => new Map() };
    };
    const store = openStore(family(), { ...options, marks, onError: (error) => errors.push(error) });
    const notes = async () => (await store.runs("p", { limit: 1 }))?.items[0]?.notes;
    expect([await notes(), await notes(), errors]).toEqual([0, 0, [failure]]);
    isBroken = false;
    expect(await notes()).toBe(1);
    isBroken = true;
    expect([await notes(), errors]).toEqual([0, [failure, failure]]);
  });

  it("is undefined for a project that there is none of", async () => {
    const store = openStore(family(), options);
    expect(await store.runs("q", {})).toBeUndefined();
    expect(await store.facets("q")).toBeUndefined();
    expect(await store.run({ project: "q", partitionKey: null, appId: "a" })).toBeUndefined();
  });
});

it("Facets count the applications that a query asks for", async () => {
  const store = openStore(family(), options);
  expect(await store.facets("p")).toEqual({
    status: { completed: 1, failed: 1, running: 1, lost: 1, empty: 1 },
    action: { ask: 3, answer: 2, work: 1 },
    tag: {},
    model: {},
    day: { "2026-11-29": 4 },
  });
  expect((await store.facets("p", { q: "action:work" }))?.status).toEqual({ failed: 1 });
});

it("Projects are listed with their activity; children are no runs of their own, their steps count", async () => {
  const logs = family();
  logs.put("p", "broken", { log: logText(run(), begin(0, "work"), end(0, "work", { status: "failed", exception: "Error: no" }), endRun("failed")), modifiedAtMs: nowMs - 6000 }); // prettier-ignore
  logs.put("empty", "nothing", {});
  const [project, ...others] = await openStore(logs, options).projects();
  expect(project).toMatchObject({ project: "p", runs: 5, running: 1, failed: 1, last_activity_ms: nowMs - 1000 });
  expect(project).toMatchObject({ recent_runs: 4, recent_failed: 1 }); // one has not begun
  expect(project?.activity).toHaveLength(30);
  expect(project?.activity.at(-1)).toBe(8);
  expect(others).toMatchObject([{ project: "empty", runs: 1, last_activity_ms: 0 }]);
});

describe("An application", () => {
  it("is found by its ids, whatever its folder is called", async () => {
    const logs = family();
    logs.put("p", "cut~0123456789abcdef", {
      log: logText(...step(0)),
      metadata: metadata({ app_id: "x".repeat(500) }),
    });
    logs.put("p", "plain~bob", { log: logText(...step(0)) });
    const store = openStore(logs, options);
    for (const [appId, partitionKey] of [
      ["chat /1", "anna"],
      ["x".repeat(500), null],
      ["plain", "bob"],
      ["silent", null],
    ] as const) {
      const view = await store.run({ project: "p", partitionKey, appId });
      expect((await view?.header())?.app_id).toBe(appId);
    }
    for (const [appId, partitionKey] of [
      ["chat /1", null],
      ["chat%20%2F1~anna", null],
      ["parent", "anna"],
      ["..", null],
    ] as const) {
      expect(await store.run({ project: "p", partitionKey, appId })).toBeUndefined();
    }
  });

  it("has its children, in the order in which they began, also those that its own files lack", async () => {
    const logs = family();
    const store = openStore(logs, options);
    const view = await store.run({ project: "p", partitionKey: null, appId: "parent" });
    const header = await view?.header();
    expect(header?.children_list).toEqual([
      { app_id: "fork", partition_key: null, kind: "fork", sequence_id: 1, at_ms: firstMs },
      { app_id: "child", partition_key: null, kind: "spawn", sequence_id: 1, at_ms: firstMs + 12 },
    ]);
    expect(header).toMatchObject({ forks: 1, children: 1, project: "p", process: { pid: 4121, host: "here" } });
    expect((await view?.steps({}))?.items.map(({ children }) => children)).toEqual([0, 2]);
    expect((await view?.step(1))?.children_list).toHaveLength(2);
  });

  it("that is only known by its children has no steps", async () => {
    const logs = new MemoryLogs();
    logs.put("p", "only", {
      modifiedAtMs: nowMs,
      children: logText({
        type: "child_application_data",
        child: pointer("a", 0),
        event_time: at(1),
        event_type: "fork",
        sequence_id: 3,
      }),
    });
    const view = await openStore(logs, options).run({ project: "p", partitionKey: null, appId: "only" });
    expect(await view?.header()).toMatchObject({ status: "empty", forks: 1, steps: 0, first_sequence_id: null });
    expect((await view?.header())?.last_written_ms).toBe(nowMs);
    expect(await view?.steps({})).toEqual({ items: [], total: 0, next: null });
  });

  it("is deleted where that can be done", async () => {
    const logs = family();
    const store = openStore(logs, options);
    const ref = { project: "p", partitionKey: null, appId: "fork" };
    expect(await store.remove(ref)).toBe(true);
    expect(await store.remove(ref)).toBe(false);
    expect(await store.run(ref)).toBeUndefined();
    const { projects, runs, open } = logs;
    const fixed = openStore({ projects: projects.bind(logs), runs: runs.bind(logs), open: open.bind(logs) });
    expect(await fixed.remove(ref)).toBeUndefined();
  });

  it.each([
    { log: logText(run()), status: "running" },
    { log: logText(run({ pid: 1 })), status: "empty" },
    { log: logText(run(), endRun("failed")), status: "failed" },
    { log: logText(run(), endRun("completed")), status: "empty" },
    { log: logText(run(), ...step(0)), status: "running" },
    { log: logText(run(), ...step(0), endRun("completed")), status: "completed" },
    { log: logText(run(), ...step(0), endRun("halted")), status: "halted" },
    { log: logText(run(), ...step(0), endRun("suspended")), status: "suspended" },
    { log: logText(run(), ...step(0), endRun("aborted")), status: "aborted" },
    { log: logText(...step(0)), status: "completed" },
    { log: logText(begin(0), end(0, "count", { status: "suspended" })), status: "suspended" },
  ])("is $status after $log", async ({ log, status }) => {
    const logs = new MemoryLogs();
    logs.put("p", "app", { log, modifiedAtMs: nowMs });
    const view = await openStore(logs, options).run({ project: "p", partitionKey: null, appId: "app" });
    expect((await view?.header())?.status).toBe(status);
  });
});
