import { describe, expect, it, vi } from "vitest";
import { type ApplicationOptions, burr } from "../index.ts";
import { deferred } from "../promises.ts";
import { memoryStore, type PersisterOptions, persisterOn } from "./index.ts";

const b = burr<{ count: number; marks: readonly string[] }>();
const key = { appId: "app", partitionKey: null };
const defaults = { defaultState: { count: 0, marks: [] }, defaultEntrypoint: "add" } as const;

/** One process's application over a shared store; `mark` tells who has committed. */
function process(
  store = memoryStore(),
  mark = "a",
  {
    gate,
    ...options
  }: ApplicationOptions & { readonly gate?: ReturnType<typeof makeGate>; readonly persist?: PersisterOptions } = {},
) {
  const { persist, ...rest } = options;
  const add = b.action({
    reads: [],
    writes: ["count", "marks"],
    run: async (state, _inputs, { signal }) => {
      gate?.enter();
      await gate?.passed;
      signal.throwIfAborted();
      return state.increment({ count: 1 }).append({ marks: mark });
    },
  });
  const persister = persisterOn(store, persist);
  const open = () =>
    b.app().withActions({ add }).withTransitions(["add", "add"]).withIdentifiers({ appId: "app" }).withOptions(rest)
      .initializeFrom(persister, defaults).withPersister(persister).build(); // prettier-ignore
  return { open, persister };
}

/** Where a step waits until the test lets it go on. */
function makeGate() {
  const entered = deferred<void>();
  const passed = deferred<void>();
  return {
    enter: entered.resolve,
    entered: entered.promise,
    passed: passed.promise,
    open: (): void => passed.resolve(),
  };
}

describe("two processes that run one application", () => {
  it("cannot both commit: the second is told, and its state is not stored", async () => {
    const store = memoryStore();
    const [one, other] = [await process(store, "one").open(), await process(store, "other").open()];
    await one.step();
    await expect(other.step()).rejects.toMatchObject({ code: "concurrent-run" });
    const late = await process(store, "late").open();
    await one.step();
    await expect(late.step()).rejects.toMatchObject({
      code: "concurrent-run",
      details: { appId: "app", sequenceId: 1 },
    });
    expect(late.state.count).toBe(1);
    await expect(late.updateState(late.state.update({ count: 9 }))).rejects.toMatchObject({ code: "concurrent-run" });
    expect((await process(store).open()).state.marks).toEqual(["one", "one"]);
  });

  it("a process that wakes up after its successor is fenced off, hooks and state in agreement", async () => {
    const store = memoryStore();
    const gate = makeGate();
    const reports: unknown[] = [];
    const hooks = [{ postRunStep: ({ status, committed }: { status: string; committed: boolean }) => void reports.push([status, committed]) }]; // prettier-ignore
    const sleeper = await process(store, "sleeper", {
      gate,
      hooks,
      persist: { heartbeatMs: 1e6, staleAfterMs: 2e6 },
    }).open();
    const asleep = sleeper.run({ haltAfter: "add" });
    await gate.entered;
    const successor = await process(store, "successor", { persist: { staleAfterMs: 0 } }).open();
    expect(successor.sequenceId).toBe(0);
    await successor.step();
    gate.open();
    await expect(asleep).rejects.toMatchObject({ code: "concurrent-run" });
    expect(sleeper.state.count).toBe(0);
    expect(reports).toEqual([["failed", false]]);
    expect(await store.readRange(key, 0, 9)).toMatchObject([
      { sequenceId: -1 },
      { sequenceId: 0, body: expect.stringContaining('"unfinished"') as string },
      { sequenceId: 1, body: expect.stringContaining('"add"') as string },
    ]);
  });

  it('"reject" leaves alone who is alive, and takes over from who is not', async () => {
    vi.useFakeTimers();
    try {
      const store = memoryStore();
      const gate = makeGate();
      const alive = await process(store, "alive", { gate }).open();
      const running = alive.step();
      await gate.entered;
      const refused = process(store, "refused").open().then((app) => app.step()); // prettier-ignore
      const refusal = refused.catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(1000); // a heartbeat
      expect(await refusal).toMatchObject({ code: "concurrent-run", message: expect.stringContaining("somebody else is running step 0") as string }); // prettier-ignore
      gate.open();
      await running;

      const dying = makeGate();
      const dead = await process(store, "dead", {
        gate: dying,
        persist: { heartbeatMs: 1e8, staleAfterMs: 2e8 },
      }).open();
      void dead.step().catch(() => {});
      await dying.entered;
      const heir = await process(store, "heir").open();
      const inherited = heir.step();
      await vi.advanceTimersByTimeAsync(4999);
      expect((await store.readHead(key))?.status).toBe("running");
      await vi.advanceTimersByTimeAsync(2);
      expect((await inherited)?.state.marks).toEqual(["alive", "heir"]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('"queue" waits for the end of the other, and goes on from its state', async () => {
    const store = memoryStore();
    const gate = makeGate();
    const first = await process(store, "first", { gate }).open();
    const waiting = await process(store, "second", { onConflict: "queue" }).open();
    const running = first.step();
    await gate.entered;
    const second = process(store, "third", { onConflict: "queue" });
    const queued = (await second.open()).run({ haltAfter: "add" });
    gate.open();
    await running;
    expect((await queued).state.marks).toEqual(["first", "third"]);
    expect(waiting.state.marks).toEqual([]);
  });

  it('"queue" in many at once loses nothing', async () => {
    const store = memoryStore();
    await (await process(store, "0").open()).step();
    const apps = await Promise.all(Array.from({ length: 8 }, (_, index) => process(store, `${index}`, { onConflict: "queue" }).open())); // prettier-ignore
    await Promise.all(
      apps.map(async (app) => {
        for (let round = 0; round < 10; round += 1) await app.step();
      }),
    );
    expect((await process(store).open()).state.count).toBe(81);
  });

  it("a wait in the queue ends with the signal, and takes nothing", async () => {
    const store = memoryStore();
    const gate = makeGate();
    const first = await process(store, "first", { gate }).open();
    const running = first.step();
    await gate.entered;
    const controller = new AbortController();
    const app = await process(store, "second", { onConflict: "queue" }).open();
    const queued = app.run({ haltAfter: "add", signal: controller.signal });
    controller.abort("bored");
    await expect(queued).rejects.toBe("bored");
    gate.open();
    await running;
    expect(await store.readHead(key)).toMatchObject({ status: "idle", sequenceId: 0 });
  });

  it('"abort-other" takes the application away, and the other run ends at its next sign of life', async () => {
    vi.useFakeTimers();
    try {
      const store = memoryStore();
      const gate = makeGate();
      const unstored: unknown[] = [];
      const onHookError = (error: unknown): void => void unstored.push(error); // how it ended cannot be stored any more
      const other = await process(store, "other", { gate, onHookError, persist: { heartbeatMs: 10 } }).open();
      const running = other.step();
      await gate.entered;
      const app = await process(store, "mine", { onConflict: "abort-other" }).open();
      expect((await app.step())?.state.marks).toEqual(["mine"]);
      const failure = running.catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(1100); // a heartbeat, and the time that an aborted action gets
      expect(await failure).toMatchObject({ code: "concurrent-run" });
      expect(unstored).toEqual([expect.objectContaining({ code: "concurrent-run" })]);
    } finally {
      vi.useRealTimers();
    }
  });

  it("one can abort the other by the persister", async () => {
    vi.useFakeTimers();
    try {
      const store = memoryStore();
      const gate = makeGate();
      const { open, persister } = process(store, "one", { gate });
      expect(await persister.abort({ appId: "app" })).toBe(false);
      const running = (await open()).step();
      const failure = running.catch((error: unknown) => error);
      await gate.entered;
      expect(await persister.abort({ appId: "app" })).toBe(true);
      await vi.advanceTimersByTimeAsync(2100);
      expect(await failure).toMatchObject({ name: "AbortError" });
      expect((await process(store).open()).nextAction).toBe("add");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a request to abort", () => {
  it("is not lost when a step commits before anybody has seen it", async () => {
    vi.useFakeTimers();
    try {
      const store = memoryStore();
      const [first, second] = [makeGate(), makeGate()];
      let steps = 0;
      const add = b.action({
        reads: [],
        writes: ["count"],
        run: async (state, _inputs, { signal }) => {
          const gate = steps === 0 ? first : second;
          steps += 1;
          gate.enter();
          await gate.passed;
          signal.throwIfAborted();
          return state.increment({ count: 1 });
        },
      });
      const persister = persisterOn(store);
      const app = b.application({ actions: { add }, transitions: [["add", "add"]], entrypoint: "add", state: { count: 0 }, appId: "app", persister }); // prettier-ignore
      const failure = app.run().catch((error: unknown) => error);
      await first.entered;
      expect(await persister.abort({ appId: "app" })).toBe(true);
      first.open();
      await second.entered;
      await vi.advanceTimersByTimeAsync(2100);
      expect(await failure).toMatchObject({ name: "AbortError" });
      expect(app.state.count).toBe(1);
      expect((await store.readHead(key))?.isAbortRequested).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("app.recover()", () => {
  it("finds runs that began and did not end, and goes on with them", async () => {
    let now = 1_000_000;
    const store = memoryStore();
    const gate = makeGate();
    const clock = { now: () => now };
    const dead = await process(store, "dead", {
      gate,
      ...clock,
      persist: { heartbeatMs: 1e6, staleAfterMs: 2e6, ...clock },
    }).open();
    void dead.step().catch(() => {});
    await gate.entered;
    const { persister } = process(store, "heir", { persist: clock });
    const watcher = process(store, "heir", { ...clock, persist: clock });
    const app = await watcher.open();
    expect(await app.recover({ staleAfterMs: 60_000 })).toEqual([]);
    now += 60_001;
    const [orphan, ...more] = await app.recover({ staleAfterMs: 60_000 });
    expect(more).toEqual([]);
    expect(orphan).toMatchObject({ appId: "app", partitionKey: null, sequenceId: 0, action: "add" });
    const again = await orphan?.resume();
    await again?.step();
    expect(again?.state).toMatchObject({ marks: ["heir"] });
    expect(await persister.findOrphans()).toEqual([]);
  });

  it("needs a persister", async () => {
    const app = b.application({ actions: { stay: b.resultAction() }, transitions: [], entrypoint: "stay", state: {} });
    await expect(app.recover()).rejects.toMatchObject({ code: "invalid-option" });
    await expect(app.fork()).rejects.toMatchObject({ code: "invalid-option" });
  });
});
