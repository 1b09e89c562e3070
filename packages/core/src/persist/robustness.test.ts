import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { type AnyRunEvent, type ApplicationOptions, burr, type StepContext } from "../index.ts";
import { deferred } from "../promises.ts";
import { type HistoryStore, memoryStore, persisterOn, type PersisterOptions } from "./index.ts";

interface Doc {
  count: number;
  docs: readonly string[] | null;
  note: string;
}

const b = burr<Doc>();
const key = { appId: "app", partitionKey: null };
const defaults = { defaultState: { count: 0, docs: [], note: "" }, defaultEntrypoint: "act" } as const;
type Act = (count: number, context: StepContext<Partial<Doc>>) => unknown;

/** Opens the application "app" in a store; `act` may throw, wait or checkpoint before the count goes up by one. */
function opener(store: HistoryStore, act: Act = () => {}, persist: PersisterOptions = {}) {
  const persister = persisterOn(store, persist);
  const counting = b.action({
    reads: ["count"],
    writes: ["count"],
    mayWrite: ["docs"],
    run: async (state, _inputs, context) => {
      await act(state.count, context);
      return state.increment({ count: 1 });
    },
  });
  const open = (options: ApplicationOptions = {}, more: object = {}) =>
    b.app().withActions({ act: counting }).withTransitions(["act", "act"]).withIdentifiers({ appId: "app" }).withOptions(options)
      .initializeFrom(persister, { ...defaults, ...more }).withPersister(persister).build(); // prettier-ignore
  return { open, persister };
}

/** Streams `letters` of a step, and counts. */
function streamer(store: HistoryStore) {
  let letters: readonly string[] = [];
  let fails = false;
  const persister = persisterOn(store);
  const act = b.action({
    reads: [],
    writes: ["count"],
    *run(state) {
      yield* letters;
      if (fails) throw new Error("boom");
      return state.increment({ count: 1 });
    },
  });
  const open = (sequenceId?: number) =>
    b.app().withActions({ act }).withTransitions(["act", "act"]).withIdentifiers({ appId: "app", ...(sequenceId === undefined ? {} : { sequenceId }) })
      .initializeFrom(persister, defaults).withPersister(persister, { logChunks: true }).build(); // prettier-ignore
  const say = (...next: readonly string[]): void => void (letters = next);
  return { open, persister, say, fail: (value: boolean): void => void (fails = value) };
}

async function told(events: AsyncIterable<AnyRunEvent>): Promise<unknown[]> {
  const seen: unknown[] = [];
  for await (const event of events) seen.push(event.type === "chunk" ? event.chunk : event.type);
  return seen;
}

async function idsOf(store: HistoryStore): Promise<number[]> {
  return (await store.readRange(key, 0, 999)).map(({ sequenceId }) => sequenceId);
}

describe("an application that is left while it goes over to what others have stored", () => {
  it.each(["queue", "abort-other"] as const)("does not write over it later (%s)", async (onConflict) => {
    const store = memoryStore();
    let gate: Promise<void> | undefined;
    const reading = deferred<void>();
    const slow = {
      ...store,
      readRows: async (app: typeof key, sequenceId?: number) => {
        if (gate !== undefined) reading.resolve();
        await gate;
        return await store.readRows(app, sequenceId);
      },
    };
    const mine = await opener(slow).open({ onConflict });
    await mine.step();
    const other = await opener(store).open();
    for (let step = 0; step < 5; step += 1) await other.step();
    const opened = deferred<void>();
    gate = opened.promise;
    const controller = new AbortController();
    const left = mine.run({ haltAfter: "act", signal: controller.signal }).catch((error: unknown) => error);
    await reading.promise;
    controller.abort("enough");
    expect(await left).toBe("enough");
    opened.resolve();
    await macrotask();
    gate = undefined;
    await mine.step();
    expect(mine.state.count).toBe(7);
    expect(await idsOf(store)).toEqual([-1, 0, 1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ["a patch", {}, { patch: { note: "mine" } }],
    ["a step to go back to", { sequenceId: 0 }, {}],
    ["another entrypoint", {}, { resumeAtNextAction: false }],
  ])("does not give up %s without a word", async (_what, identifiers, more) => {
    const store = memoryStore();
    const first = await opener(store).open();
    await first.step();
    const mine = await opener(store).open({ onConflict: "queue", ...identifiers }, more);
    await first.step();
    await expect(mine.step()).rejects.toMatchObject({ code: "concurrent-run" });
  });

  it("adds default values again that it was told to merge", async () => {
    const store = memoryStore();
    const first = await opener(store).open();
    await first.step();
    await first.updateState(first.state.delete("note"));
    const mine = await opener(store).open({ onConflict: "queue" }, { mergeDefaults: true });
    await first.step();
    await mine.step();
    expect(mine.state).toMatchObject({ count: 3, note: "" });
  });
});

describe("updateState()", () => {
  it("is refused while the start of a step is being stored", async () => {
    const app = await opener(memoryStore()).open();
    await app.step();
    const step = app.step();
    await expect(app.updateState(app.state.update({ note: "lost?" }))).rejects.toMatchObject({
      code: "step-in-flight",
    });
    await step;
    await app.updateState(app.state.update({ note: "kept" }));
    expect(app.state).toMatchObject({ count: 2, note: "kept" });
  });

  it("between two steps of iterate() belongs to the step before", async () => {
    const store = memoryStore();
    const { open, persister } = opener(store);
    const app = await open();
    for await (const { sequenceId } of app.iterate()) {
      if (sequenceId === 1) await app.updateState(app.state.update({ note: "between" }));
      if (sequenceId === 2) break;
    }
    expect(await idsOf(store)).toEqual([-1, 0, 1, 1, 2]);
    expect((await persister.load({ appId: "app", sequenceId: 1 }))?.state["note"]).toBe("between");
  });

  it('is stored at once where no run is under way, also with durability "exit"', async () => {
    const { open, persister } = opener(memoryStore());
    const app = await open({ durability: "exit" });
    await app.step();
    await app.updateState(app.state.update({ note: "now" }));
    expect((await persister.load({ appId: "app" }))?.state["note"]).toBe("now");
  });

  it("does not hide the stream of the step before it", async () => {
    const { open, persister, say } = streamer(memoryStore());
    say("a", "b");
    const app = await open();
    await app.step();
    await app.updateState(app.state.update({ note: "x".repeat(10_000) }));
    expect(await told(persister.readStream("app", 0))).toEqual(["a", "b", "step-end"]);
  });
});

describe("a checkpoint", () => {
  it("keeps its values, whatever becomes of the state it was made from", async () => {
    const store = memoryStore();
    const resumed: unknown[] = [];
    const act: Act = (_count, context) => {
      resumed.push(context.resumed);
      if (resumed.length === 1) context.checkpoint({ docs: ["a", "x"] } as never);
      throw new Error("boom");
    };
    const app = await opener(store, act).open();
    await expect(app.step()).rejects.toThrow("boom");
    await app.updateState(app.state.update({ docs: null }));
    await expect((await opener(store, act).open()).step()).rejects.toThrow("boom");
    expect(resumed).toEqual([undefined, { docs: ["a", "x"] }]);
  });

  it("of an attempt is gone when the run has gone back to an earlier step", async () => {
    const store = memoryStore();
    const resumed: unknown[] = [];
    const act: Act = (count, context) => {
      resumed.push(context.resumed);
      if (count < 2) return;
      context.checkpoint({ docs: ["of the old history"] } as never);
      throw new Error("boom");
    };
    const app = await opener(store, act).open();
    await expect(app.run()).rejects.toThrow("boom");
    await (await opener(store, act).open({ sequenceId: 0 })).step();
    expect((await persisterOn(store).load({ appId: "app" }))?.checkpoint).toBeUndefined();
  });

  it("that comes after the action's end is not stored", async () => {
    const store = memoryStore();
    let late: (() => void) | undefined;
    const act: Act = (_count, { checkpoint }) => void (late = () => checkpoint({ docs: ["late"] } as never));
    const writing = { ...store, write: (app: typeof key, write: Parameters<HistoryStore["write"]>[1]) => (late?.(), store.write(app, write)) }; // prettier-ignore
    await (await opener(writing, act).open()).step();
    expect((await persisterOn(store).load({ appId: "app" }))?.checkpoint).toBeUndefined();
  });
});

describe("a stream that nobody reads", () => {
  it("does not take the application from another run when it is closed", async () => {
    const store = memoryStore();
    const gate = deferred<void>();
    const { open, persister } = opener(store, () => gate.promise);
    const app = await open();
    const stream = await app.streamResult({ haltAfter: "act" });
    const step = app.step();
    await vi.waitFor(async () => expect((await store.readHead(key))?.status).toBe("running"));
    await stream.abort("not needed");
    expect(await persister.findOrphans({ staleAfterMs: -1 })).toHaveLength(1);
    gate.resolve();
    expect(await step).toMatchObject({ state: { count: 1 } });
  });

  it('leaves what was run before it stored, and the application idle (durability "exit")', async () => {
    const store = memoryStore();
    const persister = persisterOn(store);
    const first = b.action({ reads: [], writes: ["count"], run: (state) => state.increment({ count: 1 }) });
    const talk = b.action({ reads: [], writes: ["note"], *run() { yield "a"; return { note: "a" }; } }); // prettier-ignore
    const app = b.application({ actions: { first, talk }, transitions: [["first", "talk"]], entrypoint: "first", state: { count: 0 }, appId: "app", persister, durability: "exit" }); // prettier-ignore
    const stream = await app.streamResult({ haltAfter: "talk" });
    expect(await store.readHead(key)).toMatchObject({ status: "idle", sequenceId: 0 });
    await stream.get();
    expect(await persister.load({ appId: "app" })).toMatchObject({ sequenceId: 1, state: { count: 1, note: "a" } });
  });
});

describe("a step whose end cannot be stored", () => {
  it("is told of as one that began, and its sequence id is not used again", async () => {
    const store = memoryStore();
    let refuses = false;
    const faulty = {
      ...store,
      write: (app: typeof key, write: Parameters<HistoryStore["write"]>[1]) => {
        if (!refuses) return store.write(app, write);
        refuses = false;
        return Promise.reject(new Error("hiccup"));
      },
    };
    const app = await opener(faulty, (count) => {
      if (count !== 1) return;
      refuses = true;
      throw new Error("boom");
    }).open({ onHookError: () => {} });
    await expect(app.run()).rejects.toThrow("boom");
    await (await opener(store).open()).step();
    expect(await idsOf(store)).toEqual([-1, 0, 1, 2]);
    expect((await persisterOn(store).load({ appId: "app", sequenceId: 1 }))?.status).toBe("unfinished");
  });

  it('goes in with the next write, where commits are stored behind the run (durability "async")', async () => {
    const store = memoryStore();
    let refuses = 0;
    const faulty = {
      ...store,
      write: (app: typeof key, write: Parameters<HistoryStore["write"]>[1]) => ((refuses -= 1) === 0 ? Promise.reject(new Error("hiccup")) : store.write(app, write)), // prettier-ignore
    };
    const app = await opener(faulty).open({ durability: "async", onHookError: () => {} });
    await app.step();
    refuses = 2; // not the start, but the commit
    await app.step(); // the end of the run has tried again
    await app.step();
    expect((await persisterOn(store).load({ appId: "app" }))?.state["count"]).toBe(3);
    expect(await idsOf(store)).toEqual([-1, 0, 1, 2]);
  });
});

it('a run whose last commits were refused does not say that all is well (durability "async")', async () => {
  const store = memoryStore();
  let writes = 0;
  const taken = { ...store, write: async (app: typeof key, write: Parameters<HistoryStore["write"]>[1]) => (writes += 1) !== 4 && (await store.write(app, write)) }; // prettier-ignore
  const app = await opener(taken).open({ durability: "async" });
  await app.step();
  await expect(app.step()).rejects.toMatchObject({ code: "concurrent-run" });
});

it("an abort while the start of a step is being stored leaves no attempt behind", async () => {
  const store = memoryStore();
  const stored = deferred<void>();
  const begun = deferred<void>();
  let isSlow = false;
  const slow = {
    ...store,
    write: async (app: typeof key, write: Parameters<HistoryStore["write"]>[1]) => {
      if (isSlow) begun.resolve();
      if (isSlow) await stored.promise;
      return await store.write(app, write);
    },
  };
  const app = await opener(slow).open();
  await app.step();
  isSlow = true;
  const controller = new AbortController();
  const aborted = app.run({ signal: controller.signal }).catch((error: unknown) => error);
  await begun.promise;
  controller.abort("enough");
  isSlow = false;
  stored.resolve();
  expect(await aborted).toBe("enough");
  expect(await store.readHead(key)).toMatchObject({ status: "idle", sequenceId: 0 });
  const stream = await app.streamResult({ haltAfter: "act" });
  await stream.get();
  expect(await idsOf(store)).toEqual([-1, 0, 1]);
});

it("how the last step ended is known also behind a large update", async () => {
  const { open, persister } = opener(memoryStore());
  const app = await open();
  await app.step();
  await app.updateState(app.state.update({ note: "x".repeat(10_000) }));
  expect((await persister.load({ appId: "app" }))?.status).toBe("completed");
});

describe("a follower", () => {
  it("of a step that was gone back to sees the new stream alone", async () => {
    const { open, persister, say } = streamer(memoryStore());
    say("a", "b", "c", "d");
    const app = await open();
    for (let step = 0; step < 3; step += 1) await app.step();
    say("new");
    await (await open(0)).step();
    expect(await told(persister.readStream("app", 1))).toEqual(["new", "step-end"]);
  });

  it("that leaves while it waits leaves at once", async () => {
    const store = memoryStore();
    const gate = deferred<void>();
    const { open, persister } = opener(store, () => gate.promise);
    const app = await open();
    const step = app.step();
    await vi.waitFor(async () => expect((await store.readHead(key))?.status).toBe("running"));
    const following = persister.readStream("app", 0);
    const next = following.next();
    await macrotask();
    expect(await following.return?.()).toEqual({ done: true, value: undefined });
    expect(await next).toEqual({ done: true, value: undefined });
    gate.resolve();
    await step;
  });

  it("of a run that died and was gone on with is told of what follows", async () => {
    const store = memoryStore();
    const { open, say, fail } = streamer(store);
    say("a", "b");
    const dead = await open();
    // It begins, streams, and nobody says how it ended.
    const stream = await dead.streamResult({ haltAfter: "act" });
    await stream[Symbol.asyncIterator]().next();
    fail(false);
    const heir = await b.app().withActions({ act: b.action({ reads: [], writes: ["count"], *run(state) { yield "c"; return state.increment({ count: 1 }); } }) }) // prettier-ignore
      .withTransitions(["act", "act"]).withIdentifiers({ appId: "app" }).initializeFrom(persisterOn(store), defaults)
      .withPersister(persisterOn(store), { logChunks: true, onConflict: "abort-other" }).build(); // prettier-ignore
    await heir.step();
    const rest = heir.stream().toResponse({ lastEventId: "0.1.0" });
    const text = await rest.text();
    expect(text.match(/^event: .*$/gm)).toEqual(["event: rollback", "event: chunk", "event: commit"]);
    expect(heir.stream().toResponse({ lastEventId: "1.1.end" }).status).toBe(204);
    await stream.abort("over");
  });
});

it("heartbeats that come less often than others wait for them are refused", () => {
  expect(() => persisterOn(memoryStore(), { heartbeatMs: 500, staleAfterMs: 300 })).toThrow(
    expect.objectContaining({ code: "invalid-option" }),
  );
});
