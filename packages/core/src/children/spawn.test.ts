import { describe, expect, it } from "vitest";
import { burr, type HookEvent, type Hooks, onError } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { boom, failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

interface Tree {
  depth: number;
  leaves: number;
}
const b = burr<Tree>();

/** An action that makes two applications of its own kind, down to depth 0. */
const grow = b.action({
  reads: ["depth"],
  writes: ["leaves"],
  async run({ depth }, _inputs, ctx): Promise<{ leaves: number }> {
    if (depth === 0) return { leaves: 1 };
    let leaves = 0;
    for (const key of ["left", "right"]) {
      const child = await ctx.spawn(tree(depth - 1), { key });
      leaves += (await child.run()).state.leaves ?? 0;
    }
    return { leaves };
  },
});
const tree = (depth: number) => b.app().withActions({ grow }).withEntrypoint("grow").withState({ depth });

describe("ctx.spawn()", () => {
  it("106: each nested application has a pair of execute-call hooks of its own", async () => {
    const calls: string[] = [];
    const hooks: Hooks = {
      preRunExecuteCall: () => void calls.push("pre"),
      postRunExecuteCall: () => void calls.push("post"),
    };
    const app = tree(5).withHooks(hooks).build();
    await app.run();
    expect(app.state.leaves).toBe(32);
    expect(calls.filter((one) => one === "pre")).toHaveLength(63);
    expect(calls.filter((one) => one === "post")).toHaveLength(63);
  });

  it("163: spans of a child are rooted in the child, and those of the parent go on where they were", async () => {
    const spans: string[] = [];
    const hooks: Hooks = {
      preStartSpan: ({ span, action }) => void spans.push(`${action} ${span.uid}`),
      doLogAttributes: ({ span, action }) => void spans.push(`${action} logs in ${span?.uid ?? "no span"}`),
    };
    const leaf = b.action({ reads: [], writes: ["leaves"], run: (_state, _inputs, ctx) => ctx.span("work", () => { ctx.log({ a: 1 }); return { leaves: 1 }; }) }); // prettier-ignore
    const parent = b.action({
      reads: [],
      writes: ["leaves"],
      run: async (_state, _inputs, ctx) =>
        await ctx.span("outer", async (scope) => {
          const child = await ctx.spawn(b.app().withActions({ leaf }).withEntrypoint("leaf").withState({}));
          await child.run();
          scope.log({ b: 2 });
          return { leaves: 2 };
        }),
    });
    await b
      .application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {}, hooks: [hooks] })
      .run();
    expect(spans).toEqual(["parent 0:0", "leaf 0:0", "leaf logs in no span", "parent logs in 0:0"]);
  });

  it("inherits partition key, hooks, middleware, defaults, clock and persister, and knows who has spawned it", async () => {
    const persister = memoryPersister();
    const made: HookEvent<"postApplicationCreate">[] = [];
    const around: string[] = [];
    const graph = b.graph({ actions: { leaf: b.action({ reads: [], writes: ["leaves"], run: () => ({ leaves: 1 }) }) }, transitions: [] }); // prettier-ignore
    let childId = "";
    const parent = b.action({
      reads: [],
      writes: ["leaves"],
      async run(_state, _inputs, ctx) {
        const child = await ctx.spawn(graph, { entrypoint: "leaf", state: {} });
        childId = child.appId;
        expect(child).toMatchObject({ partitionKey: "ann", spawningParentPointer: { appId: "parent-1", partitionKey: "ann", sequenceId: 0 }, parentPointer: null }); // prettier-ignore
        return { leaves: (await child.run()).state.leaves ?? 0 };
      },
    });
    const app = b.application({
      actions: { parent },
      transitions: [],
      entrypoint: "parent",
      state: {},
      appId: "parent-1",
      partitionKey: "ann",
      persister,
      hooks: [{ postApplicationCreate: (event) => void made.push(event) }],
      use: [(step, next) => (around.push(step.action), next())],
    });
    await app.run();
    expect(around).toEqual(["parent", "leaf"]);
    expect(made.map(({ spawningParentPointer }) => spawningParentPointer?.appId)).toEqual([undefined, "parent-1"]);
    expect(await persister.load({ appId: childId, partitionKey: "ann" })).toMatchObject({ after: "leaf", state: { leaves: 1 } }); // prettier-ignore
    // It is found by way of its parent, and goes with it.
    expect(await persister.listAppIds("ann")).toEqual(["parent-1"]);
    expect(await persister.load({ partitionKey: "ann" })).toMatchObject({ appId: "parent-1" });
    await persister.delete({ appId: "parent-1", partitionKey: "ann" });
    expect(await persister.load({ appId: childId, partitionKey: "ann" })).toBeUndefined();
  });

  it("132: takes what it is told in place of what it would inherit; null takes it away", async () => {
    const persister = memoryPersister();
    const other = memoryPersister();
    const ids: string[] = [];
    const leaf = b.app().withActions({ leaf: b.action({ reads: [], writes: ["leaves"], run: () => ({ leaves: 1 }) }) }).withEntrypoint("leaf").withState({}); // prettier-ignore
    const parent = b.action({
      reads: [],
      writes: ["leaves"],
      async run(_state, _inputs, ctx) {
        for (const [key, options] of [
          ["a", {}],
          ["b", { persister: null }],
          ["c", { persister: other, hooks: [] }],
        ] as const) {
          // prettier-ignore
          const child = await ctx.spawn(leaf, { key, ...options });
          ids.push(child.appId);
          await child.run();
        }
        return { leaves: 1 };
      },
    });
    await b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {}, persister }).run();
    const isIn = async (one: typeof persister) => await Promise.all(ids.map(async (appId) => (await one.load({ appId })) !== undefined)); // prettier-ignore
    expect(await isIn(persister)).toEqual([true, false, false]);
    expect(await isIn(other)).toEqual([false, false, true]);
    expect(await other.listAppIds()).toHaveLength(1); // nobody finds it by way of its parent
  });

  it("is stopped with the step, by a signal that its runs inherit", async () => {
    const stop = new AbortController();
    const seen: unknown[] = [];
    const wait = b.action({
      reads: [],
      writes: ["leaves"],
      run: (_state, _inputs, { signal }) =>
        new Promise<{ leaves: number }>((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            seen.push(signal.reason);
            reject(signal.reason);
          });
          stop.abort(boom);
        }),
    });
    const parent = b.action({
      reads: [],
      writes: ["leaves"],
      async run(_state, _inputs, ctx) {
        const child = await ctx.spawn(b.app().withActions({ wait }).withEntrypoint("wait").withState({}));
        return { leaves: (await child.run()).state.leaves ?? 0 };
      },
    });
    const app = b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {} });
    await expect(app.run({ signal: stop.signal })).rejects.toBe(boom);
    expect(seen).toEqual([boom]);
  });

  it("throws what its run throws, and the action may lead on by it", async () => {
    const fail = b.action({ reads: [], writes: ["leaves"], run: (): { leaves: number } => { throw boom; } }); // prettier-ignore
    const parent = b.action({
      reads: [],
      writes: ["leaves"],
      async run(_state, _inputs, ctx) {
        const child = await ctx.spawn(b.app().withActions({ fail }).withEntrypoint("fail").withState({}));
        await child.run();
        return { leaves: 0 };
      },
    });
    const mend = b.action({ reads: [], writes: ["leaves"], run: () => ({ leaves: 7 }) });
    const app = b.application({ actions: { parent, mend }, transitions: [["parent", "mend", onError(Error)]], entrypoint: "parent", state: {} }); // prettier-ignore
    expect((await app.run()).state.leaves).toBe(7);
  });

  it("refuses two children with one key, and what is no application", async () => {
    const spawning = (spawn: (ctx: Parameters<Parameters<typeof b.action>[0]["run"]>[2]) => Promise<unknown>) => {
      const parent = b.action({
        reads: [],
        writes: ["leaves"],
        async run(_state, _inputs, ctx) {
          await spawn(ctx);
          return { leaves: 0 };
        },
      });
      return b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {} }).run();
    };
    const twice = spawning(async (ctx) => {
      await ctx.spawn(tree(0), { key: "a" });
      await ctx.spawn(tree(0), { key: "a" });
    });
    await expect(twice).rejects.toThrow(failure("duplicate-key", '"parent"', "0 and 1"));
    await expect(spawning((ctx) => (ctx.spawn as (what: number) => Promise<unknown>)(7))).rejects.toThrow(
      failure("invalid-option", "builder"),
    );
  });

  it("has another id at every visit of the action", async () => {
    const ids: string[] = [];
    const parent = b.action({
      reads: [],
      writes: ["leaves"],
      async run(_state, _inputs, ctx) {
        ids.push((await ctx.spawn(tree(0))).appId);
        return { leaves: 0 };
      },
    });
    const app = b.application({
      actions: { parent },
      transitions: [["parent", "parent"]],
      entrypoint: "parent",
      state: {},
    });
    await app.run({ maxSteps: 3 });
    expect(new Set(ids).size).toBe(3);
  });
});

describe("ctx.relay()", () => {
  const talk = b.action({
    reads: ["depth"],
    writes: ["leaves"],
    async *run({ depth }, _inputs, ctx): AsyncGenerator<unknown, { leaves: number }, void> {
      yield `at ${depth}`;
      if (depth === 0) return { leaves: 1 };
      const child = await ctx.spawn(b.app().withActions({ talk }).withEntrypoint("talk").withState({ depth: depth - 1 }), { key: `d${depth}` }); // prettier-ignore
      const end = yield* ctx.relay(child.stream());
      return { leaves: end.state.leaves ?? 0 };
    },
  });
  const app = () => b.application({ actions: { talk }, transitions: [], entrypoint: "talk", state: { depth: 2 } });

  it("passes the events of a child on, with the way to it", async () => {
    const chunks: unknown[] = [];
    for await (const event of app().stream()) if (event.type === "chunk") chunks.push([event.path, event.chunk]);
    expect(chunks).toEqual([
      [[], "at 2"],
      [["talk", "d2"], "at 1"],
      [["talk", "d2", "talk", "d1"], "at 0"],
    ]);
  });

  it("gives chunks of children as items of streamResult(), and none where nobody reads", async () => {
    const stream = await app().streamResult({ haltAfter: "talk" });
    expect(await collect<unknown>(stream)).toEqual([
      "at 2",
      { path: ["talk", "d2"], action: "talk", chunk: "at 1" },
      { path: ["talk", "d2", "talk", "d1"], action: "talk", chunk: "at 0" },
    ]);
    const quiet = app();
    await quiet.run();
    expect(quiet.state.leaves).toBe(1);
  });

  it("stops the child when its reader leaves", async () => {
    const one = app();
    const stream = one.stream();
    for await (const event of stream) if (event.path.length === 4) break;
    expect(await stream.outcome).toMatchObject({ status: "aborted", closed: true });
    expect(one.state.leaves).toBeUndefined();
  });
});
