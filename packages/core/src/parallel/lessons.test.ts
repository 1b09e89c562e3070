import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Action, type AnyRunEvent, burr, type Hooks, readStream, task } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { boom, failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";
import { merge } from "./index.ts";

interface Work {
  n: number;
  out: number;
  outs: number[];
}
const b = burr<Work>();
const all = { reads: [], writes: ["outs"] } as const;
const outs = (_state: unknown, results: readonly { readonly state?: { readonly out?: number } }[]) => ({ outs: results.map(({ state }) => state?.out ?? -1) }); // prettier-ignore
const appOf = (act: Action, more: object = {}) =>
  burr<Work>().application({ actions: { act }, transitions: [], entrypoint: "act", state: {} as never, ...more }); // prettier-ignore

describe("what children spend", () => {
  const spending = (fails: (n: number) => boolean) =>
    b.action({
      reads: ["n"],
      writes: ["out"],
      async run({ n }, _inputs, ctx) {
        ctx.spend("tokens", 10);
        await macrotask();
        if (fails(n)) throw boom;
        return { out: n };
      },
    });

  it("counts however they end: done, failed, tried again, or beaten in a race", async () => {
    const tasks = (fails: (n: number) => boolean) => () => [1, 2].map((n) => task(spending(fails), { state: { n } }));
    const settled = appOf(b.parallel({ ...all, tasks: tasks((n) => n === 2), mode: "settled", taskRetry: { attempts: 3, baseMs: 0 }, reduce: () => ({ outs: [] }) })); // prettier-ignore
    await settled.run();
    expect(settled.spent).toEqual({ tokens: 40 });
    const race = appOf(b.parallel({ ...all, tasks: tasks(() => false), mode: "race", reduce: () => ({ outs: [] }) }));
    await race.run();
    expect(race.spent).toEqual({ tokens: 20 });
    const failed = appOf(b.parallel({ ...all, tasks: tasks(() => true), reduce: () => ({ outs: [] }) }));
    await failed.run().catch(() => {});
    expect(failed.spent).toEqual({ tokens: 20 });
  });

  it("counts of those that an action spawns, and they have what is left to their parent", async () => {
    const left: number[] = [];
    const leaf = b.action({ reads: [], writes: ["out"], run: (_state, _inputs, ctx) => (left.push(ctx.spend("tokens", 10)), { out: 1 }) }); // prettier-ignore
    const parent = b.action({
      reads: [],
      writes: ["out"],
      async run(_state, _inputs, ctx) {
        const child = await ctx.spawn(b.app().withActions({ leaf }).withEntrypoint("leaf").withState({}));
        await child.run();
        return { out: 1 };
      },
    });
    const app = b.application({ actions: { parent }, transitions: [["parent", "parent"]], entrypoint: "parent", state: {}, budgets: { tokens: 25 } }); // prettier-ignore
    expect(await app.run()).toMatchObject({ stopped: "limit", limit: "tokens" });
    expect(left).toEqual([15, 5, -5]);
  });
});

describe("a race whose tasks wait for answers", () => {
  it("goes on as soon as one has its answer, whatever becomes of the others", async () => {
    for (const persister of [undefined, memoryPersister()]) {
      const ask = b.action({ reads: ["n"], writes: ["out"], run: (_state, _inputs, ctx) => ctx.suspend("out") });
      const race = b.parallel({ ...all, mode: "race", tasks: () => [1, 2].map((n) => task(ask, { key: `k${n}`, state: { n } })), reduce: (_state, [{ state }]) => ({ outs: [state.out] }) }); // prettier-ignore
      const app = b.application({ actions: { race }, transitions: [], entrypoint: "race", state: {}, ...(persister === undefined ? {} : { persister }) }); // prettier-ignore
      await app.run();
      const [ann, bob] = await app.listSuspensions();
      expect(await app.resume(bob?.id ?? "", { out: 7 })).toEqual([]);
      await expect(app.resume(ann?.id ?? "", { out: 8 })).rejects.toThrow(failure("suspension-answered"));
      expect((await app.run()).state.outs).toEqual([7]);
    }
  });
});

describe("a collected failure", () => {
  it("stays a result while others wait for answers: the task is not run again", async () => {
    const persister = memoryPersister();
    let failures = 0;
    const failing = b.action({ reads: [], writes: ["out"], run: (): { out: number } => { failures += 1; throw boom; } }); // prettier-ignore
    const ask = b.action({ reads: [], writes: ["out"], run: (_state, _inputs, ctx) => ctx.suspend("out") });
    const errors: unknown[] = [];
    const settled = b.parallel({
      ...all,
      mode: "settled",
      tasks: () => [task(failing), task(ask)],
      reduce(_state, results) {
        for (const one of results) if (one.status === "failed") errors.push(one.error);
        return { outs: [] };
      },
    });
    const open = async () => await b.app().withActions({ settled }).withPersister(persister).withIdentifiers({ appId: "p" }).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "settled" }).build(); // prettier-ignore
    const first = await open();
    await first.run();
    const [asked] = await first.listSuspensions();
    const second = await open();
    await second.resume(asked?.id ?? "", { out: 1 });
    await second.run();
    expect(failures).toBe(1);
    expect(errors).toEqual([expect.objectContaining({ message: "boom" })]);
  });
});

describe("a task that is tried again where nothing is stored", () => {
  it("goes on behind its last commit, with its checkpoint and what it has done once", async () => {
    const calls: string[] = [];
    let tries = 0;
    const first = b.action({ reads: [], writes: ["n"], run: () => (calls.push("first"), { n: 1 }) });
    const second = b.action({
      reads: ["n"],
      writes: ["out"],
      async run({ n }, _inputs, ctx) {
        await ctx.once("mail", () => calls.push("mail"));
        calls.push(`resumed ${JSON.stringify(ctx.resumed ?? null)}`);
        ctx.checkpoint({ out: (tries += 1) });
        if (tries < 3) throw boom;
        return { out: n };
      },
    });
    const graph = b.graph({ actions: { first, second }, transitions: [["first", "second"]] });
    const app = appOf(b.parallel({ ...all, taskRetry: { attempts: 3, baseMs: 0 }, tasks: () => [task(graph, { entrypoint: "first" })], reduce: outs })); // prettier-ignore
    await app.run();
    expect(calls).toEqual(["first", "mail", "resumed null", 'resumed {"out":1}', 'resumed {"out":2}']);
  });
});

it("a checkpoint that is being stored is there for the next try, however quickly the first one fails", async () => {
  const seen: unknown[] = [];
  let tries = 0;
  const act = b.action({
    reads: [],
    writes: ["n"],
    retry: { attempts: 3, baseMs: 0 },
    run(_state, _inputs, ctx) {
      seen.push(ctx.resumed?.n);
      ctx.checkpoint({ n: (tries += 1) });
      if (tries < 3) throw boom;
      return { n: tries };
    },
  });
  await b
    .application({ actions: { act }, transitions: [], entrypoint: "act", state: {}, persister: memoryPersister() })
    .run();
  expect(seen).toEqual([undefined, 1, 2]);
});

describe("the stream", () => {
  const talk = (gate: Promise<void>) =>
    b.action({
      reads: ["n"],
      writes: ["out"],
      async *run({ n }) {
        yield n;
        if (n === 1) await gate;
        return { out: n };
      },
    });

  it("takes back what losers of a race have shown", async () => {
    const race = b.parallel({ ...all, mode: "race", tasks: () => [1, 2].map((n) => task(talk(new Promise(() => {})), { key: `k${n}`, state: { n } })), reduce: () => ({ outs: [] }) }); // prettier-ignore
    const app = b.application({ actions: { race }, transitions: [], entrypoint: "race", state: {}, closeTimeoutMs: 5 });
    const events = await collect<AnyRunEvent>(app.stream());
    expect(events.filter(({ type }) => type === "rollback")).toMatchObject([
      { path: ["race", "k1"], reason: "aborted" },
    ]);
    expect(events.at(-1)).toMatchObject({ type: "run-end", stopped: "end" });
  });

  it("tells clients that reconnect what was taken back meanwhile; names of ends are those of the stream alone", async () => {
    let tries = 0;
    const flaky = b.action({
      reads: [],
      writes: ["out"],
      async *run() {
        tries += 1;
        yield `try ${tries}`;
        if (tries === 1) throw boom;
        return { out: tries };
      },
    });
    const persister = memoryPersister();
    const fan = b.parallel({ ...all, taskRetry: { attempts: 2, baseMs: 0 }, tasks: () => [task(flaky, { key: "k" })], reduce: outs }); // prettier-ignore
    const options = { persister, logChunks: true, appId: "app-1" } as const;
    const app = b.application({ actions: { fan }, transitions: [], entrypoint: "fan", state: {}, ...options });
    const text = await app.stream().toResponse().text();
    expect([...text.matchAll(/^event: (?:commit|error)$/gm)].map(([name]) => name)).toEqual(["event: commit"]);
    const kinds = (events: readonly AnyRunEvent[]) => events.filter(({ path }) => path.length > 0).map(({ type }) => type); // prettier-ignore
    const again = await b.app().withActions({ fan }).withOptions(options).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "fan" }).build(); // prettier-ignore
    const rest = await collect<AnyRunEvent>(readStream(again.stream().toResponse({ lastEventId: "0.1.0" })));
    expect(kinds(rest)).toEqual(["rollback", "chunk"]);
  });

  it("has the events of several children at once, each with its key, by merge() around relay()", async () => {
    const leaf = b.action({
      reads: ["n"],
      writes: ["out"],
      async *run({ n }) {
        yield n;
        return { out: n };
      },
    });
    const parent = b.action({
      reads: [],
      writes: ["out"],
      async *run(_state, _inputs, ctx) {
        const children = await Promise.all([1, 2].map((n) => ctx.spawn(b.app().withActions({ leaf }).withEntrypoint("leaf").withState({ n }), { key: `k${n}` }))); // prettier-ignore
        const ends = yield* merge(...children.map((child) => ctx.relay(child.stream())));
        return { out: ends.length };
      },
    });
    const app = b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {} });
    const chunks: unknown[] = [];
    for await (const event of app.stream()) if (event.type === "chunk") chunks.push([event.path, event.chunk]);
    expect(chunks).toEqual([[["parent", "k1"], 1], [["parent", "k2"], 2]]); // prettier-ignore
    const wrong = b.action({
      reads: [],
      writes: ["out"],
      async *run(_state, _inputs, ctx) {
        const child = await ctx.spawn(b.app().withActions({ leaf }).withEntrypoint("leaf").withState({ n: 1 }));
        yield* ctx.relay((await child.streamResult({ haltAfter: "leaf" })) as never);
        return { out: 1 };
      },
    });
    const refused = b.application({ actions: { wrong }, transitions: [], entrypoint: "wrong", state: {} });
    await expect(refused.run()).rejects.toThrow(failure("invalid-option", '"wrong"', "child.stream()"));
  });
});

describe("a child that an action has spawned", () => {
  it("is stopped when its step is over, if nobody has waited for it", async () => {
    let reason: unknown;
    const leaf = b.action({
      reads: [],
      writes: ["out"],
      run: (_state, _inputs, { signal }) =>
        new Promise<{ out: number }>((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            reason = signal.reason;
            reject(signal.reason);
          });
        }),
    });
    const parent = b.action({
      reads: [],
      writes: ["out"],
      async run(_state, _inputs, ctx) {
        const child = await ctx.spawn(b.app().withActions({ leaf }).withEntrypoint("leaf").withState({}));
        child.run().catch(() => {});
        await macrotask();
        return { out: 1 };
      },
    });
    await b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {} }).run();
    expect(String(reason)).toContain("is over");
  });

  it("is found by what it waits for: its step does not wait for it", async () => {
    const persister = memoryPersister();
    const ask = b.action({ reads: [], writes: ["out"], run: (_state, _inputs, ctx) => ctx.suspend("out") });
    const parent = b.action({
      reads: [],
      writes: ["out"],
      async run(_state, _inputs, ctx) {
        const child = await ctx.spawn(b.app().withActions({ ask }).withEntrypoint("ask").withState({}));
        return [{ stopped: (await child.run()).stopped }, { out: 1 }];
      },
    });
    const app = b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {}, persister });
    expect(await app.run()).toMatchObject({ stopped: "end", result: { stopped: "suspended" } });
    expect(await persister.listSuspensions()).toMatchObject([{ name: "out", action: "ask" }]);
  });
});

it("hooks learn the way to each child when it is made", async () => {
  const paths: unknown[] = [];
  const hooks: Hooks = { postApplicationCreate: ({ path }) => void paths.push(path) };
  const leaf = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => ({ out: n }) });
  const fan = b.parallel({ ...all, tasks: () => [task(leaf, { key: "k", state: { n: 1 } })], reduce: outs });
  const act = b
    .graph({ actions: { fan }, transitions: [] })
    .asAction({ reads: [], writes: ["outs"], entrypoint: "fan" });
  await b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {}, hooks: [hooks] }).run();
  expect(paths).toEqual([[], ["act"], ["act", "fan", "k"]]);
});

it("undo of an action with children is called by compensate()", async () => {
  const undone: string[] = [];
  const leaf = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => ({ out: n }) });
  const fan = b.parallel({ ...all, tasks: () => [task(leaf, { state: { n: 1 } })], reduce: outs, undo: () => void undone.push("fan") }); // prettier-ignore
  const act = b.graph({ actions: { leaf }, transitions: [] }).asAction({ reads: ["n"], writes: ["out"], entrypoint: "leaf", undo: () => void undone.push("act") }); // prettier-ignore
  const app = b.application({
    actions: { fan, act },
    transitions: [["fan", "act"]],
    entrypoint: "fan",
    state: { n: 1 },
  });
  await app.run();
  await app.compensate();
  expect(undone).toEqual(["act", "fan"]);
});

it("says of a child that cannot begin which action it is of, and of an input where to pass it", async () => {
  const { input } = await import("../index.ts");
  const leaf = b.action({ reads: ["n"], writes: ["out"], inputs: { by: input<number>() }, run: ({ n }, { by }) => ({ out: n + by }) }); // prettier-ignore
  const graph = b.graph({ actions: { leaf }, transitions: [] });
  const without = appOf(b.parallel({ ...all, tasks: () => [task(graph, { entrypoint: "leaf" })], reduce: outs }));
  await expect(without.run()).rejects.toThrow(
    failure("invalid-graph", 'child of action "act"', '"n"', "`state` of task()"),
  );
  const act = graph.asAction({ reads: ["n"], writes: ["out"], entrypoint: "leaf" });
  const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { n: 1 } });
  await expect(app.run()).rejects.toThrow(failure("missing-input", '"by"', "`inputs` of asAction()"));
});

it("a fold may wait for each result, for instance to store it", async () => {
  const stored: number[] = [];
  const leaf = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => ({ out: n }) });
  const fan = b.parallel({
    ...all,
    tasks: () => [1, 2, 3].map((n) => task(leaf, { state: { n } })),
    fold: {
      start: () => 0,
      async add(sum, { state }) {
        await macrotask();
        stored.push(state.out);
        return sum + state.out;
      },
      end: (_state, sum) => ({ outs: [sum] }),
    },
  });
  const app = b.application({ actions: { fan }, transitions: [], entrypoint: "fan", state: {} });
  expect((await app.run()).state.outs).toEqual([6]);
  expect(stored).toEqual([1, 2, 3]);
});
