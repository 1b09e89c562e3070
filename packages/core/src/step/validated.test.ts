import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type AppCore, type Actions, burr, isBurrError, memoryJournal, type Operation } from "../index.ts";
import { failure } from "../testing/counter-app.ts";
import { type Chat, libraries } from "../testing/schema-libraries.ts";
import { collect } from "../testing/talk-app.ts";

type Act = (state: Operations) => unknown;
type Operations = Record<"update" | "append" | "extend" | "increment", (patch: object) => Operations> & {
  delete(...keys: string[]): Operations;
};

/** An application whose action is `run`, as a caller without types may write it, and its journal. */
function appOf(b: (typeof libraries)[number]["b"], run: Act, state: Partial<Chat> = {}) {
  const journal = memoryJournal();
  const keys = ["name", "history", "count", "note"] as const;
  const act = b.action({ reads: keys, writes: [], mayWrite: keys, run: run as () => { name: string } });
  const app = b.application({
    actions: { act },
    transitions: [["act", "act"]],
    entrypoint: "act",
    state,
    journal,
    proofs: { "unassigned-read": "off" },
  }); // an action for all cases
  return { app, journal };
}

/** The delta of the last step that ended. */
function deltaIn({ records }: ReturnType<typeof memoryJournal>): readonly Operation[] | undefined {
  return records.flatMap((record) => (record.type === "step-ended" ? [record.delta] : [])).at(-1);
}

const said = { role: "user", text: "hello" } as const;
const token = "s3cret-value";

describe.each(libraries)("with $library, a step", ({ b }) => {
  it.each<{ readonly how: string; readonly act: Act; readonly delta: readonly object[] }>([
    { how: "update", act: (s) => s.update({ count: 5 }), delta: [{ op: "set", key: "count", value: 5 }] },
    { how: "a patch", act: () => ({ count: 5 }), delta: [{ op: "set", key: "count", value: 5 }] },
    { how: "append", act: (s) => s.append({ history: said }), delta: [{ op: "append", key: "history", value: said }] },
    { how: "extend", act: (s) => s.extend({ history: [said] }), delta: [{ op: "extend", key: "history", value: [said] }] }, // prettier-ignore
    { how: "increment", act: (s) => s.increment({ count: 1 }), delta: [{ op: "increment", key: "count", value: 1 }] },
    { how: "delete", act: (s) => s.delete("count"), delta: [{ op: "delete", key: "count" }] },
  ])("keeps what the schemas accept, and how it was written: $how", ({ act, delta }) => {
    const { app, journal } = appOf(b, act);
    app.runSync({ haltAfter: "act" });
    expect(deltaIn(journal)).toEqual(delta);
  });

  it.each<{ readonly how: string; readonly act: Act; readonly place: string }>([
    { how: "update", act: (s) => s.update({ count: token }), place: '"count": ' },
    { how: "a patch", act: () => ({ name: { token } }), place: '"name": ' },
    { how: "append", act: (s) => s.append({ history: said }).append({ history: { role: token, text: "" } }), place: '"history"[1].role: ' }, // prettier-ignore
    { how: "extend", act: (s) => s.extend({ history: [said, said, { role: "user" }] }), place: '"history"[2].text: ' },
    { how: "increment", act: (s) => s.increment({ count: 123_456 }), place: '"count": ' },
    { how: "several", act: (s) => s.increment({ count: 1 }).update({ name: " " }), place: '"name": ' },
  ])("refuses what they do not: $how", ({ act, place }) => {
    const { app, journal } = appOf(b, act);
    const before = app.state;
    let error: unknown;
    try {
      app.runSync({ haltAfter: "act" });
    } catch (thrown) {
      error = thrown;
    }
    if (!isBurrError(error) || error.code !== "invalid-value") throw error;
    expect(error.message.startsWith(`Action "act" wrote ${place}`)).toBe(true);
    expect(error.details).toMatchObject({ subject: 'Action "act"', key: place.split('"')[1] });
    expect(JSON.stringify([error.message, error.details])).not.toMatch(/s3cret|123456/);
    expect(app.state).toEqual(before);
    expect(deltaIn(journal)).toEqual([]);
  });

  it("commits what a transform makes of a value, as a set of its key", () => {
    const extra = { ...said, more: token };
    const { app, journal } = appOf(b, (s) =>
      s.append({ history: extra }).increment({ count: 1 }).update({ name: " Ann " }),
    );
    const { state } = app.runSync({ haltAfter: "act" });
    expect(state.toJSON()).toEqual({ name: "Ann", history: [said], count: 1 });
    expect(deltaIn(journal)).toEqual([
      { op: "increment", key: "count", value: 1 },
      { op: "set", key: "history", value: [said] },
      { op: "set", key: "name", value: "Ann" },
    ]);
    expect(Object.isFrozen(state.history?.[0])).toBe(true);
  });

  it("may write undefined where a schema allows it, or gives something for it", () => {
    const { app } = appOf(b, () => ({ note: undefined, count: undefined }));
    expect(app.runSync({ haltAfter: "act" }).state.toJSON()).toEqual({ history: [], count: 0, note: undefined });
  });

  it("leaves keys alone that it did not write", () => {
    const { app } = appOf(b, () => ({ name: "Ann" }));
    const { history } = app.state;
    expect(app.runSync({ haltAfter: "act" }).state.history).toBe(history);
  });

  it("fails alike, however it is run", async () => {
    const invalid = failure("invalid-value", 'Action "act" wrote "count"');
    const make = () => appOf(b, () => ({ count: token })).app;
    expect(() => make().runSync()).toThrow(invalid);
    await expect(make().run()).rejects.toThrow(invalid);
    await expect(make().step()).rejects.toThrow(invalid);
    await expect(collect(make().iterate({ haltAfter: "act" }))).rejects.toThrow(invalid);
    await expect(collect(make().stream({ haltAfter: "act" }))).rejects.toThrow(invalid);
    await expect(collect(make().streamIterate({ haltAfter: "act" }))).rejects.toThrow(invalid);
    const stream = await make().streamResult({ haltAfter: "act" });
    await expect(stream.get()).rejects.toThrow(invalid);
  });

  it("is validated at its final when it streams: the chunks are out, the state stays", async () => {
    const act = b.action({
      reads: [],
      writes: ["count"],
      async *run() {
        yield "a";
        yield "b";
        return { count: 9 };
      },
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    const stream = await app.streamResult({ haltAfter: "act" });
    const chunks: string[] = [];
    const reading = (async () => {
      for await (const chunk of stream) chunks.push(chunk);
    })();
    await expect(reading).rejects.toThrow(failure("invalid-value", '"count"'));
    expect(chunks).toEqual(["a", "b"]);
    expect(await stream.outcome).toMatchObject({ status: "failed", committed: false });
    expect(app.state.count).toBe(0);
    expect(app.nextAction).toBe("act");
  });
});

const asyncSchemas = {
  zod: z.string().refine(async (text) => (await Promise.resolve(text)) !== "taken", "in use"),
  valibot: v.pipeAsync(
    v.string(),
    v.checkAsync(async (text) => (await Promise.resolve(text)) !== "taken", "in use"),
  ),
};

/** An application whose action writes `name`, with an async schema. */
function namingApp(name: string, schema: (typeof asyncSchemas)["zod" | "valibot"]) {
  const b = burr({ name: schema as (typeof asyncSchemas)["zod"], count: z.number() });
  const act = b.action({ reads: [], writes: ["name", "count"], run: () => ({ name, count: 1 }) });
  return b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { name: "taken" } });
}

const eachAsync = Object.entries(asyncSchemas).map(([library, schema]) => ({ library, schema }));

describe.each(eachAsync)("an async schema of $library", ({ schema }) => {
  it("is waited for, however the application is run", async () => {
    const invalid = failure("invalid-value", 'Action "act" wrote "name": in use');
    for (const way of ["run", "iterate", "stream"] as const) {
      const [good, bad] = [namingApp("free", schema), namingApp("taken", schema)];
      await finish(good, way);
      expect(good.state.toJSON()).toEqual({ name: "free", count: 1 });
      await expect(finish(bad, way)).rejects.toThrow(invalid);
      expect(bad.state.toJSON()).toEqual({ name: "taken" });
    }
  });

  it("fails runSync(), which cannot wait", () => {
    const app = namingApp("free", schema);
    expect(() => app.runSync()).toThrow(failure("async-in-sync", 'the schema of what action "act" wrote'));
    expect(app.state.toJSON()).toEqual({ name: "taken" });
  });
});

async function finish(app: AppCore<{ name: string }, Actions>, way: "run" | "iterate" | "stream"): Promise<void> {
  if (way === "run") await app.run();
  else await collect(app[way]() as AsyncIterable<unknown>);
}

describe("waiting for a schema", () => {
  let onAsked: () => void = () => {};
  const never = z.string().refine(() => {
    onAsked();
    return new Promise<boolean>(() => {});
  });
  const b = burr({ text: never });
  const appWith = (definition: object) => {
    const act = b.action({ reads: [], writes: ["text"], run: () => ({ text: "final" }), ...definition });
    const parts = { actions: { act }, transitions: [], entrypoint: "act", state: {}, closeTimeoutMs: 10 } as const;
    return b.application(parts);
  };

  it("ends with an abort: the step is aborted, and the state stays", async () => {
    const app = appWith({});
    const controller = new AbortController();
    onAsked = () => queueMicrotask(() => controller.abort(new Error("enough")));
    const running = app.run({ signal: controller.signal });
    await expect(running).rejects.toThrow("enough");
    expect(app.state.toJSON()).toEqual({});
  });

  it("is no longer than an abort waits, for what onAbort wrote", async () => {
    const app = appWith({
      async *run(_state: unknown, _inputs: unknown, { signal }: { signal: AbortSignal }) {
        yield "a";
        await new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("stop"))));
      },
      onAbort: () => ({ text: "partial" }),
    });
    const stream = await app.streamResult({ haltAfter: "act" });
    await stream[Symbol.asyncIterator]().next();
    await stream.abort("enough");
    expect(await stream.outcome).toMatchObject({ status: "aborted", committed: false, closed: false });
  });

  it("leaves a schema's own error as the cause", async () => {
    const broken = burr({
      text: z.string().transform((): string => {
        throw new TypeError(`cannot read ${token}`);
      }),
    });
    const act = broken.action({ reads: [], writes: ["text"], run: () => ({ text: token }) });
    const app = broken.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    const error: unknown = await app.run().catch((thrown: unknown) => thrown);
    expect(error).toEqual(failure("invalid-value", 'Action "act"', '"text"', "threw an error"));
    expect(error).toMatchObject({ cause: expect.any(TypeError) as TypeError });
    expect((error as Error).message).not.toContain(token);
  });
});

describe("what onAbort writes", () => {
  it("is validated like any other write", async () => {
    const b = burr({ text: z.string().max(3) });
    const act = b.action({
      reads: [],
      writes: ["text"],
      async *run() {
        yield "abcdef";
        return { text: "abc" };
      },
      onAbort: (partial) => ({ text: partial.join("") }),
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    const stream = await app.streamResult({ haltAfter: "act" });
    await stream[Symbol.asyncIterator]().next();
    await stream.abort("enough");
    const { status, error } = await stream.outcome;
    expect(status).toBe("failed");
    expect(error).toEqual(failure("invalid-value", 'Action "act" wrote "text"'));
  });
});

it("a transform that does not accept its own output fails when its key is written again, and says so", () => {
  const b = burr({ n: z.string().transform(Number) });
  const act = b.action({ reads: [], writes: ["n"], run: (state) => state.update({ n: 1 }) });
  const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { n: "7" as never } });
  expect(app.state.n).toBe(7);
  expect(() => app.runSync()).toThrow(failure("invalid-value", 'wrote "n"', "its own output"));
});
