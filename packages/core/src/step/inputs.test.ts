import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { burr, input, isBurrError } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { failure } from "../testing/counter-app.ts";
import { libraries } from "../testing/schema-libraries.ts";

const b = burr<{ word: string; limit: number }>();
const token = "s3cret-value";

/** An application whose action stores what it got. */
function appOf(inputs: (typeof libraries)[number]["inputs"], options: object = {}) {
  const ask = b.action({ reads: [], writes: ["word", "limit"], inputs, run: (_state, given) => given });
  return b.application({ actions: { ask }, transitions: [["ask", "ask"]], entrypoint: "ask", state: {}, ...options });
}

describe.each(libraries)("with $library, an input with a schema", ({ inputs }) => {
  it("is what the schema gives", async () => {
    const app = appOf(inputs);
    const { state } = app.runSync({ haltAfter: "ask", inputs: { word: "hello", limit: "12" } });
    expect(state.toJSON()).toEqual({ word: "hello", limit: 12 });
    await app.run({ haltAfter: "ask", inputs: { word: "world" } });
    expect(app.state.toJSON()).toEqual({ word: "world", limit: 3 });
    expect(app.graph.actions["ask"]?.inputs).toEqual({ required: ["word"], optional: ["limit"] });
  });

  it("is refused before the step begins when it is invalid", async () => {
    const store = memoryPersister();
    const app = appOf(inputs, { persister: store, appId: "app" });
    for (let tries = 0; tries < 2; tries += 1) {
      const error: unknown = await app.run({ inputs: { word: "x", limit: token } }).catch((thrown: unknown) => thrown);
      if (!isBurrError(error) || error.code !== "invalid-value") throw error;
      expect(error.message).toMatch(/^Input "word" of action "ask" does not fit its schema: /);
      expect(error.message).not.toContain(token);
      expect(error.details).toMatchObject({ subject: 'Input "word" of action "ask"', key: "word" });
    }
    expect(app.sequenceId).toBe(-1);
    expect(await store.load({ appId: "app" })).toBeUndefined();
    await app.run({ haltAfter: "ask", inputs: { word: "word" } });
    expect(app.sequenceId).toBe(0);
  });

  it("is needed, unless its schema accepts undefined", async () => {
    await expect(appOf(inputs).run()).rejects.toThrow(failure("missing-input", '"word"'));
  });

  it("is validated when it is bound, too", () => {
    const ask = b.action({ reads: [], writes: ["word", "limit"], inputs, run: (_state, given) => given });
    const bound = ask.bind({ word: "x" });
    const app = b.application({ actions: { bound }, transitions: [], entrypoint: "bound", state: {} });
    expect(() => app.runSync()).toThrow(failure("invalid-value", 'Input "word" of action "bound"'));
    const fine = ask.bind({ word: "word", limit: "4" });
    const other = b.application({ actions: { fine }, transitions: [], entrypoint: "fine", state: {} });
    expect(other.runSync().state.toJSON()).toEqual({ word: "word", limit: 4 });
  });
});

it("an invalid input of a later step takes back the start that was stored with the commit before it", async () => {
  const persister = memoryPersister();
  const first = b.action({ reads: [], writes: ["limit"], run: () => ({ limit: 1 }) });
  const second = b.action({ reads: [], writes: ["word"], inputs: { word: input(z.string().min(3)) }, run: (_s, { word }) => ({ word }) }); // prettier-ignore
  const app = b.application({
    actions: { first, second },
    transitions: [["first", "second"]],
    entrypoint: "first",
    state: {},
    persister,
    appId: "app",
  });
  await expect(app.run({ inputs: { word: "x" } })).rejects.toThrow(failure("invalid-value", 'Input "word"'));
  expect(await persister.load({ appId: "app" })).toMatchObject({ sequenceId: 0, after: "first", status: "completed" });
  await app.run({ inputs: { word: "word" } });
  expect(await persister.load({ appId: "app" })).toMatchObject({ sequenceId: 1, status: "completed" });
});

describe.each([
  {
    library: "zod",
    schema: input(z.string().refine(async (text) => (await Promise.resolve(text)) === "yes", "not yes")),
  },
  {
    library: "valibot",
    schema: input(
      v.pipeAsync(
        v.string(),
        v.checkAsync(async (text) => (await Promise.resolve(text)) === "yes", "not yes"),
      ),
    ),
  },
])("an async schema of $library for an input", ({ schema }) => {
  const ask = b.action({
    reads: [],
    writes: ["word"],
    inputs: { word: schema },
    run: (_state, { word }) => ({ word }),
  });
  const make = () => b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: {} });

  it("is waited for", async () => {
    expect((await make().run({ inputs: { word: "yes" } })).state.word).toBe("yes");
    const app = make();
    await expect(app.run({ inputs: { word: "no" } })).rejects.toThrow(failure("invalid-value", "not yes"));
    await expect(app.run({ inputs: { word: "no" } })).rejects.toThrow(failure("invalid-value", "not yes"));
    expect(app.sequenceId).toBe(-1);
  });

  it("fails runSync()", () => {
    expect(() => make().runSync({ inputs: { word: "yes" } })).toThrow(failure("async-in-sync", 'action "ask"'));
  });
});

describe("waiting for the schema of an input", () => {
  let settle: (isValid: boolean) => void = () => {};
  const schema = z.string().refine(() => new Promise<boolean>((resolve) => (settle = resolve)));
  const ask = b.action({ reads: [], writes: ["word"], inputs: { word: input(schema) }, run: (_s, { word }) => ({ word }) }); // prettier-ignore
  const make = () => b.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: { limit: 1 } });

  it("ends with an abort, and nothing has begun", async () => {
    const app = make();
    const controller = new AbortController();
    const running = app.run({ inputs: { word: "yes" }, signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    expect(app.sequenceId).toBe(-1);
    await app.updateState(app.state.update({ limit: 2 }));
  });

  it("lets nobody change the state meanwhile", async () => {
    const app = make();
    const running = app.run({ inputs: { word: "yes" } });
    await expect(app.updateState(app.state.update({ limit: 2 }))).rejects.toThrow(failure("step-in-flight"));
    settle(true);
    expect((await running).state.toJSON()).toEqual({ limit: 1, word: "yes" });
  });
});

it("input() refuses what is no schema", () => {
  expect(() => input("string" as never)).toThrow(failure("invalid-option", "input() was given no schema"));
  expect(() => input(undefined as never)).toThrow(failure("invalid-option", "input<string>()"));
});
