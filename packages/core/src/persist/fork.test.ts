import { describe, expect, it } from "vitest";
import { burr } from "../index.ts";
import { memoryPersister, memoryStore, type Persister, persisterOn } from "./index.ts";

const b = burr<{ count: number; notes: readonly string[] }>();
const count = b.action({ reads: [], writes: ["count"], run: (state) => state.increment({ count: 1 }) });
const builder = b.app().withActions({ count }).withTransitions(["count", "count"]);
const defaults = { defaultState: { count: 0, notes: [] }, defaultEntrypoint: "count" } as const;

/** An application that has counted to `steps`, its first step being 1. */
async function counted(persister: Persister, appId: string, steps: number) {
  const app = builder.withState({ count: 0, notes: [] }).withEntrypoint("count").withIdentifiers({ appId, partitionKey: "ann", sequenceId: 0 }).withPersister(persister).build(); // prettier-ignore
  for (let step = 0; step < steps; step += 1) await app.step();
  return app;
}

function forkOf(persister: Persister, appId: string, options: object) {
  return builder.withIdentifiers({ appId, partitionKey: "bob" })
    .initializeFrom(persister, { ...defaults, ...options }).withPersister(persister).build(); // prettier-ignore
}

describe("a fork", () => {
  it("120: begins after the step it was forked at, and points to it", async () => {
    const persister = memoryPersister();
    await counted(persister, "source", 10);
    const app = await forkOf(persister, "fork", { forkFromAppId: "source", forkFromPartitionKey: "ann", forkFromSequenceId: 5 }); // prettier-ignore
    expect(app).toMatchObject({ sequenceId: 5, state: { count: 5 } });
    expect(app.parentPointer).toEqual({ appId: "source", partitionKey: "ann", sequenceId: 5 });
    expect(await app.step()).toMatchObject({ sequenceId: 6, state: { count: 6 } });
    expect(await persister.load({ appId: "fork", partitionKey: "bob" })).toMatchObject({
      parent: { appId: "source", sequenceId: 5 },
      state: { count: 6 },
    });
    expect(await persister.load({ appId: "source", partitionKey: "ann" })).toMatchObject({ state: { count: 10 } });
  });

  it("121: can be forked in turn, and its source forgotten", async () => {
    const persister = memoryPersister();
    await counted(persister, "first", 10);
    const second = await forkOf(persister, "second", { forkFromAppId: "first", forkFromPartitionKey: "ann", forkFromSequenceId: 5 }); // prettier-ignore
    for (let step = 0; step < 10; step += 1) await second.step();
    await persister.delete({ appId: "first", partitionKey: "ann" });
    const third = await second.fork({ appId: "third", sequenceId: 10 });
    for (let step = 0; step < 15; step += 1) await third.step();
    await persister.delete({ appId: "second", partitionKey: "bob" });
    const fourth = await third.fork({ patch: { notes: ["mine"] } });
    expect(fourth).toMatchObject({ sequenceId: 25, state: { count: 25, notes: ["mine"] } });
    expect(fourth.parentPointer).toEqual({ appId: "third", partitionKey: "bob", sequenceId: 25 });
    expect(third.state.notes).toEqual([]);
    await fourth.step();
    expect((await persister.load({ appId: fourth.appId, partitionKey: "bob" }))?.state).toEqual({ count: 26, notes: ["mine"] }); // prettier-ignore
  });

  it("can be of another partition", async () => {
    const persister = memoryPersister();
    const source = await counted(persister, "source", 2);
    const fork = await source.fork({ appId: "fork", partitionKey: "cid" });
    await fork.step();
    expect(fork.parentPointer).toEqual({ appId: "source", partitionKey: "ann", sequenceId: 2 });
    expect(await persister.load({ appId: "fork", partitionKey: "cid" })).toMatchObject({ state: { count: 3 } });
    expect((await source.fork()).partitionKey).toBe("ann");
  });

  it("can begin where another loader says, with another action, and with middleware of its own", async () => {
    const log = memoryPersister();
    await counted(log, "source", 4);
    const order: string[] = [];
    const reset = b.action({ reads: [], writes: ["count"], run: () => ({ count: 100 }) });
    const app = b
      .app()
      .withActions({ count, reset })
      .withTransitions(["reset", "count"], ["count", "count"])
      .withState({ count: 0, notes: [] })
      .withEntrypoint("count")
      .use((_step, next) => (order.push("of the application"), next()))
      .build();
    const fork = await app.fork({
      from: log,
      of: { appId: "source", partitionKey: "ann" },
      sequenceId: 2,
      entrypoint: "reset",
      patch: { notes: ["tried"] },
      use: [({ action }, next) => (order.push(`of the fork: ${action}`), next())],
    });
    expect(fork.nextAction).toBe("reset");
    expect(fork.parentPointer).toEqual({ appId: "source", partitionKey: "ann", sequenceId: 2 });
    expect(await fork.run({ haltAfter: "count" })).toMatchObject({ state: { count: 101, notes: ["tried"] } });
    expect(order).toEqual(["of the application", "of the fork: reset", "of the application", "of the fork: count"]);
    expect((await app.run({ haltAfter: "count" })).state.count).toBe(1);
    expect(order).toHaveLength(5);
  });

  it("122: of an application that is not stored is an error", async () => {
    await expect(forkOf(memoryPersister(), "fork", { forkFromAppId: "nobody" })).rejects.toMatchObject({
      code: "unknown-run",
    });
  });

  it("has one row with the whole state, however long the history of its source is", async () => {
    const store = memoryStore();
    const source = await counted(persisterOn(store), "source", 500);
    const fork = await source.fork({ appId: "fork" });
    await fork.step();
    const rows = await store.readRange({ appId: "fork", partitionKey: "ann" }, 0, 1000);
    expect(rows).toHaveLength(2);
    expect(rows[0]?.body).toContain('"forked"');
  });

  it("of an unknown step is refused, with the step", async () => {
    const source = await counted(memoryPersister(), "source", 3);
    await expect(source.fork({ sequenceId: 7 })).rejects.toMatchObject({
      code: "unknown-sequence-id",
      details: { appId: "source", sequenceId: 7 },
    });
  });

  it.each([
    ["63: a step to fork from without its application", { forkFromSequenceId: 3 }, "forkFromAppId"],
    ["63: a partition to fork from without its application", { forkFromPartitionKey: "ann" }, "forkFromAppId"],
    ["64: a fork into itself", { forkFromAppId: "fork" }, "Cannot fork"],
  ])("%s is refused", async (_what, options, message) => {
    await expect(forkOf(memoryPersister(), "fork", options)).rejects.toThrow(message);
  });
});
