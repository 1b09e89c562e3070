import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { burr, type JournalRecord, memoryJournal, onError } from "@burrjs/core";
import type { DecisionView } from "@burrjs/protocol";
import { localLogs, localTracker } from "@burrjs/tracker";
import { afterEach, beforeEach, expect, it } from "vitest";
import { begin, end, firstMs, logText, step } from "../testing/log-lines.ts";
import { MemoryLogs } from "../testing/memory-logs.ts";
import { openStore } from "./open-store.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "burr-ways-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true, force: true });
});

/** Aborted, and goes on with what there was; fails, tries again, leads back to itself, falls back; and ends elsewhere. */
async function record(): Promise<readonly JournalRecord[]> {
  const b = burr<{ log: string[]; left: number }>();
  const stop = new AbortController();
  const journal = memoryJournal();
  const tracker = localTracker({ project: "p", dir });
  const down = (): never => {
    throw new Error("down");
  };
  const listen = b.action({
    reads: [],
    writes: ["log"],
    async *run(state) {
      yield "a part";
      stop.abort(new Error("enough"));
      await Promise.resolve();
      return state.append({ log: "all" });
    },
    onAbort: (_partial, state) => state.append({ log: "a part" }),
  });
  let calls = 0;
  const fetch = b.action({
    reads: [],
    writes: ["log"],
    retry: { attempts: 2, baseMs: 0 },
    run: (state) => {
      calls += 1;
      return calls < 5 ? down() : state.append({ log: "fetched" });
    },
  });
  const guess = b.action({ reads: ["left"], writes: ["left"], run: down, fallback: (state) => ({ left: state.left - 1 }) }); // prettier-ignore
  const app = b.application({
    actions: { listen, fetch, guess, give: b.action({ reads: [], writes: [], run: down }), sorry: b.action({ reads: [], writes: [], run: () => ({}) }) }, // prettier-ignore
    transitions: [
      ["listen", "fetch"],
      ["fetch", "fetch", onError(Error, { max: 3 })],
      ["fetch", "guess"],
      ["guess", "guess", b.check(["left"], ({ left }) => left > 0, "some are left")],
      ["guess", "give"],
      ["give", "sorry", onError()],
    ],
    entrypoint: "listen",
    state: { log: [], left: 2 },
    appId: "a",
    journal,
    tracker,
  });
  await app.run({ signal: stop.signal }).catch(() => {});
  await app.run();
  await tracker.close();
  return journal.records;
}

it("each Why is the decision of the engine: behind aborts, failures, fallbacks, and ways from an action to itself", async () => {
  const records = await record();
  const decisions = new Map(records.flatMap((one) => (one.type === "transition" ? [[one.sequenceId, one]] : [])));
  const store = openStore(localLogs(dir));
  const view = await store.run({ project: "p", partitionKey: null, appId: "a" });
  const steps = (await view?.steps({}))?.items ?? [];
  expect(steps.map(({ from, action, status }) => [from, action, status])).toEqual([
    [null, "listen", "aborted"],
    ["listen", "fetch", "failed"],
    ["fetch", "fetch", "failed"],
    ["fetch", "fetch", "completed"],
    ["fetch", "guess", "completed"],
    ["guess", "guess", "completed"],
    ["guess", "give", "failed"],
    ["give", "sorry", "completed"],
  ]);
  const tried = (why: DecisionView | null | undefined): unknown =>
    why?.tried.flatMap(({ to, condition, keys, result }) => (result === null ? [] : [[to, condition, keys, result]]));
  for (const { sequence_id: id } of steps.slice(1)) {
    const decision = decisions.get(id - 1);
    const why = (await view?.step(id))?.why;
    expect(why).toMatchObject({ sequence_id: id - 1, from: decision?.from, to: decision?.to });
    expect(tried(why)).toEqual(decision?.tried.map(({ to, condition, reads, result }) => [to, condition, reads, result])); // prettier-ignore
  }
  expect((await store.graph("p"))?.ways.map(({ from, to, taken }) => [from, to, taken])).toEqual([
    ["listen", "fetch", 1],
    ["fetch", "fetch", 2],
    ["fetch", "guess", 1],
    ["guess", "guess", 1],
    ["guess", "give", 1],
    ["give", "sorry", 1],
  ]);
  expect((await view?.steps({ q: "edge:fetch->fetch" }))?.items.map(({ sequence_id: id }) => id)).toEqual([2, 3]);
});

it.each([
  {
    says: "an abort that was committed, in a log that does not say what was chosen",
    log: [begin(0, "a"), end(0, "a", { status: "aborted", committed: true }), ...step(1, "a")],
    ways: [null, "a"],
  },
  {
    says: "one that was not",
    log: [begin(0, "a"), end(0, "a", { status: "aborted" }), ...step(1, "a")],
    ways: [null, null],
  },
  {
    says: "a commit that was undone",
    log: [...step(0, "a"), ...step(1, "b"), { ...begin(2, "b"), role: "undo" }, end(2, "b"), ...step(3, "b")],
    ways: [null, "a", "b", null],
  },
  { says: "a step that is missing", log: [...step(0, "a"), ...step(2, "b")], ways: [null, null] },
])("the way behind $says", async ({ log, ways }) => {
  const logs = new MemoryLogs();
  logs.put("p", "a", { log: logText(...log), modifiedAtMs: firstMs });
  const view = await openStore(logs).run({ project: "p", partitionKey: null, appId: "a" });
  expect((await view?.steps({}))?.items.map(({ from }) => from)).toEqual(ways);
});
