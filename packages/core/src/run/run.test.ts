import { describe, expect, it } from "vitest";
import { type ApplicationOptions, burr, input, memoryJournal } from "../index.ts";
import { counter, countTo, endlessCounter, failure, hookLog } from "../testing/counter-app.ts";

const b = burr<{ count: number }>();

const boom = new Error("boom");
function broken(options: ApplicationOptions = {}) {
  const fail = b.action({
    reads: ["count"],
    writes: ["count"],
    run: (): { count: number } => {
      throw boom;
    },
  });
  return b.application({
    actions: { counter, fail },
    transitions: [
      ["counter", "fail"],
      ["fail", "counter"],
    ],
    entrypoint: "counter",
    state: { count: 0 },
    ...options,
  });
}

describe("step()", () => {
  it("72: runs one action and gives its name, result, the new state and the sequence id", async () => {
    const app = endlessCounter();
    const end = await app.step();
    expect(end).toEqual({ action: "counter", result: { counted: 1 }, state: { count: 1 }, sequenceId: 0 });
    expect(end?.state).toBe(app.state);
    expect(app.nextAction).toBe("counter");
  });

  it("73: counts steps from 0, or from the id it was given", async () => {
    const [fresh, later] = [endlessCounter(), endlessCounter({ sequenceId: 0 })];
    expect(fresh.sequenceId).toBe(-1);
    await fresh.step();
    await later.step();
    expect([fresh.sequenceId, later.sequenceId]).toEqual([0, 1]);
  });

  it("74: gives null when no transition is left; only the hooks of the call fire, and no id is used up", async () => {
    const { hooks, calls } = hookLog();
    const app = countTo(0, { hooks: [hooks] });
    await app.run();
    calls.length = 0;
    expect(await app.step()).toBeNull();
    expect(calls).toEqual(["preRunExecuteCall", "postRunExecuteCall"]);
    expect(app.sequenceId).toBe(1);
  });

  it("75: can be called a hundred times", async () => {
    const app = endlessCounter();
    for (let index = 0; index < 100; index += 1) await app.step();
    expect(app.state.count).toBe(100);
  });

  it("76: throws the action's own error; state stays and the same action is next, under a new id", async () => {
    const app = broken();
    await app.step();
    await expect(app.step()).rejects.toBe(boom);
    expect(app).toMatchObject({ state: { count: 1 }, nextAction: "fail", sequenceId: 1 });
    await expect(app.step()).rejects.toBe(boom);
    expect(app.sequenceId).toBe(2);
  });

  it("passes on whatever was thrown, unchanged", async () => {
    const fail = b.action({
      reads: [],
      writes: [],
      run: (): object => {
        throw "a string"; // oxlint-disable-line typescript/only-throw-error -- what is tested
      },
    });
    const app = b.application({ actions: { fail }, transitions: [], entrypoint: "fail", state: {} });
    await expect(app.step()).rejects.toBe("a string");
    expect(() => app.runSync()).toThrow("a string");
  });
});

describe("run()", () => {
  it("77: runs until the action of haltAfter has run", async () => {
    const app = countTo(10);
    expect(await app.run({ haltAfter: "result" })).toEqual({
      stopped: "after",
      action: "result",
      result: { count: 10 },
      state: { count: 10 },
      sequenceId: 10,
    });
  });

  it("78: runs until the action of haltBefore is next, and does not run it", async () => {
    const app = countTo(10);
    expect(await app.run({ haltBefore: ["result"] })).toEqual({
      stopped: "before",
      action: "result",
      result: undefined,
      state: { count: 10 },
      sequenceId: 9,
    });
    expect(app.nextAction).toBe("result");
  });

  it("80: passes its inputs to every step", async () => {
    const add = b.action({
      reads: ["count"],
      writes: ["count"],
      inputs: { one: input<number>(), eight: input<number>() },
      run: ({ count }, { one, eight }) => ({ count: count + one + eight }),
    });
    const app = b.application({
      actions: { first: add, second: add, third: add },
      transitions: [
        ["first", "second"],
        ["second", "third"],
      ],
      entrypoint: "first",
      state: { count: 0 },
      sequenceId: 1,
    });
    const end = await app.run({ inputs: { one: 1, eight: 8 } });
    expect(end).toMatchObject({ state: { count: 27 }, sequenceId: 4 });
  });

  it("81: refuses unknown halts in one error that names them all, before anything runs", async () => {
    const app = endlessCounter();
    const options = { haltAfter: ["counter", "typo"], haltBefore: ["slip", "toString"] } as never;
    const unknown = failure("unknown-action", '"slip", "toString", "typo"', '"counter"');
    await expect(app.run(options)).rejects.toThrow(unknown);
    await expect(app.streamResult(options)).rejects.toThrow(unknown);
    expect(() => app.iterate(options)).toThrow(unknown);
    expect(() => app.stream(options)).toThrow(unknown);
    expect(app.sequenceId).toBe(-1);
  });

  it("82: takes @tag:x for all actions with the tag x", async () => {
    expect(await countTo(10).run({ haltAfter: "@tag:counting" })).toMatchObject({ action: "counter", sequenceId: 0 });
    expect(await countTo(10).run({ haltAfter: ["@tag:counting", "result"] })).toMatchObject({ sequenceId: 0 });
    await expect(countTo(10).run({ haltAfter: "@tag:typo" as never })).rejects.toThrow(
      failure("unknown-tag", '"typo"'),
    );
  });

  it("83: takes at least one step, also when the next action is in haltBefore", async () => {
    const app = countTo(10);
    expect(await app.run({ haltBefore: "counter" })).toMatchObject({ stopped: "before", state: { count: 1 } });
    expect(await app.run({ haltBefore: "counter" })).toMatchObject({ stopped: "before", state: { count: 2 } });
  });

  it("84: stops before the next action, when that is in haltBefore and the last in haltAfter", async () => {
    const end = await countTo(1).run({ haltAfter: "counter", haltBefore: "result" });
    expect(end).toMatchObject({ stopped: "before", action: "result", result: undefined, state: { count: 1 } });
  });

  it("85: gives null for the action when it had ended before; no id is used up", async () => {
    const app = countTo(0);
    expect(await app.run()).toMatchObject({ stopped: "end", action: "result", sequenceId: 1 });
    expect(await app.run()).toEqual({
      stopped: "end",
      action: null,
      result: undefined,
      state: { count: 1 },
      sequenceId: 1,
    });
  });

  it("86: runs sync and async actions of one application", async () => {
    const later = b.action({
      reads: ["count"],
      writes: ["count"],
      run: async ({ count }) => ({ count: (await Promise.resolve(count)) + 10 }),
    });
    const app = b.application({
      actions: { counter, later },
      transitions: [
        ["counter", "later"],
        ["later", "counter", b.check(["count"], ({ count }) => count < 30)],
      ],
      entrypoint: "counter",
      state: { count: 0 },
    });
    expect(await app.run()).toMatchObject({ action: "later", state: { count: 33 } });
  });

  it("88: runs Collatz from 1000 in 111 steps", async () => {
    const steps = burr<{ n: number; history: number[] }>();
    const contract = { reads: ["n"], writes: ["n", "history"] } as const;
    const half = steps.action({ ...contract, run: (s) => s.update({ n: s.n / 2 }).append({ history: s.n / 2 }) });
    const more = steps.action({
      ...contract,
      run: (s) => s.update({ n: 3 * s.n + 1 }).append({ history: 3 * s.n + 1 }),
    });
    const start = steps.action({ reads: ["n"], writes: ["history"], run: ({ n }) => ({ history: [n] }) });
    const app = steps.application({
      actions: { start, half, more, result: steps.resultAction("history") },
      transitions: [
        [["start", "half", "more"], "result", steps.when({ n: 1 })],
        [["start", "half", "more"], "half", steps.check(["n"], ({ n }) => n % 2 === 0, "even")],
        [["start", "half", "more"], "more"],
      ],
      entrypoint: "start",
      state: { n: 1000 },
    });
    const end = await app.run({ haltAfter: "result" });
    expect(end.sequenceId).toBe(112); // the start, 111 steps of Collatz, the result
    expect(end.state.history?.slice(-4)).toEqual([8, 4, 2, 1]);
    expect(end.state.history).toHaveLength(112);
  });

  it("155: tells hooks and journal of a sync action's result and of the new state", async () => {
    const reports: unknown[] = [];
    const journal = memoryJournal();
    const app = endlessCounter({
      journal,
      hooks: [{ postRunStep: ({ result, state }) => Promise.resolve(void reports.push([result, state.toJSON()])) }],
    });
    await app.step();
    expect(reports).toEqual([[{ counted: 1 }, { count: 1 }]]);
    expect(journal.records).toMatchObject([
      { type: "step-started" },
      { type: "step-ended", delta: [{ op: "set", key: "count", value: 1 }] },
      { type: "transition" },
    ]);
  });
});

describe("iterate()", () => {
  it("79: yields every step in order and returns the run's end", async () => {
    const app = countTo(10, { sequenceId: 0 });
    const run = app.iterate({ haltAfter: "result" });
    const seen: unknown[] = [];
    let item = await run.next();
    for (; item.done !== true; item = await run.next()) seen.push([item.value.action, item.value.state.count]);
    expect(seen).toEqual([...Array.from({ length: 10 }, (_, index) => ["counter", index + 1]), ["result", 10]]);
    expect(item.value).toMatchObject({ stopped: "after", action: "result", result: { count: 10 } });
    expect(app.sequenceId).toBe(11);
  });

  it("takes a step only when it is asked for one", async () => {
    const app = endlessCounter();
    const run = app.iterate();
    expect(app.sequenceId).toBe(-1);
    await run.next();
    await run.next();
    expect(app.state.count).toBe(2);
    await run.return?.();
    await app.step();
    expect(app.state.count).toBe(3);
  });

  it("lets the application go when its loop is left", async () => {
    const app = endlessCounter();
    for await (const { state } of app.iterate()) if (state.count === 5) break;
    expect(await app.step()).toMatchObject({ state: { count: 6 }, sequenceId: 5 });
  });

  it("throws the action's error where the step was", async () => {
    const app = broken();
    const seen: string[] = [];
    const loop = async (): Promise<void> => {
      for await (const { action } of app.iterate()) seen.push(action);
    };
    await expect(loop()).rejects.toBe(boom);
    expect(seen).toEqual(["counter"]);
  });
});

describe("runSync()", () => {
  it("gives at once what run() gives", async () => {
    for (const options of [{ haltAfter: "result" }, { haltBefore: "result" }, {}] as const)
      expect(countTo(10).runSync(options)).toEqual(await countTo(10).run(options));
    expect(() => broken().runSync()).toThrow(boom);
  });
});
