import { describe, expect, it } from "vitest";
import { burr, type Hooks } from "../index.ts";
import { memoryPersister, memoryStore, type Persister, persisterOn } from "./index.ts";

interface Loop {
  count: number;
  history: readonly number[];
  text: string;
}

const b = burr<Loop>();
const add = b.action({ reads: ["count"], writes: ["count", "history"], run: (s) => s.increment({ count: 1 }).append({ history: s.count + 1 }) }); // prettier-ignore
const echo = b.action({ reads: [], writes: ["text"], run: () => ({ text: "again" }) });
const defaults = { defaultState: { count: 0, history: [] }, defaultEntrypoint: "add" } as const;

/** Two actions in a loop, behind what is stored of the application "app". */
function open(persister: Persister, more: object = {}) {
  return b
    .app()
    .withActions({ add, echo })
    .withTransitions(["add", "echo"], ["echo", "add"])
    .withIdentifiers({ appId: "app", partitionKey: "ann" })
    .initializeFrom(persister, { ...defaults, ...more })
    .withPersister(persister)
    .build();
}

/** The rows of "app", as their bodies tell them. */
async function bodiesOf(store: ReturnType<typeof memoryStore>): Promise<Record<string, unknown>[]> {
  const rows = await store.readRange({ appId: "app", partitionKey: "ann" }, 0, 1000);
  return rows.map(({ body, sequenceId }) => ({ sequenceId, ...(JSON.parse(body) as object) }));
}

describe("a persister", () => {
  it("113: loads what was saved, nothing where nothing was, and lists the applications of a partition", async () => {
    const persister = memoryPersister();
    expect(await persister.load({ partitionKey: "ann", appId: "app" })).toBeUndefined();
    const app = await open(persister);
    await app.run({ haltAfter: "echo" });
    expect(await persister.load({ partitionKey: "ann", appId: "app" })).toMatchObject({
      appId: "app",
      partitionKey: "ann",
      sequenceId: 1,
      state: { count: 1, history: [1], text: "again" },
      after: "echo",
      status: "completed",
      parent: null,
    });
    expect(await persister.listAppIds("ann")).toEqual(["app"]);
    expect(await persister.listAppIds()).toEqual([]);
  });

  it("114: takes a partition key of null, and tells it from an empty one", async () => {
    const persister = memoryPersister();
    for (const partitionKey of [null, ""]) {
      const app = b.application({ actions: { echo }, transitions: [], entrypoint: "echo", state: {}, appId: `of ${partitionKey}`, partitionKey, persister }); // prettier-ignore
      await app.run();
    }
    expect(await persister.listAppIds(null)).toEqual(["of null"]);
    expect(await persister.listAppIds("")).toEqual(["of "]);
    expect(await persister.load({ partitionKey: null })).toMatchObject({ appId: "of null" });
  });

  it("115, 116: makes its store ready at the first use, whichever persister of the store is the first", async () => {
    const store = memoryStore();
    let initialized = 0;
    const counting = { ...store, initialize: async () => void (initialized += 1) };
    const [one, other] = [persisterOn(counting), persisterOn(counting)];
    expect(await one.listAppIds("ann")).toEqual([]);
    await (await open(other)).step();
    expect(await one.listAppIds("ann")).toEqual(["app"]);
    expect(initialized).toBe(2);
  });

  it("115: tries again when its store could not be made ready", async () => {
    let isDown = true;
    const store = {
      ...memoryStore(),
      initialize: () => (isDown ? Promise.reject(new Error("no route")) : Promise.resolve()),
    };
    const persister = persisterOn(store);
    await expect(persister.listAppIds()).rejects.toThrow("no route");
    isDown = false;
    expect(await persister.listAppIds()).toEqual([]);
  });

  it("124: is async, so that runSync() refuses it", () => {
    const app = b.application({
      actions: { echo },
      transitions: [],
      entrypoint: "echo",
      state: {},
      persister: memoryPersister(),
    });
    expect(() => app.runSync()).toThrow(expect.objectContaining({ code: "async-in-sync" }));
  });

  it("125: stores what inputs lead to", async () => {
    const persister = memoryPersister();
    const chat = burr<{ prompt: string; response: string }>();
    const prompt = chat.inputAction("prompt");
    const reply = chat.action({
      reads: ["prompt"],
      writes: ["response"],
      run: (state) => ({ response: state.prompt }),
    });
    const app = chat.application({ actions: { prompt, reply }, transitions: [["prompt", "reply"]], entrypoint: "prompt", state: {}, appId: "app", persister }); // prettier-ignore
    await app.run({ haltAfter: "reply", inputs: { prompt: "hello" } });
    expect((await persister.load({ appId: "app" }))?.state).toEqual({ prompt: "hello", response: "hello" });
  });

  it("117: leaves the defaults in force where nothing is stored", async () => {
    const app = await open(memoryPersister());
    expect(app).toMatchObject({ sequenceId: -1, nextAction: "add", parentPointer: null });
    expect(app.state.toJSON()).toEqual({ count: 0, history: [] });
  });

  it("118: lets a new process go on with the next action, the sequence id and the state", async () => {
    const persister = memoryPersister();
    for (let round = 1; round <= 2; round += 1) {
      const app = await open(persister);
      for (let step = 0; step < 4; step += 1) await app.step();
      expect(app.state.history).toEqual(Array.from({ length: 2 * round }, (_, index) => index + 1));
    }
    expect((await open(persister)).sequenceId).toBe(7);
  });

  it("119: has a failed step run again, under a new sequence id", async () => {
    const store = memoryStore();
    let fails = true;
    const flaky = b.action({
      reads: [],
      writes: ["text"],
      run: () => {
        if (fails) throw new Error("boom");
        return { text: "done" };
      },
    });
    const start = () =>
      b.app().withActions({ add, flaky }).withTransitions(["add", "flaky"]).withIdentifiers({ appId: "app", partitionKey: "ann" }) // prettier-ignore
        .initializeFrom(persisterOn(store), defaults).withPersister(persisterOn(store)).build(); // prettier-ignore
    await expect((await start()).run()).rejects.toThrow("boom");
    fails = false;
    const app = await start();
    expect(app).toMatchObject({ nextAction: "flaky", sequenceId: 1 });
    expect((await app.run()).state.text).toBe("done");
    expect(await bodiesOf(store)).toMatchObject([
      { type: "created", after: null },
      { action: "add", sequenceId: 0 },
      { action: "flaky", status: "failed", after: "add", sequenceId: 1 },
      { action: "flaky", sequenceId: 2 },
    ]);
  });

  it("123: has one row for each attempt, and one for the beginning", async () => {
    const store = memoryStore();
    const app = await open(persisterOn(store));
    await app.run({ haltAfter: "echo" });
    await app.updateState(app.state.update({ count: 7 }));
    expect((await bodiesOf(store)).map(({ type, action }) => [type, action])).toEqual([
      ["created", undefined],
      [undefined, "add"],
      [undefined, "echo"],
      ["updated", undefined],
    ]);
    expect((await open(persisterOn(store))).state.count).toBe(7);
  });

  it("157: begins at the default entrypoint, with the stored state, when asked to", async () => {
    const persister = memoryPersister();
    await (await open(persister)).step();
    const app = await open(persister, { resumeAtNextAction: false });
    expect(app).toMatchObject({ nextAction: "add", sequenceId: 0 });
    await app.step();
    expect(app.state.count).toBe(2);
    expect((await open(persister)).nextAction).toBe("echo");
  });

  it("158: has an aborted step as aborted, and it is run again", async () => {
    const store = memoryStore();
    const controller = new AbortController();
    const wait = b.action({
      reads: [],
      writes: ["text"],
      run: async (_state, _inputs, { signal }) => {
        controller.abort("enough");
        await new Promise((_resolve, reject) => {
          if (signal.aborted) reject(new Error("aborted"));
        });
        return { text: "never" };
      },
    });
    const start = () =>
      b.app().withActions({ wait }).withIdentifiers({ appId: "app", partitionKey: "ann" })
        .initializeFrom(persisterOn(store), { ...defaults, defaultEntrypoint: "wait" }).withPersister(persisterOn(store)).build(); // prettier-ignore
    await expect((await start()).run({ signal: controller.signal })).rejects.toBe("enough");
    expect(await bodiesOf(store)).toMatchObject([{ type: "created" }, { action: "wait", status: "aborted" }]);
    expect((await start()).nextAction).toBe("wait");
  });

  it("161: is no parent of the application that goes on", async () => {
    const persister = memoryPersister();
    await (await open(persister)).step();
    expect((await open(persister)).parentPointer).toBeNull();
  });

  it("162: has each application of one builder once", async () => {
    const store = memoryStore();
    const builder = b.app().withActions({ add, echo }).withTransitions(["add", "echo"]).withState({ count: 0, history: [] }).withEntrypoint("add").withPersister(persisterOn(store)); // prettier-ignore
    const [one, other] = [builder.build(), builder.build()];
    await one.run();
    await other.run();
    expect(one.appId).not.toBe(other.appId);
    for (const { appId } of [one, other]) {
      expect((await store.readRange({ appId, partitionKey: null }, 0, 9)).map(({ index }) => index)).toEqual([0, 1, 2]);
    }
  });

  it("172: can go back to an earlier step of the same application: what came after is history, and saving goes on", async () => {
    const store = memoryStore();
    const app = await open(persisterOn(store));
    for (let step = 0; step < 6; step += 1) await app.step();
    const back = await b.app().withActions({ add, echo }).withTransitions(["add", "echo"], ["echo", "add"]).withIdentifiers({ appId: "app", partitionKey: "ann", sequenceId: 2 }) // prettier-ignore
      .initializeFrom(persisterOn(store), defaults).withPersister(persisterOn(store)).build(); // prettier-ignore
    expect(back).toMatchObject({ sequenceId: 2, nextAction: "echo", state: { count: 2, history: [1, 2] } });
    await back.step();
    await back.step();
    expect(await open(persisterOn(store))).toMatchObject({ sequenceId: 4, state: { count: 3, history: [1, 2, 3] } });
    expect(await persisterOn(store).load({ partitionKey: "ann", appId: "app", sequenceId: 5 })).toMatchObject({ state: { count: 3 } }); // prettier-ignore
    expect(await bodiesOf(store)).toContainEqual(
      expect.objectContaining({ type: "rewound", after: "add", sequenceId: 2 }),
    );
    await expect(app.step()).rejects.toMatchObject({ code: "concurrent-run" });
  });
});

describe("initializeFrom()", () => {
  it("takes keys that the stored state lacks from the defaults, when asked to", async () => {
    const persister = memoryPersister();
    await (await open(persister)).step();
    const more = { defaultState: { count: 100, history: [], text: "new" } };
    expect((await open(persister, more)).state.toJSON()).toEqual({ count: 1, history: [1] });
    const app = await open(persister, { ...more, mergeDefaults: true });
    expect(app.state.toJSON()).toEqual({ count: 1, history: [1], text: "new" });
    await app.step();
    expect((await persister.load({ partitionKey: "ann", appId: "app" }))?.state).toEqual({ count: 1, history: [1], text: "again" }); // prettier-ignore
  });

  it("62: cannot be called together with withState() or withEntrypoint()", () => {
    const loose = b.app().withActions({ add }) as unknown as Record<string, (...all: unknown[]) => typeof loose>;
    const persister = memoryPersister();
    for (const [method, value] of [
      ["withState", { count: 0 }],
      ["withEntrypoint", "add"],
    ] as const) {
      const error = expect.objectContaining({ code: "invalid-option", message: expect.stringContaining("Cannot call initializeFrom()") }); // prettier-ignore
      expect(() => loose[method]?.(value)["initializeFrom"]?.(persister, defaults)).toThrow(error);
      expect(() => loose["initializeFrom"]?.(persister, defaults)[method]?.(value)).toThrow(error);
    }
  });

  it("gives an interrupted streaming action its last checkpoint", async () => {
    const store = memoryStore();
    const resumed: unknown[] = [];
    const hooks: Hooks = {};
    const work = b.action({
      reads: ["history"],
      writes: ["history", "text"],
      *run(state, _inputs, ctx) {
        resumed.push(ctx.resumed);
        ctx.checkpoint(state.append({ history: 10 }).update({ text: "half" }));
        yield 1;
        if (resumed.length === 1) throw new Error("boom");
        return state.append({ history: 11 }).update({ text: "whole" });
      },
    });
    const start = () =>
      b.app().withActions({ work }).withTransitions(["work", "work"]).withIdentifiers({ appId: "app" }).withHooks(hooks)
        .initializeFrom(persisterOn(store), { defaultState: { count: 0, history: [1] }, defaultEntrypoint: "work" }).withPersister(persisterOn(store)).build(); // prettier-ignore
    await expect((await start()).step()).rejects.toThrow("boom");
    await (await start()).step();
    await (await start()).step();
    expect(resumed).toEqual([undefined, { history: [1, 10], text: "half" }, undefined]);
    expect((await start()).state.history).toEqual([1, 11, 11]);
  });

  it("loads from another program's store, and stores in its own", async () => {
    const persister = memoryPersister();
    const other = {
      load: () =>
        Promise.resolve({ appId: "app", partitionKey: "ann", sequenceId: 9, state: { count: 4, history: [4] }, after: "add", status: "completed", version: 0, graph: null, parent: null, savedAtMs: 0 } as const), // prettier-ignore
    };
    const either = { load: async (query: object) => (await persister.load(query)) ?? (await other.load()) };
    const start = () =>
      b.app().withActions({ add, echo }).withTransitions(["add", "echo"], ["echo", "add"]).withIdentifiers({ appId: "app", partitionKey: "ann" }) // prettier-ignore
        .initializeFrom(either, defaults).withPersister(persister).build(); // prettier-ignore
    const app = await start();
    expect(app).toMatchObject({ nextAction: "echo", sequenceId: 9 });
    await app.step();
    const again = await start();
    expect(again).toMatchObject({ nextAction: "add", sequenceId: 10 });
    expect((await again.step())?.state.count).toBe(5);
  });
});
