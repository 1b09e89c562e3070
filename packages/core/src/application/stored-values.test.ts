import { describe, expect, it } from "vitest";
import { z } from "zod";
import { burr, isBurrError } from "../index.ts";
import { checkRuns, memoryPersister } from "../persist/index.ts";
import { failure } from "../testing/counter-app.ts";
import { type Chat, libraries, zodSchemas } from "../testing/schema-libraries.ts";

const token = "s3cret-value";
const old = burr<Chat>();

/** What yesterday's program has stored: the counts of its steps, without schemas. */
async function stored(...counts: unknown[]) {
  const persister = memoryPersister();
  const left = [...counts];
  const act = old.action({ reads: [], writes: ["count"], run: () => ({ count: left.shift() as number }) });
  const app = old.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state: { name: "Ann" }, appId: "app", persister }); // prettier-ignore
  while (left.length > 0) await app.step();
  return persister;
}

function load(b: (typeof libraries)[number]["b"], persister: ReturnType<typeof memoryPersister>, more: object = {}) {
  const act = b.action({ reads: ["count"], writes: ["count"], run: (state) => state.increment({ count: 1 }) });
  return b
    .app()
    .withActions({ act })
    .withTransitions(["act", "act"])
    .withIdentifiers({ appId: "app", ...("sequenceId" in more ? { sequenceId: 0 } : {}) })
    .initializeFrom(persister, { defaultState: { name: " Bob " }, defaultEntrypoint: "act", ...more })
    .withPersister(persister, { onConflict: "queue" })
    .build();
}

describe.each(libraries)("with $library, a stored run", ({ b, schemas }) => {
  it("is gone on with when its values are valid", async () => {
    const persister = await stored(1, 2);
    const app = await load(b, persister);
    expect(app.state.toJSON()).toEqual({ name: "Ann", count: 2 });
    await app.step();
    expect((await persister.load({ appId: "app" }))?.state).toEqual({ name: "Ann", count: 3 });
  });

  it("is refused when one is not: with its key, and the nearest steps that would do", async () => {
    const persister = await stored(1, token, 2, token, token);
    const error: unknown = await load(b, persister).catch((thrown: unknown) => thrown);
    if (!isBurrError(error) || error.code !== "incompatible-run") throw error;
    expect(error.message).toMatch(/does not fit: its state is not what the schemas accept .*: "count": .*go on from an earlier step by its sequenceId: 2, 0\./); // prettier-ignore
    expect(error.details).toEqual({ appId: "app", sequenceId: 4, nearest: [2, 0] });
    expect(error.message).not.toContain(token);
    expect((await load(b, persister, { sequenceId: 0 })).state.count).toBe(1);
  });

  it("takes defaults for absent keys only with mergeDefaults", async () => {
    const app = await load(b, await stored(1), { mergeDefaults: true });
    expect(app.state.toJSON()).toEqual({ name: "Ann", count: 1, history: [] });
  });

  it("begins with the defaults when there is none", async () => {
    const app = await load(b, memoryPersister());
    expect(app.state.toJSON()).toEqual({ name: "Bob", history: [], count: 0 });
  });

  it("may be patched, with valid values", async () => {
    const persister = await stored(1);
    expect((await load(b, persister, { patch: { name: " Eve " } })).state.name).toBe("Eve");
    await expect(load(b, persister, { patch: { count: 100 } })).rejects.toThrow(
      failure("invalid-value", 'The patch of the stored state has "count"'),
    );
  });

  it("is checked by checkRuns() with the schemas, too", async () => {
    const act = old.action({ reads: [], writes: ["count"], run: () => ({ count: 1 }) });
    const graph = old.graph({ actions: { act }, transitions: [] });
    const [checked] = await checkRuns(await stored(token), { graph, schemas });
    expect(checked).toMatchObject({ appId: "app", error: failure("incompatible-run", '"count"') });
    expect(await checkRuns(await stored(1), { graph, schemas })).toEqual([
      { partitionKey: null, appId: "app", sequenceId: 0 },
    ]);
  });
});

it("a stored value that a schema changes is stored changed with the next step", async () => {
  const persister = await stored(1);
  const b = burr({ ...zodSchemas, name: z.string().toUpperCase() });
  const app = await load(b, persister);
  expect(app.state.name).toBe("ANN");
  await app.step();
  expect((await persister.load({ appId: "app" }))?.state).toEqual({ name: "ANN", count: 2 });
});

it("what another process has stored meanwhile is validated as well", async () => {
  const persister = await stored(1);
  const [one, two] = [await load(libraries[0]!.b, persister), await load(old, persister)];
  await two.updateState(two.state.update({ count: token as never }));
  await expect(one.step()).rejects.toThrow(failure("incompatible-run", '"count"'));
});

it("a fork is validated, and has defaults of its own", async () => {
  const persister = memoryPersister();
  const app = await load(libraries[0]!.b, persister);
  await app.step();
  const fork = await app.fork({ patch: { name: " Eve " } });
  expect(fork.state.toJSON()).toEqual({ name: "Eve", history: [], count: 1 });
  await expect(app.fork({ patch: { count: 100 } })).rejects.toThrow(failure("invalid-value"));
});
