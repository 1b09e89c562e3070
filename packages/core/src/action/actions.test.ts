import { describe, expect, it } from "vitest";
import { type Action, type ActionSpec, burr, input, type StepContext } from "../index.ts";
import { endlessCounter, failure } from "../testing/counter-app.ts";

interface Things {
  foo: string;
  bar: string;
  n: number;
}

const b = burr<Things>();

/** An application of one action, which is named "act". */
function appOf<TMode extends "sync" | "async">(
  act: Action<ActionSpec & { readonly mode: TMode }>,
  state: Partial<Things> = {},
) {
  return b.application({ actions: { act }, transitions: [], entrypoint: "act", state });
}

const add = b.action({
  reads: ["n"],
  writes: ["n"],
  tags: ["math"],
  inputs: { a: input<number>(), b: input<number>(), c: input<number>().default(1000) },
  run: (state, { a, b: second, c }) => [{ sum: a + second + c }, state.update({ n: state.n + a + second + c })],
});

const addLater = b.action({
  reads: ["n"],
  writes: ["n"],
  tags: ["math"],
  inputs: { a: input<number>(), b: input<number>(), c: input<number>().default(1000) },
  run: async (state, { a, b: second, c }) => {
    await Promise.resolve();
    return [{ sum: a + second + c }, state.update({ n: state.n + a + second + c })];
  },
});

describe("an action", () => {
  it("24: withName gives a copy with that name; the original stays without one", () => {
    const named = add.withName("x");
    expect(named.name).toBe("x");
    expect(add.name).toBeUndefined();
    expect({ ...named, name: undefined }).toMatchObject({ reads: ["n"], writes: ["n"], tags: ["math"] });
    expect(named.inputs).toEqual(add.inputs);
    expect(named.bind({ a: 1 }).name).toBe("x");
  });

  it.each([
    { kind: "sync", one: add, isAsync: false },
    { kind: "async", one: addLater, isAsync: true },
  ])("27, 30: is one function with declared reads, writes and tags ($kind)", async ({ one, isAsync }) => {
    expect(one).toMatchObject({
      reads: ["n"],
      writes: ["n"],
      mayWrite: [],
      tags: ["math"],
      isAsync,
      isStreaming: false,
    });
    const end = await appOf(one, { n: 1 }).run({ inputs: { a: 10, b: 100, c: 0 } });
    expect(end).toMatchObject({ result: { sum: 110 }, state: { n: 111 } });
  });

  it.each([
    { kind: "sync", one: add },
    { kind: "async", one: addLater },
  ])("28, 30: takes bound inputs, required ones and defaults ($kind)", async ({ one }) => {
    const bound = one.bind({ a: 10 });
    expect(bound.inputs).toEqual({ required: ["b"], optional: ["c"] });
    expect(await appOf(bound, { n: 0 }).run({ inputs: { b: 100 } })).toMatchObject({ state: { n: 1110 } });
    expect(await appOf(bound, { n: 0 }).run({ inputs: { b: 100, c: 1 } })).toMatchObject({
      state: { n: 111 },
    });
  });

  it.each([
    { kind: "sync", one: add },
    { kind: "async", one: addLater },
  ])("29, 30: can be bound twice: the copies are independent and the original is unbound ($kind)", async ({ one }) => {
    const [small, large] = [one.bind({ a: 1, b: 0, c: 0 }), one.bind({ a: 1000, b: 0, c: 0 })];
    expect(await appOf(small, { n: 0 }).run()).toMatchObject({ state: { n: 1 } });
    expect(await appOf(large, { n: 0 }).run()).toMatchObject({ state: { n: 1000 } });
    expect(one.inputs).toEqual({ required: ["a", "b"], optional: ["c"] });
    expect(small.bind({ a: 5 } as never).inputs).toEqual({ required: [], optional: [] });
  });

  it("29: cannot change its bound inputs for later steps", () => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      inputs: { by: input<number>() },
      run: (_state, inputs) => {
        expect(() => Object.assign(inputs, { by: 100 })).toThrow(TypeError);
        return { n: inputs.by };
      },
    });
    const values = { by: 1 };
    const bound = act.bind(values);
    values.by = 7;
    expect(appOf(bound).runSync().state.n).toBe(1);
  });

  it("32: derives its inputs: none, required and optional ones, without those that are bound", () => {
    const plain = b.action({ reads: [], writes: [], run: () => ({}) });
    expect(plain.inputs).toEqual({ required: [], optional: [] });
    const some = b.action({
      reads: [],
      writes: [],
      inputs: { must: input<number>(), may: input<number>().optional() },
      run: () => ({}),
    });
    expect(some.inputs).toEqual({ required: ["must"], optional: ["may"] });
    expect(some.bind({ may: 1 }).inputs).toEqual({ required: ["must"], optional: [] });
    expect(some.bind({ unknown: 1 } as never).inputs).toEqual(some.inputs);
  });

  it("gets undefined for an optional input that nobody passes, and no input that it did not declare", () => {
    const seen: unknown[] = [];
    const look = b.action({
      reads: [],
      writes: [],
      inputs: { must: input<number>(), may: input<number>().optional(), kind: input<string>().default("plain") },
      run: (_state, inputs) => {
        seen.push(inputs);
        return {};
      },
    });
    const app = b.application({ actions: { look }, transitions: [["look", "look"]], entrypoint: "look", state: {} });
    app.runSync({ inputs: { must: 1, other: 2 } as never, haltAfter: "look" });
    app.runSync({ inputs: { must: 1, kind: undefined } as never, haltAfter: "look" });
    expect(seen).toEqual([
      { must: 1, may: undefined, kind: "plain" },
      { must: 1, may: undefined, kind: "plain" },
    ]);
  });

  it("38: fails without a required input, names it, and does not run", async () => {
    const missing = failure("missing-input", 'Action "act"', '"a", "b"', "Pass `inputs: { a: …, b: … }`");
    await expect(appOf(add, { n: 0 }).step()).rejects.toThrow(missing);
    await expect(appOf(addLater, { n: 0 }).run()).rejects.toThrow(missing);
    expect(() => appOf(add, { n: 0 }).runSync({ inputs: { c: 1 } })).toThrow(missing);
  });

  it("39: refuses inputs whose name starts with a double underscore", async () => {
    const reserved = failure("reserved-input", '"__a"', "double underscore");
    const app = endlessCounter();
    await expect(app.run({ inputs: { __a: 1 } as never })).rejects.toThrow(reserved);
    await expect(app.step({ inputs: { __a: 1 } as never })).rejects.toThrow(reserved);
    await expect(app.streamResult({ inputs: { __a: 1 } as never })).rejects.toThrow(reserved);
    expect(() => app.stream({ inputs: { __a: 1 } as never })).toThrow(reserved);
    expect(() =>
      b.action({ reads: [], writes: [], inputs: { __a: input<number>() } as never, run: () => ({}) }),
    ).toThrow(reserved);
  });

  it("40: is told the application, its partition, its name, this step, and when to stop", async () => {
    let context: StepContext | undefined;
    const look = b.action({
      reads: [],
      writes: [],
      run(_state, _inputs, ctx) {
        context = ctx;
        return {};
      },
    });
    const options = { appId: "app-1", partitionKey: "ann", sequenceId: 6 };
    const app = b.application({ actions: { look }, transitions: [], entrypoint: "look", state: {}, ...options });
    await app.run();
    const { appId, partitionKey, sequenceId, attempt, actionName, signal, resumed } = context!;
    expect({ appId, partitionKey, sequenceId, attempt, actionName, resumed }).toEqual({
      appId: "app-1",
      partitionKey: "ann",
      sequenceId: 7,
      attempt: 1,
      actionName: "look",
      resumed: undefined,
    });
    expect(signal.aborted).toBe(false);
  });

  it("41: is told the sequence ids 6 to 15 in ten steps that follow the id 5", () => {
    const ids: number[] = [];
    const look = b.action({
      reads: [],
      writes: [],
      run(_state, _inputs, { sequenceId }) {
        ids.push(sequenceId);
        return {};
      },
    });
    const more = b.check([], () => ids.length < 10, "more");
    const app = b.application({
      actions: { look },
      transitions: [["look", "look", more]],
      entrypoint: "look",
      state: {},
      sequenceId: 5,
    });
    app.runSync();
    expect(ids).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(app.sequenceId).toBe(15);
  });

  it("knows from the form of its function whether it is async and whether it streams", () => {
    const contract = { reads: [], writes: [] } as const;
    expect(b.action({ ...contract, *run() { yield 1; return {}; } })).toMatchObject({ isAsync: false, isStreaming: true }); // prettier-ignore
    expect(b.action({ ...contract, async *run() { yield 1; return {}; } })).toMatchObject({ isAsync: true, isStreaming: true }); // prettier-ignore
    expect(b.streamingAction({ ...contract, *run() { yield [{}, {}] as const; } })).toMatchObject({ isAsync: false, isStreaming: true }); // prettier-ignore
  });

  it("may be an instance of a class, with fields of its own", async () => {
    class Greeter {
      readonly reads = ["foo"] as const;
      readonly writes = ["bar"] as const;
      readonly #greeting: string;
      constructor(greeting: string) {
        this.#greeting = greeting;
      }
      run(state: { readonly foo: string }) {
        return { bar: `${this.#greeting}, ${state.foo}` };
      }
    }
    const [hello, bye] = [b.action(new Greeter("Hello")), b.action(new Greeter("Bye"))];
    const app = b.application({
      actions: { hello, bye },
      transitions: [["hello", "bye"]],
      entrypoint: "hello",
      state: { foo: "Ann" },
    });
    expect(await app.step()).toMatchObject({ state: { bar: "Hello, Ann" } });
    expect(await app.step()).toMatchObject({ state: { bar: "Bye, Ann" } });
  });

  it("31: is made by b.action(): a plain function is refused with the way to wrap it", () => {
    const plain = (): object => ({});
    expect(() => b.action(plain as never)).toThrow(failure("invalid-action", "`reads`", "b.action()"));
    expect(() => b.action({ reads: [], run: plain } as never)).toThrow(failure("invalid-action", "`writes`"));
    expect(() => b.action(undefined as never)).toThrow(failure("invalid-action"));
    expect(() => appOf(plain as never)).toThrow(failure("invalid-action", '"act"', "(plain)", "b.action("));
    expect(() => appOf({ run: plain } as never)).toThrow(failure("invalid-action", '"act"', "b.action("));
  });
});

describe("the ready-made actions", () => {
  it("25: resultAction reports exactly its keys and writes nothing", () => {
    const result = b.resultAction("foo", "bar");
    expect(result).toMatchObject({ reads: ["foo", "bar"], writes: [], mayWrite: [] });
    const end = appOf(result, { foo: "f", bar: "b", n: 1 }).runSync();
    expect(end.result).toEqual({ foo: "f", bar: "b" });
    expect(end.state).toEqual({ foo: "f", bar: "b", n: 1 });
  });

  it("26: inputAction requires its inputs and stores them in state", () => {
    const prompt = b.inputAction("foo", "bar");
    expect(prompt).toMatchObject({ reads: [], writes: ["foo", "bar"] });
    expect(prompt.inputs).toEqual({ required: ["foo", "bar"], optional: [] });
    const end = appOf(prompt, { foo: "old", n: 1 }).runSync({ inputs: { foo: "f", bar: "b" } });
    expect(end.result).toEqual({ foo: "f", bar: "b" });
    expect(end.state).toEqual({ foo: "f", bar: "b", n: 1 });
  });

  it("43: a placeholder can be part of a graph; running it says that it cannot run", async () => {
    const later = b.placeholder({ reads: ["foo"], writes: ["bar"], tags: ["todo"] });
    expect(later).toMatchObject({ reads: ["foo"], writes: ["bar"], tags: ["todo"] });
    const refusal = failure("not-implemented", '"act"', "placeholder", "b.action()");
    await expect(appOf(later, { foo: "f" }).run()).rejects.toThrow(refusal);
    expect(() => appOf(later, { foo: "f" }).runSync()).toThrow(refusal);
  });
});
