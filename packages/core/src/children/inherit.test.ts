import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type ApplicationOptions, burr, memoryJournal, onError, task } from "../index.ts";
import { inProcessExecutor } from "../parallel/index.ts";
import { memoryPersister } from "../persist/index.ts";
import { boom, failure } from "../testing/counter-app.ts";
import type { SpawnOptions } from "./spawn.ts";
import { templateOf } from "./template.ts";

const b = burr<{ n: number; out: number; list: number[] }>();
const leaf = b.action({ reads: [], writes: ["out"], run: () => ({ out: 1 }) }).withName("leaf");
const leafGraph = b.graph({ actions: { leaf }, transitions: [] });

/** What a child is made with, whose parent is made with `options`, and which is told `own`. */
async function madeWith(options: ApplicationOptions, own: SpawnOptions = {}) {
  let child: unknown;
  const parent = b.action({
    reads: [],
    writes: ["out"],
    async run(_state, _inputs, ctx) {
      child = await ctx.spawn(leafGraph, { entrypoint: "leaf", state: {}, ...own });
      return { out: 0 };
    },
  });
  await b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {}, ...options }).run();
  return templateOf(child) ?? {};
}

const pass = (_step: unknown, next: () => unknown): unknown => next();
const quiet = (): void => {};
/** What a parent may be told, and what its child may be told in its place. */
const handed = {
  hooks: [[{}], [{}]],
  tracker: [{}, {}],
  use: [[pass], [pass]],
  durability: ["async", "exit"],
  onConflict: ["queue", "reject"],
  defaults: [{ retry: 2 }, {}],
  freeze: [false, true],
  keepChunks: [7, 8],
  closeTimeoutMs: [3, 4],
  onHookError: [() => {}, quiet],
  now: [() => 5, () => 6],
  executor: [{ ...inProcessExecutor }, inProcessExecutor],
  logChunks: [true, false],
} satisfies { readonly [TOption in keyof ApplicationOptions]?: readonly [unknown, unknown] };

describe("a child inherits", () => {
  it.each(Object.entries(handed))("`%s`, unless it is told its own", async (option, [inherited, own]) => {
    expect((await madeWith({ [option]: inherited }))[option as keyof ApplicationOptions]).toBe(inherited);
    const told = await madeWith({ [option]: inherited }, { [option]: own });
    expect(told[option as keyof ApplicationOptions]).toBe(own);
  });

  it("no names of actions whose chunks are logged: they are the parent's", async () => {
    expect(await madeWith({ logChunks: ["parent"] })).not.toHaveProperty("logChunks");
  });

  it("the journal, and neither that nor the persister where it has one of the two itself", async () => {
    const journal = memoryJournal();
    const persister = memoryPersister();
    expect(await madeWith({ journal })).toMatchObject({ journal });
    const other = memoryJournal();
    const own = await madeWith({ persister }, { journal: other });
    expect(own.journal).toBe(other);
    expect(own).not.toHaveProperty("persister");
  });

  it.each(["journal", "persister", "executor", "tracker"] as const)(
    "no `%s` where it is told `null`",
    async (option) => {
      const given = {
        journal: memoryJournal(),
        persister: memoryPersister(),
        executor: inProcessExecutor,
        tracker: {},
      }[option];
      expect(await madeWith({ [option]: given }, { [option]: null })).not.toHaveProperty(option);
    },
  );

  it("the partition key, unless it is told its own", async () => {
    expect(await madeWith({ partitionKey: "ann" })).toMatchObject({ partitionKey: "ann" });
    expect(await madeWith({ partitionKey: "ann" }, { partitionKey: "bob" })).toMatchObject({ partitionKey: "bob" });
  });
});

describe("ids of children", () => {
  /** The ids of the only task of `first`, which fails, and of `second`, which is led on to without a commit. */
  async function idsOf(options: ApplicationOptions) {
    const ids: string[] = [];
    const noting = b.action({ reads: [], writes: ["out"], run: (_state, _inputs, { appId }) => (ids.push(appId), { out: 1 }) }); // prettier-ignore
    const contract = { reads: [], writes: ["list"], tasks: () => [task(noting)] } as const;
    const first = b.parallel({ ...contract, reduce: (): { list: number[] } => { throw boom; } }); // prettier-ignore
    const second = b.parallel({ ...contract, reduce: () => ({ list: [] }) });
    const parts = { actions: { first, second }, transitions: [["first", "second", onError(Error)]], entrypoint: "first", state: {} } as const; // prettier-ignore
    await b.application({ ...parts, appId: "app-1", ...options }).run();
    return ids;
  }

  it("differ by the action and the partition, with the same commit and key", async () => {
    const ids = [...(await idsOf({})), ...(await idsOf({ partitionKey: "ann" }))];
    expect(new Set(ids).size).toBe(4);
  });
});

describe("a child that is spawned", () => {
  it("is found by a retry of the step, and goes on where it was", async () => {
    const calls: string[] = [];
    const one = b.action({ reads: [], writes: ["n"], run: () => (calls.push("one"), { n: 1 }) });
    const two = b.action({
      reads: ["n"],
      writes: ["out"],
      run({ n }) {
        calls.push("two");
        if (calls.length === 2) throw boom;
        return { out: n };
      },
    });
    const graph = b.graph({ actions: { one, two }, transitions: [["one", "two"]] });
    const parent = b.action({
      reads: [],
      writes: ["out"],
      retry: { attempts: 2, baseMs: 0 },
      async run(_state, _inputs, ctx) {
        const child = await ctx.spawn(graph, { entrypoint: "one", state: {}, key: "a" });
        return { out: (await child.run()).state.out ?? 0 };
      },
    });
    const app = b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {}, persister: memoryPersister() }); // prettier-ignore
    expect((await app.run()).state.out).toBe(1);
    expect(calls).toEqual(["one", "two", "two"]);
  });

  it("validates by the schemas of its graph, or of the builder", async () => {
    const typed = burr({ out: z.number().max(0) });
    const act = typed.action({ reads: [], writes: ["out"], run: () => ({ out: 1 }) });
    const graph = typed.graph({ actions: { act }, transitions: [] });
    const builder = typed.app().withActions({ act }).withEntrypoint("act").withState({});
    for (const how of ["graph", "builder"]) {
      const parent = b.action({
        reads: [],
        writes: ["out"],
        async run(_state, _inputs, ctx) {
          const child = how === "graph" ? await ctx.spawn(graph, { entrypoint: "act", state: {} }) : await ctx.spawn(builder); // prettier-ignore
          await child.run();
          return { out: 0 };
        },
      });
      const app = b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {} });
      await expect(app.run()).rejects.toThrow(failure("invalid-value", '"out"'));
    }
  });

  it("is closed by relay() when the reader leaves", async () => {
    let isClosed = false;
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false, value: { type: "chunk", path: [], action: "x", chunk: 1 } }),
        return: () => ((isClosed = true), Promise.resolve({ done: true, value: undefined })),
      }),
    } as unknown as AsyncIterable<never, { out: number }, void>;
    const parent = b.action({
      reads: [],
      writes: ["out"],
      async *run(_state, _inputs, ctx) {
        return yield* ctx.relay(source);
      },
    });
    const app = b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {} });
    for await (const event of app.stream()) if (event.path.length > 0) break;
    expect(isClosed).toBe(true);
  });
});
