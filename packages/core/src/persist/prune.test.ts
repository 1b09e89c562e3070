import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { burr } from "../index.ts";
import { Artifact, memoryArtifacts, memoryStore, persisterOn, type Retention } from "./index.ts";

const b = burr<{ count: number; log: readonly string[]; file: Artifact }>();
const key = { appId: "app", partitionKey: null };
const add = b.action({ reads: ["count"], writes: ["count", "log"], run: (s) => s.increment({ count: 1 }).append({ log: "x".repeat(500) }) }); // prettier-ignore
const looping = { actions: { add }, transitions: [["add", "add"]], entrypoint: "add", appId: "app" } as const;

describe("prune()", () => {
  it("never breaks a chain: each row that is left gives the state it gave before", async () => {
    const plan = fc.record({ steps: fc.integer({ min: 1, max: 60 }), keepLast: fc.integer({ min: 1, max: 70 }), again: fc.integer({ min: 0, max: 30 }) }); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(plan, async ({ steps, keepLast, again }) => {
        const store = memoryStore();
        const persister = persisterOn(store);
        const app = b.application({ ...looping, state: { count: 0, log: [] }, persister });
        for (const many of [steps, again]) {
          for (let step = 0; step < many; step += 1) await app.step();
          await persister.prune({ keepLast });
          const rows = await store.readRange(key, 0, 1000);
          expect(rows.length).toBe(Math.min(keepLast, app.sequenceId + 2));
          for (const { sequenceId } of rows) {
            const run = await persister.load({ appId: "app", ...(sequenceId < 0 ? {} : { sequenceId }) });
            expect(run?.state["count"]).toBe(sequenceId < 0 ? app.state.count : sequenceId + 1);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each<[string, Retention, number]>([
    ["the newest rows", { keepLast: 3 }, 3],
    ["rows of the last ten seconds", { maxAgeMs: 10_000 }, 11],
    ["rows that are both", { keepLast: 20, maxAgeMs: 10_000 }, 11],
    ["always the last one", { keepLast: 0, maxAgeMs: 0 }, 1],
    ["everything, when nothing is said", {}, 31],
  ])("keeps %s", async (_what, retention, left) => {
    let now = 0;
    const store = memoryStore();
    const persister = persisterOn(store, { now: () => now });
    const app = b.application({ ...looping, state: { count: 0, log: [] }, persister, now: () => now });
    for (let step = 0; step < 30; step += 1) {
      now += 1000;
      await app.step();
    }
    const isCut = left < 31;
    expect(await persister.prune(retention)).toEqual({ applications: isCut ? 1 : 0, artifacts: 0 });
    expect(await store.readRange(key, 0, 99)).toHaveLength(left);
    expect(await persister.prune(retention)).toEqual({ applications: 0, artifacts: 0 });
    expect((await persister.load({ appId: "app" }))?.state["count"]).toBe(30);
    await app.step();
    expect((await persister.load({ appId: "app" }))?.state["count"]).toBe(31);
  });

  it("happens by itself, at the end of runs, with the persister's own retention", async () => {
    const store = memoryStore();
    const app = b.application({
      ...looping,
      state: { count: 0, log: [] },
      persister: persisterOn(store, { retention: { keepLast: 5 } }),
    });
    for (let step = 0; step < 200; step += 1) await app.step();
    expect((await store.readRange(key, 0, 999)).length).toBeLessThan(100);
    expect((await persisterOn(store).load({ appId: "app" }))?.state["log"]).toHaveLength(200);
  });

  it("cuts a history in which a step was tried again, and one that was rewound, without losing a state", async () => {
    const store = memoryStore();
    const persister = persisterOn(store);
    const app = b.application({ ...looping, state: { count: 0, log: [] }, persister });
    for (let step = 0; step < 5; step += 1) await app.step();
    for (let update = 0; update < 5; update += 1) await app.updateState(app.state.update({ count: 100 + update }));
    for (const keepLast of [8, 4, 2]) {
      await persister.prune({ keepLast });
      expect((await persister.load({ appId: "app" }))?.state["count"]).toBe(104);
      expect((await store.readRange(key, 0, 99)).length).toBeGreaterThanOrEqual(keepLast);
    }
  });
});

describe("artifacts in state", () => {
  it("come back as references that are read from the store, and are collected when nothing refers to them", async () => {
    let now = 0;
    const artifacts = memoryArtifacts({ now: () => now });
    const store = memoryStore();
    const persister = persisterOn(store, { artifacts, now: () => now });
    const keep = b.action({ reads: [], writes: ["file"], run: async () => ({ file: await artifacts.put("large", { mediaType: "text/plain" }) }) }); // prettier-ignore
    const app = b.application({ actions: { keep }, transitions: [], entrypoint: "keep", state: {}, appId: "app", persister, now: () => now }); // prettier-ignore
    await app.run();
    const forgotten = await artifacts.put("forgotten");
    const file = (await persister.load({ appId: "app" }))?.state["file"];
    expect(file).toBeInstanceOf(Artifact);
    expect(await (file as Artifact).text()).toBe("large");
    expect(await persister.prune()).toMatchObject({ artifacts: 0 }); // a commit may be on its way
    now += 2 * 60 * 60 * 1000;
    expect(await persister.prune()).toMatchObject({ artifacts: 1 });
    await expect(forgotten.bytes()).rejects.toMatchObject({ code: "artifact-missing" });
    expect(await (file as Artifact).text()).toBe("large");
    await persister.delete({ appId: "app" });
    expect(await persister.prune()).toMatchObject({ artifacts: 1 });
  });
});
