import { describe, expect, it } from "vitest";
import { burr, type Migration } from "../index.ts";
import { checkRuns, memoryPersister, memoryStore, persisterOn } from "./index.ts";

const old = burr<{ name: string }>();
const greet = old.action({ reads: [], writes: ["name"], run: () => ({ name: "Ann Lee" }) });
const leave = old.action({ reads: [], writes: ["name"], run: () => ({ name: "gone" }) });

const b = burr<{ first: string; last: string }>();
const hello = b.action({ reads: ["first"], writes: ["last"], run: () => ({ last: "Smith" }) });
const split: Migration = ({ name }) => {
  const [first, last] = String(name).split(" ");
  return { first, last };
};

/** Stored by yesterday's program: two steps of version 0. */
async function yesterday(appId = "app") {
  const persister = memoryPersister();
  const app = old.application({ actions: { hello: greet, leave }, transitions: [["hello", "hello"]], entrypoint: "hello", state: { name: "" }, appId, persister }); // prettier-ignore
  await app.step();
  await app.step();
  return persister;
}

function today(
  persister: ReturnType<typeof memoryPersister>,
  options: { version?: number; migrations?: Record<number, Migration> },
) {
  return b.app().withActions({ hello }).withTransitions(["hello", "hello"]).withIdentifiers({ appId: "app" }).withOptions(options)
    .initializeFrom(persister, { defaultState: { first: "", last: "" }, defaultEntrypoint: "hello" }).withPersister(persister).build(); // prettier-ignore
}

describe("a state of an older version", () => {
  it("is migrated step by step, and stored as a whole with the next step", async () => {
    const persister = await yesterday();
    const upper: Migration = ({ first, last }) => ({ first: String(first).toUpperCase(), last });
    const app = await today(persister, { version: 2, migrations: { 1: split, 2: upper } });
    expect(app.state.toJSON()).toEqual({ first: "ANN", last: "Lee" });
    await app.step();
    expect(await persister.load({ appId: "app" })).toMatchObject({
      version: 2,
      state: { first: "ANN", last: "Smith" },
    });
    expect(await persister.load({ appId: "app", sequenceId: 0 })).toMatchObject({
      version: 0,
      state: { name: "Ann Lee" },
    });
  });

  it.each([
    ["without a migration", { version: 1 }, /has version 0, and `migrations` has none to version 1/],
    ["with a gap in the migrations", { version: 2, migrations: { 1: split } }, /none to version 2/],
  ])("%s cannot be gone on with", async (_what, options, message) => {
    await expect(today(await yesterday(), options)).rejects.toMatchObject({ code: "incompatible-run", message: expect.stringMatching(message) as string }); // prettier-ignore
  });

  it("that stands behind an action which is gone names the nearest steps that would do", async () => {
    const persister = memoryPersister();
    const app = old.application({ actions: { hello: greet, leave }, transitions: [["hello", "leave"], ["leave", "hello"]], entrypoint: "hello", state: { name: "" }, appId: "app", persister }); // prettier-ignore
    for (let step = 0; step < 4; step += 1) await app.step();
    const opening = today(persister, { version: 1, migrations: { 1: split } });
    await expect(opening).rejects.toMatchObject({
      code: "incompatible-run",
      details: { appId: "app", sequenceId: 3, nearest: [2, 0] },
      message: expect.stringContaining('behind the action "leave", which this graph does not have') as string,
    });
  });

  it("is checked for all stored runs by checkRuns()", async () => {
    const persister = await yesterday();
    const graph = b.graph({ actions: { hello }, transitions: [] });
    expect(await checkRuns(persister, { graph, version: 1, migrations: { 1: split } })).toEqual([
      { appId: "app", partitionKey: null, sequenceId: 1 },
    ]);
    expect(await checkRuns(persister, { graph, version: 1 })).toMatchObject([
      { appId: "app", error: { code: "incompatible-run" } },
    ]);
    const broken: Migration = () => {
      throw new Error("no name");
    };
    expect(await checkRuns(persister, { graph, version: 1, migrations: { 1: broken } })).toMatchObject([{ error: { code: "incompatible-run", cause: { message: "no name" } } }]); // prettier-ignore
  });

  it("is not replaced by what is no state: a migration that is async, say", async () => {
    const later = ((state: object) => Promise.resolve(state)) as unknown as Migration;
    const opening = today(await yesterday(), { version: 1, migrations: { 1: later } });
    await expect(opening).rejects.toMatchObject({ code: "incompatible-run", message: expect.stringContaining("returned a promise") as string }); // prettier-ignore
  });

  it("is told apart by rows that carry their version and the hash of the graph", async () => {
    const store = memoryStore();
    const make = (options: object) => old.application({ actions: { hello: greet }, transitions: [], entrypoint: "hello", state: { name: "" }, persister: persisterOn(store), ...options }); // prettier-ignore
    await make({ appId: "one", version: 3 }).step();
    await make({ appId: "two", version: 3 }).step();
    const other = old.application({ actions: { hello: greet }, transitions: [["hello", "hello"]], entrypoint: "hello", state: { name: "" }, persister: persisterOn(store), appId: "three" }); // prettier-ignore
    await other.step();
    const load = (appId: string) => persisterOn(store).load({ appId });
    const [one, two, three] = [await load("one"), await load("two"), await load("three")];
    expect(one).toMatchObject({ version: 3, graph: two?.graph });
    expect(three?.graph).not.toBe(one?.graph);
  });
});
