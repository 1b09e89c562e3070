import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type AnyRunEvent, burr, type Executor, type Persister, readStream, task } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { boom } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";
import { inProcessExecutor, merge } from "./index.ts";

interface Work {
  n: number;
  out: number;
  outs: unknown[];
  round: number;
}
const b = burr<Work>();
const double = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => [{ was: n }, { out: n * 2 }] }).withName("double"); // prettier-ignore

describe("a child that is done", () => {
  it("has the result that it had, also where it has come to its end without a halt", async () => {
    let calls = 0;
    const graph = b.graph({ actions: { double }, transitions: [] });
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      retry: { attempts: 2, baseMs: 0 },
      tasks: () => [task(graph, { entrypoint: "double", state: { n: 3 } })],
      reduce(_state, [one]) {
        calls += 1;
        if (calls === 1) throw boom;
        return { outs: [one.action, one.result, one.state.out] };
      },
    });
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, persister: memoryPersister() }); // prettier-ignore
    expect((await app.run()).state.outs).toEqual(["double", { was: 3 }, 6]);
  });

  it("is not looked up in a first attempt", async () => {
    for (const durability of ["sync", "async"] as const) {
      const inner = memoryPersister();
      const looked: (string | undefined)[] = [];
      const persister: Persister = Object.assign(Object.create(inner) as Persister, {
        load: (query: { readonly appId?: string }) => (looked.push(query.appId), inner.load(query)),
      });
      const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(double, { state: { n: 3 } })], reduce: (_state, [{ appId }]) => ({ outs: [appId] }) }); // prettier-ignore
      const app = b.application({
        actions: { all },
        transitions: [],
        entrypoint: "all",
        state: {},
        persister,
        durability,
      });
      await app.run();
      expect(looked).not.toContain(String(app.state.outs?.[0]));
    }
  });
});

describe("after going back to an earlier step", () => {
  it("later visits have new children, too, and every step another idempotency key", async () => {
    const persister = memoryPersister();
    const seen: { readonly ids: string[]; readonly keys: string[] }[] = [];
    const open = async (sequenceId?: number) => {
      const ids: string[] = [];
      const keys: string[] = [];
      seen.push({ ids, keys });
      const noting = b.action({ reads: [], writes: ["out"], run: (_state, _inputs, { appId }) => (ids.push(appId), { out: 1 }) }); // prettier-ignore
      const all = b.parallel({ reads: [], writes: ["outs"], tasks: (_state, _inputs, { idempotencyKey }) => (keys.push(idempotencyKey), [task(noting)]), reduce: () => ({ outs: [] }) }); // prettier-ignore
      return await b.app().withActions({ all }).withTransitions(["all", "all"]).withPersister(persister)
        .withIdentifiers({ appId: "app-1", ...(sequenceId === undefined ? {} : { sequenceId }) })
        .initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "all" }).build(); // prettier-ignore
    };
    for (const sequenceId of [undefined, 0, 0]) await (await open(sequenceId)).run({ maxSteps: 3 });
    expect(new Set(seen.flatMap(({ ids }) => ids)).size).toBe(9);
    expect(new Set(seen.flatMap(({ keys }) => keys)).size).toBe(9);
  });
});

describe("children in a store", () => {
  it("are not taken for the latest application of the partition, and go with their grandparent", async () => {
    const persister = memoryPersister();
    const ids: string[] = [];
    const leaf = b.app().withActions({ double }).withEntrypoint("double").withState({ n: 1 });
    const middle = b.action({
      reads: [],
      writes: ["out"],
      async run(_state, _inputs, ctx) {
        const child = await ctx.spawn(leaf);
        ids.push(ctx.appId, child.appId);
        await child.run();
        expect(await persister.load({ partitionKey: "ann" })).toMatchObject({ appId: "app-1" });
        return { out: 1 };
      },
    });
    const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(middle)], reduce: () => ({ outs: [] }) });
    const app = b.application({ actions: { all }, transitions: [["all", "all"]], entrypoint: "all", state: {}, persister, appId: "app-1", partitionKey: "ann" }); // prettier-ignore
    await app.updateState(app.state.update({ n: 1 }));
    await app.run({ maxSteps: 1 });
    const isThere = async () => await Promise.all(ids.map(async (appId) => (await persister.load({ appId, partitionKey: "ann" })) !== undefined)); // prettier-ignore
    expect(await isThere()).toEqual([true, true]);
    await persister.delete({ appId: "app-1", partitionKey: "ann" });
    expect(await isThere()).toEqual([false, false]);
  });

  it("log chunks of their own children with the way from there", async () => {
    const persister = memoryPersister();
    const talk = b.action({ reads: [], writes: ["out"], async *run() { yield "hi"; return { out: 1 }; } }).withName("talk"); // prettier-ignore
    let middleId = "";
    const inner = b.parallel({ reads: [], writes: ["outs"], tasks: (_state, _inputs, { appId }) => ((middleId = appId), [task(talk, { key: "k" })]), reduce: () => ({ outs: [] }) }); // prettier-ignore
    const outer = b.graph({ actions: { inner }, transitions: [] }).asAction({ reads: [], writes: ["outs"], entrypoint: "inner" }); // prettier-ignore
    const app = b.application({ actions: { outer }, transitions: [], entrypoint: "outer", state: {}, persister, logChunks: true, appId: "app-1" }); // prettier-ignore
    await collect(app.stream());
    const pathsOf = async (appId: string) => (await collect<AnyRunEvent>(persister.readStream(appId, 0))).map(({ path }) => path); // prettier-ignore
    expect(await pathsOf("app-1")).toEqual([["outer", "inner", "k"], []]);
    expect(await pathsOf(middleId)).toEqual([["inner", "k"], []]);
  });
});

describe("children of one graph", () => {
  const reading = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => ({ out: n }) });
  const graph = b.graph({ actions: { double, reading }, transitions: [] });

  it("are proven and begun each by its own entrypoint, state and options, whoever came before", async () => {
    const actions: string[] = [];
    const all = b.parallel({
      reads: [],
      writes: ["outs"],
      concurrency: 1,
      tasks: () => [
        task(graph, { entrypoint: "double", state: { n: 1 } }),
        task(graph, { entrypoint: "reading", state: { n: 1 } }),
        task(graph, { entrypoint: "reading", state: {} }),
      ],
      onTaskError: "collect",
      reduce(_state, results) {
        for (const one of results) actions.push(one.status === "completed" ? one.action : (one.error as { code: string }).code); // prettier-ignore
        return { outs: [] };
      },
    });
    await b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} }).run();
    expect(actions).toEqual(["double", "reading", "invalid-graph"]);
  });

  it("have the defaults, the freezing and the proofs that each is told", async () => {
    let calls = 0;
    const flaky = b.action({ reads: [], writes: ["outs"], run: () => { calls += 1; if (calls % 2 === 1) throw boom; return { outs: [[]] }; } }); // prettier-ignore
    const never = b.action({ reads: [], writes: ["out"], run: () => ({ out: 1 }) });
    const one = b.graph({ actions: { flaky, never }, transitions: [] });
    const seen: unknown[] = [];
    const parent = b.action({
      reads: [],
      writes: ["outs"],
      async run(_state, _inputs, ctx) {
        const common = { entrypoint: "flaky", state: {} } as const;
        for (const options of [{ freeze: true }, { freeze: false }]) {
          const child = await ctx.spawn(one, {
            ...common,
            defaults: { retry: { attempts: 2, baseMs: 0 } },
            ...options,
          });
          seen.push(Object.isFrozen((await child.run()).state.outs?.[0]));
        }
        const once = await ctx.spawn(one, common);
        seen.push(await once.run().then(() => "done", (error: unknown) => error === boom)); // prettier-ignore
        const strict = ctx.spawn(one, { ...common, proofs: { "unreachable-action": "error" } });
        seen.push(await strict.then(() => "made", (error: { code: string }) => error.code)); // prettier-ignore
        return { outs: [] };
      },
    });
    await b.application({ actions: { parent }, transitions: [], entrypoint: "parent", state: {}, freeze: false }).run();
    expect(seen).toEqual([true, false, true, "invalid-graph"]);
  });
});

describe("a client that reconnects", () => {
  it("gets the ids that the events had, so that it can reconnect again", async () => {
    const persister = memoryPersister();
    const talk = b.action({ reads: [], writes: ["out"], async *run() { yield 1; yield 2; yield 3; return { out: 1 }; } }); // prettier-ignore
    const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(talk)], reduce: () => ({ outs: [] }) });
    const open = async () => await b.app().withActions({ all }).withPersister(persister, { logChunks: true }).withIdentifiers({ appId: "app-1" })
      .initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "all" }).build(); // prettier-ignore
    const idsIn = (text: string) => [...text.matchAll(/^id: (.*)\nevent: chunk$/gm)].map(([, id]) => id ?? "");
    const ids = idsIn(await (await open()).stream().toResponse().text());
    expect(ids).toHaveLength(3);
    for (const [place, lastEventId] of ids.entries()) {
      const again = (await open()).stream().toResponse({ lastEventId });
      expect(idsIn(await again.text())).toEqual(ids.slice(place + 1));
    }
  });
});

describe("what others see", () => {
  it("onAbort gets chunks of tasks with the way to them", async () => {
    const talk = b.action({ reads: [], writes: ["out"], async *run() { yield "hi"; return await new Promise<{ out: number }>(() => {}); } }).withName("talk"); // prettier-ignore
    const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(talk, { key: "k" })], reduce: () => ({ outs: [] }), onAbort: (partial) => ({ outs: [...partial] }) }); // prettier-ignore
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, closeTimeoutMs: 0 });
    const stream = await app.streamResult({ haltAfter: "all" });
    await stream[Symbol.asyncIterator]().next();
    await stream.abort();
    await stream.outcome;
    expect(app.state.outs).toEqual([{ path: ["all", "k"], action: "talk", chunk: "hi" }]);
  });

  it("clients get no text of a child's error but that of the whole step, and the rollback of the whole", async () => {
    const talk = b.action({ reads: [], writes: ["out"], async *run(): AsyncGenerator<string, { out: number }, void> { yield "hi"; throw boom; } }); // prettier-ignore
    const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(talk, { key: "k" })], reduce: () => ({ outs: [] }) }); // prettier-ignore
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    const response = app.stream().toResponse({ errorText: (error) => `text: ${String(error)}` });
    const events = await collect<AnyRunEvent>(readStream(response));
    const texts = events.flatMap((event) => (event.type === "step-end" && event.status === "failed" ? [[event.path.length, event.error.message.startsWith("text:")]] : [])); // prettier-ignore
    expect(texts).toEqual([[2, false], [0, true]]); // prettier-ignore
    expect(events.filter(({ type, path }) => type === "rollback" && path.length === 0)).toHaveLength(1);
  });

  it("a task that was lost is bad luck: the action falls back", async () => {
    const forgetful: Executor = {
      locality: "in-process",
      async *execute(tasks) {
        for await (const { index } of tasks) {
          if (index >= 0) return;
          yield { type: "failed", index, error: boom, kind: "lost" };
        }
      },
    };
    const all = b.parallel({ reads: [], writes: ["outs"], executor: forgetful, tasks: () => [task(double, { state: { n: 1 } })], reduce: () => ({ outs: [] }), fallback: (_state, error) => ({ outs: [(error as { code: string }).code] }) }); // prettier-ignore
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {} });
    expect((await app.run()).state.outs).toEqual(["task-lost"]);
  });
});

describe("an outcome that cannot be stored", () => {
  it("stops the other tasks, and their end is waited for", async () => {
    const log: string[] = [];
    const inner = memoryPersister();
    const persister: Persister = Object.assign(Object.create(inner) as Persister, {
      delete: () => Promise.reject(boom),
    });
    const slow = b.action({
      reads: ["n"],
      writes: ["out"],
      run: async ({ n }, _inputs, { signal }): Promise<{ out: number }> => {
        if (n === 1) return { out: 1 };
        await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        for (let turn = 0; turn < 5; turn += 1) await macrotask();
        log.push("end");
        throw signal.reason;
      },
    });
    const executor: Executor = { ...inProcessExecutor, locality: "remote" };
    const all = b.parallel({ reads: [], writes: ["outs"], executor, tasks: () => [task(slow, { state: { n: 1 }, key: "a" }), task(slow, { state: { n: 2 }, key: "b" })], reduce: () => ({ outs: [] }) }); // prettier-ignore
    const app = b.application({ actions: { all }, transitions: [], entrypoint: "all", state: {}, persister });
    await expect(app.run()).rejects.toBe(boom);
    expect(log).toEqual(["end"]);
  });
});

describe("merge()", () => {
  it("asks a source for more when its last item was taken, and not before", async () => {
    const made: Record<string, number> = { a: 0, b: 0 };
    const source = async function* source(name: "a" | "b") {
      for (let n = 0; n < 9; n += 1) {
        made[name]! += 1;
        yield { name, n };
      }
    };
    for await (const { name, n } of merge(source("a"), source("b"))) {
      await macrotask();
      expect(made[name]).toBe(n + 1);
    }
  });

  it("ends with the error of the last source that is open", async () => {
    const broken = async function* broken(): AsyncGenerator<number, void, void> {
      yield 1;
      throw boom;
    };
    await expect(collect<unknown>(merge(broken()))).rejects.toBe(boom);
  });
});

describe("a child that goes on in place of another", () => {
  it("takes its place, although that has given a sign of life since its parent has: `onConflict` is for the parent", async () => {
    let nowMs = 1_000_000;
    const now = () => nowMs;
    const persister = memoryPersister({ staleAfterMs: 5000, now });
    const open = async (passedMs: number, run: () => { out: number } | Promise<{ out: number }>) => {
      const one = b.action({ reads: [], writes: ["out"], run });
      const tasks = () => ((nowMs += passedMs), [task(one, { key: "k" })]);
      const all = b.parallel({ reads: [], writes: ["outs"], tasks, reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out) }) }); // prettier-ignore
      return await b.app().withActions({ all }).withIdentifiers({ appId: "app-1" }).withPersister(persister).withOptions({ now })
        .initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "all" }).build(); // prettier-ignore
    };
    void (await open(3000, () => new Promise(() => {}))).run().catch(() => {});
    for (let turn = 0; turn < 10; turn += 1) await macrotask();
    nowMs += 2500; // 5,500 behind the parent's last sign of life, 2,500 behind the child's
    expect((await (await open(0, () => ({ out: 1 }))).run()).state.outs).toEqual([1]);
  });
});
