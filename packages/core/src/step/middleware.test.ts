import { describe, expect, it } from "vitest";
import { type Action, burr, input, type Middleware, type MiddlewareStep } from "../index.ts";
import { boom, counter, endlessCounter, failure, hookLog } from "../testing/counter-app.ts";
import { collect, makeForms, type names } from "../testing/talk-app.ts";

const b = burr<{ count: number; text: string }>();
const passing: Middleware = (_step, next) => next();

function appOf(act: Action, use: readonly Middleware[], options: object = {}) {
  return b.application({
    actions: { act },
    transitions: [],
    entrypoint: "act",
    state: { count: 0, text: "" },
    use,
    ...options,
  });
}

/** Runs `act` through `use` in every way that streams or not, and gives what each ended with. */
async function everyWay(act: Action, use: readonly Middleware[]): Promise<unknown[]> {
  const apps = Array.from({ length: 4 }, () => appOf(act, use));
  const ends = [
    await apps[0]!.run(),
    (await collect(apps[1]!.iterate()))[0],
    await (await apps[2]!.streamResult({ haltAfter: "act" })).get(),
    await apps[3]!.stream().get(),
  ];
  return ends.map((end, index) => ({ result: end?.result, text: apps[index]!.state.text }));
}

const four = (end: unknown): unknown[] => [end, end, end, end];

describe("middleware", () => {
  it("stands around the action, the first outermost, and knows the step", async () => {
    const calls: string[] = [];
    const steps: MiddlewareStep[] = [];
    const noting = (who: string): Middleware =>
      async function note(step, next) {
        steps.push(step);
        calls.push(`${who} before`);
        const output = await next();
        calls.push(`${who} after`);
        return output;
      };
    const act = b.action({
      reads: [],
      writes: ["count"],
      inputs: { by: input<number>() },
      run: (_state, { by }) => (calls.push("action"), { count: by }),
    });
    const app = appOf(act, [noting("outer"), noting("inner")], { appId: "app-1" });
    expect(await app.run({ inputs: { by: 3 } })).toMatchObject({ state: { count: 3 } });
    expect(calls).toEqual(["outer before", "inner before", "action", "inner after", "outer after"]);
    expect(steps[0]).toMatchObject({
      appId: "app-1",
      partitionKey: null,
      action: "act",
      sequenceId: 0,
      attempt: 1,
      inputs: { by: 3 },
    });
    expect(steps[0]?.signal.aborted).toBe(false);
  });

  it("can answer in the place of the action: it sees the state, may write and delete what the action may, and log", async () => {
    const logged: unknown[] = [];
    const accesses: unknown[] = [];
    const m = burr<{ count: number; note: string }>();
    const act = m.action({
      reads: ["count"],
      writes: ["count", "note"],
      tags: ["cached"],
      run: () => Promise.reject(boom),
    });
    const answer: Middleware = ({ state, tags, log }) => {
      log({ tags });
      return [{ found: true }, state.update({ count: Number(state["count"]) + 1 }).delete("note")];
    };
    const app = m.application({
      actions: { act },
      transitions: [],
      entrypoint: "act",
      state: { count: 1, note: "gone" },
      use: [answer],
      hooks: [{ doLogAttributes: ({ attributes, span }) => void logged.push({ attributes, span }), postAccess: ({ read, wrote }) => void accesses.push({ read, wrote }) }], // prettier-ignore
    });
    expect(await app.run()).toMatchObject({ result: { found: true }, state: { count: 2 } });
    expect("note" in app.state).toBe(false);
    expect(logged).toEqual([{ attributes: { tags: ["cached"] }, span: null }]);
    expect(accesses).toEqual([{ read: ["count"], wrote: ["count", "note"] }]);
  });

  it("may not read or write through the state what the action may not", async () => {
    const act = b.action({ reads: [], writes: ["count"], run: () => ({ count: 1 }) });
    await expect(appOf(act, [({ state }) => state.update({ text: "no" })]).run()).rejects.toMatchObject({ code: "undeclared-write" }); // prettier-ignore
    await expect(appOf(act, [({ state }) => ({ count: state["text"] })]).run()).rejects.toMatchObject({ code: "undeclared-read" }); // prettier-ignore
  });

  it("stands around a sync action in runSync()", () => {
    const calls: string[] = [];
    const note: Middleware = (_step, next) => {
      calls.push("before");
      const output = next();
      calls.push("after");
      return output;
    };
    expect(endlessCounter({ use: [note] }).runSync({ haltAfter: "counter" })).toMatchObject({ state: { count: 1 } });
    expect(calls).toEqual(["before", "after"]);
  });

  it("that is async is refused by runSync()", () => {
    const app = endlessCounter({ use: [async (_step, next) => await next()] });
    expect(() => app.runSync({ haltAfter: "counter" })).toThrow(failure("async-in-sync", "run()"));
  });

  it("may replace what the action ends with, and may skip the action", async () => {
    const end = [{ length: 0 }, { text: "replaced" }];
    const replaced = four({ result: { length: 0 }, text: "replaced" });
    for (const act of Object.values(makeForms())) {
      expect(await everyWay(act, [async (_step, next) => (await next(), end)])).toEqual(replaced);
    }
    const trace = { started: 0, closed: 0 };
    for (const act of Object.values(makeForms(trace))) expect(await everyWay(act, [() => end])).toEqual(replaced);
    expect(trace).toEqual({ started: 0, closed: 0 });
  });

  it("cannot break the action's contract", async () => {
    await expect(appOf(counter, [() => ({ text: "x" })]).run()).rejects.toThrow(failure("undeclared-write", '"text"'));
    await expect(appOf(counter, [() => ({})]).run()).rejects.toThrow(failure("missing-write", '"count"'));
    await expect(appOf(counter, [() => undefined]).run()).rejects.toThrow(failure("invalid-output", '"act"'));
  });

  it("may fail the step, before or after the action", async () => {
    const fail = (): never => {
      throw boom;
    };
    const app = endlessCounter({ use: [fail] });
    await expect(app.run()).rejects.toBe(boom);
    expect(() => app.runSync()).toThrow(boom);
    await expect(endlessCounter({ use: [async (_step, next) => (await next(), fail())] }).run()).rejects.toBe(boom);
    expect(app.state.count).toBe(0);
  });

  it("sees the action's error, and may give something in its place", async () => {
    const act = b.action({ reads: [], writes: ["text"], run: (): Promise<{ text: string }> => Promise.reject(boom) });
    const seen: unknown[] = [];
    const save: Middleware = async (_step, next) => {
      try {
        return await next();
      } catch (error) {
        seen.push(error);
        return { text: "saved" };
      }
    };
    expect(await everyWay(act, [save])).toEqual(four({ result: undefined, text: "saved" }));
    expect(seen).toEqual(four(boom));
  });

  it("does not make a stream of an action that is none", async () => {
    const { hooks, calls } = hookLog();
    const app = endlessCounter({ use: [passing], hooks: [hooks] });
    expect(await collect(await app.streamResult({ haltAfter: "counter" }))).toEqual([]);
    await app.stream({ haltAfter: "counter" }).get();
    expect(calls.filter((call) => call.includes("Stream"))).toEqual([]);
  });
});

describe("middleware in runSync()", () => {
  const appIn = (name: (typeof names)[number], use: Middleware) =>
    appOf(makeForms()[name], [use]) as unknown as { runSync(): unknown }; // an untyped caller

  it.each(["sync", "pairs"] as const)("stands around a stream whose source is sync (%s)", (name) => {
    const end = { result: { length: 10 }, state: { text: "0123456789" } };
    expect(appIn(name, passing).runSync()).toMatchObject(end);
    const replacing: Middleware = (_step, next) => (next(), { text: "replaced" });
    expect(appIn(name, replacing).runSync()).toMatchObject({ result: undefined, state: { text: "replaced" } });
  });

  it.each(["async", "asyncPairs"] as const)("cannot make a stream sync (%s)", (name) => {
    expect(() => appIn(name, passing).runSync()).toThrow(failure("async-in-sync", '"act"'));
  });
});
