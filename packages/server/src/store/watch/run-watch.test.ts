import { afterEach, describe, expect, it } from "vitest";
import { at, begin, end, logText, run, step } from "../../testing/log-lines.ts";
import { MemoryLogs } from "../../testing/memory-logs.ts";
import { openStore, type StoreOptions } from "../open-store.ts";
import type { LogStore, RunChange, RunView } from "../store.ts";

const stores: LogStore[] = [];
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
});

async function watched(log: string, options: StoreOptions = {}) {
  const clock = { nowMs: 0 };
  const logs = new MemoryLogs({ now: () => clock.nowMs });
  logs.put("p", "app", { log });
  const store = openStore(logs, {
    now: () => clock.nowMs,
    host: "here",
    isAlive: () => true,
    watchTimes: { statusEveryMs: 1, listEveryMs: 1 },
    ...options,
  });
  stores.push(store);
  const view = await store.run({ project: "p", partitionKey: null, appId: "app" });
  if (view === undefined) throw new Error("There should be such an application.");
  return { clock, logs, store, view };
}

/** Changes one after another; the watching has begun when it resolves. */
async function follow(view: RunView, from?: string) {
  const controller = new AbortController();
  const changes = view.watch({ signal: controller.signal, ...(from !== undefined && { from }) });
  const iterator = changes[Symbol.asyncIterator]();
  const next = async (): Promise<RunChange | undefined> => {
    const result = await iterator.next();
    return result.done === true ? undefined : result.value;
  };
  return { next, controller };
}

/** Waits for a change that says this. */
async function until(
  next: () => Promise<RunChange | undefined>,
  holds: (change: RunChange) => boolean,
): Promise<RunChange> {
  for (;;) {
    const change = await next();
    if (change === undefined) throw new Error("The watching has ended.");
    if (holds(change)) return change;
  }
}

async function placeNow(view: RunView): Promise<string> {
  const { next, controller } = await follow(view, "none:0");
  const change = await next();
  controller.abort();
  return change?.place ?? "";
}

describe("Whoever watches a log", () => {
  it("is told of steps that begin and end, with their chunks", async () => {
    const { logs, view } = await watched(logText(run(), ...step(0)));
    const { next } = await follow(view, await placeNow(view));
    expect(await next()).toMatchObject({ steps: [], chunks: [] });
    logs.append("p", "app", logText(begin(1, "answer")));
    expect(await next()).toMatchObject({
      steps: [{ sequence_id: 1, n: 1, status: "running" }],
      header: { steps: 2, status: "running" },
    });
    logs.append("p", "app", logText({ type: "stream_chunk", sequence_id: 1, i: 0, dt_us: [5, 6], items: ["a", "b"] }));
    expect(await next()).toMatchObject({
      steps: [{ sequence_id: 1, chunks: 2 }],
      chunks: [{ sequence_id: 1, attempt: 1, i: 0, dt_us: [5, 6], items: ["a", "b"] }],
    });
    logs.append(
      "p",
      "app",
      logText(end(1, "answer"), { type: "end_run", run_id: "r1", t: at(1), status: "completed", stopped: "after" }),
    );
    expect(await next()).toMatchObject({
      steps: [{ sequence_id: 1, status: "completed" }],
      header: { status: "completed" },
    });
  });

  it("from a place on gets what it has missed", async () => {
    const { logs, view } = await watched(logText(run(), ...step(0)));
    const place = await placeNow(view);
    logs.append("p", "app", logText(...step(1), ...step(2)));
    const { next } = await follow(view, place);
    const change = await next();
    expect(change?.steps.map(({ sequence_id: id }) => id)).toEqual([1, 2]);
    expect(change?.reset).toBeUndefined();
  });

  it("is told of forks that were made since somebody last watched", async () => {
    const { logs, store, view } = await watched(logText(run(), ...step(0)));
    const [earlier, later] = [await follow(view, "none:0"), await follow(view, "none:0")];
    expect(await earlier.next()).toMatchObject({ header: { forks: 0 } });
    const parent = { type: "pointer_data", app_id: "app", sequence_id: 0, partition_key: null };
    logs.put("p", "fork", {
      log: logText(run(), ...step(1)),
      metadata: {
        app_id: "fork",
        partition_key: null,
        parent_pointer: parent,
        spawning_parent_pointer: null,
      },
    });
    await store.runs("p", {}); // finds it
    expect(await later.next()).toMatchObject({ header: { forks: 1 } });
  });

  it("is told of a fork though the log does not grow, with the step that it was made from", async () => {
    const { logs, view } = await watched(logText(run(), ...step(0), ...step(1), ...step(2)));
    const { next } = await follow(view, await placeNow(view));
    expect(await next()).toMatchObject({ header: { forks: 0 } });
    logs.addChild("p", "app", { child: { app_id: "fork", sequence_id: null, partition_key: null }, event_time: at(9), event_type: "fork", sequence_id: 1 }); // prettier-ignore
    const change = await until(next, ({ header }) => header.forks === 1);
    expect(change.steps).toContainEqual(expect.objectContaining({ sequence_id: 1, children: 1 }));
    expect(change.chunks).toEqual([]);
  });

  it("gets what is much in parts, each with a place to go on from", async () => {
    const { logs, view } = await watched(logText(run()));
    const place = await placeNow(view);
    logs.append("p", "app", logText(...Array.from({ length: 2500 }, (_, id) => step(id)).flat()));
    const first = await follow(view, place);
    const parts = [await first.next(), await first.next(), await first.next()];
    const ids = new Set(parts.flatMap((part) => part?.steps.map(({ sequence_id: id }) => id) ?? []));
    expect(ids.size).toBe(2500);
    expect(parts.every((part) => (part?.steps.length ?? 0) <= 1002)).toBe(true);
    const again = await follow(view, parts[0]?.place);
    expect((await again.next())?.steps[0]?.sequence_id).toBe(1000);
  });

  it.each(["", "x", "g1:-1", "g1:1.5", "g0:0", "g1:99999999"])(
    "begins anew at the place %j, which is none",
    async (from) => {
      const { view } = await watched(logText(run(), ...step(0)));
      const { next } = await follow(view, from);
      expect(await next()).toMatchObject({ reset: true, steps: [], header: { steps: 1 } });
    },
  );

  it("begins anew when the log is another one, and hears when it is gone", async () => {
    const { logs, view } = await watched(logText(run(), ...step(0)));
    const { next } = await follow(view, await placeNow(view));
    await next();
    logs.put("p", "app", { log: logText(run(), ...step(0), ...step(1), ...step(2)) });
    expect(await next()).toMatchObject({ reset: true, header: { steps: 3 } });
    logs.delete("p", "app");
    expect(await next()).toMatchObject({ reset: true, header: { steps: 0 } });
  });

  it("hears when nothing was written for 15 s, and when the process is gone", async () => {
    let isAlive = true;
    const { clock, view } = await watched(logText(run(), ...step(0), begin(1)), { isAlive: () => isAlive });
    const { next } = await follow(view, await placeNow(view));
    expect(await next()).toMatchObject({ header: { status: "running" } });
    clock.nowMs = 15_000;
    expect(await next()).toMatchObject({
      header: { status: "stalled" },
      steps: [{ sequence_id: 1, status: "stalled" }],
    });
    isAlive = false;
    expect(await next()).toMatchObject({ header: { status: "lost" }, steps: [{ sequence_id: 1, status: "lost" }] });
  });

  it("hears of an attempt that was lost when another one begins", async () => {
    const { logs, view } = await watched(logText(run(), begin(0, "crashed")));
    const { next } = await follow(view, await placeNow(view));
    await next();
    logs.append("p", "app", logText(run({ run_id: "r2" }), begin(0, "again")));
    expect((await next())?.steps.map(({ action, status }) => [action, status])).toEqual([
      ["crashed", "lost"],
      ["again", "running"],
    ]);
  });

  it("is let go by its signal, before and while it waits, and by the store's end", async () => {
    const { store, view } = await watched(logText(run(), ...step(0)));
    const place = await placeNow(view);
    const one = await follow(view, place);
    await one.next();
    const waiting = one.next();
    one.controller.abort();
    expect(await waiting).toBeUndefined();
    const other = await follow(view, place);
    await other.next();
    const last = other.next();
    await store.close();
    expect(await last).toBeUndefined();
    const aborted = view.watch({ signal: AbortSignal.abort() });
    expect((await aborted[Symbol.asyncIterator]().next()).done).toBe(true);
  });

  it("shares the looks at the log with all others", async () => {
    const { logs, view } = await watched(logText(run(), ...step(0)));
    const place = await placeNow(view);
    const all = await Promise.all(Array.from({ length: 100 }, () => follow(view, place)));
    await Promise.all(all.map(({ next }) => next()));
    const before = logs.counts.stats;
    const told = all.map(({ next }) => next());
    logs.append("p", "app", logText(begin(1)));
    for (const change of await Promise.all(told)) expect(change?.steps).toHaveLength(1);
    expect(logs.counts.stats - before).toBeLessThan(5);
  });
});

describe("Whoever watches a project", () => {
  it("is told of applications that begin, change, and stop", async () => {
    const { clock, logs, store } = await watched(logText(run(), begin(0)));
    const controller = new AbortController();
    const iterator = store.watchRuns("p", controller.signal)[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ runs: [], removed: [] });
    logs.put("p", "second", { log: logText(...step(0)) });
    expect((await iterator.next()).value).toMatchObject({ runs: [{ app_id: "second", status: "completed" }] });
    clock.nowMs = 20_000;
    const statuses = (await iterator.next()).value;
    expect(statuses).toMatchObject({ runs: [{ app_id: "app", status: "stalled" }] });
    const last = iterator.next();
    controller.abort();
    expect((await last).done).toBe(true);
  });
});

it("A change of the status alone tells of no chunks again", async () => {
  const { clock, view } = await watched(
    logText(run(), begin(0), { type: "stream_chunk", sequence_id: 0, i: 0, dt_us: [1], items: ["a"] }),
  );
  const { next } = await follow(view, await placeNow(view));
  await next();
  clock.nowMs = 60_000;
  const change = await until(next, ({ header }) => header.status === "stalled");
  expect(change.chunks).toEqual([]);
});
