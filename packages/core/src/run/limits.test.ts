import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { burr, when } from "../index.ts";
import { countTo, endlessCounter, failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

const b = burr<{ count: number }>();

/** Spends 10 tokens and 0.5 money a step, for ever. */
function spender(options: object = {}) {
  const left: number[] = [];
  const spend = b.action({
    reads: ["count"],
    writes: ["count"],
    run(state, _inputs, ctx) {
      ctx.spend("money", 0.5);
      left.push(ctx.spend("tokens", 10));
      return { count: state.count + 1 };
    },
  });
  const app = b.application({
    actions: { spend },
    transitions: [["spend", "spend"]],
    entrypoint: "spend",
    state: { count: 0 },
    ...options,
  });
  return { app, left };
}

describe("maxSteps", () => {
  it("ends a run behind so many steps, with state kept; another run goes on", async () => {
    const app = endlessCounter();
    const limited = { stopped: "limit", limit: "maxSteps", action: "counter", result: { counted: 3 } };
    expect(await app.run({ maxSteps: 3 })).toMatchObject({ ...limited, state: { count: 3 }, sequenceId: 2 });
    expect(app.runSync({ maxSteps: 2 })).toMatchObject({ stopped: "limit", state: { count: 5 } });
    expect(await app.run({ maxSteps: 0 })).toMatchObject({ stopped: "limit", action: null, state: { count: 5 } });
  });

  it("gives way to whatever else ends the run", async () => {
    expect(await countTo(2).run({ maxSteps: 3 })).toMatchObject({ stopped: "end", action: "result" });
    expect(await countTo(2).run({ maxSteps: 2, haltAfter: "counter" })).toMatchObject({ stopped: "after" });
  });

  it("holds in iterate(), stream() and streamIterate(), and fails a stream that was not reached", async () => {
    const steps = await collect(endlessCounter().iterate({ maxSteps: 3 }));
    expect(steps).toHaveLength(3);
    const events = await collect(endlessCounter().stream({ maxSteps: 2 }));
    expect(events.at(-1)).toMatchObject({ type: "run-end", stopped: "limit" });
    expect(await collect(endlessCounter().streamIterate({ maxSteps: 2 }))).toHaveLength(2);
    await expect(countTo(9).streamResult({ haltAfter: "result", maxSteps: 3 })).rejects.toThrow(
      failure("limit-reached", '"maxSteps"'),
    );
  });

  it("of the application's defaults holds where a run says nothing", async () => {
    const app = endlessCounter({ defaults: { maxSteps: 4 } });
    expect(await app.run()).toMatchObject({ stopped: "limit", state: { count: 4 } });
    expect(await app.run({ maxSteps: 1 })).toMatchObject({ state: { count: 5 } });
  });
});

describe("maxMs", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  const after = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

  /** Takes 40 ms a step, for ever. */
  function slow(run: (ms: number, signal: AbortSignal) => Promise<void> = after) {
    const work = b.action({
      reads: ["count"],
      writes: ["count"],
      run: async (state, _inputs, { signal }) => (await run(40, signal), { count: state.count + 1 }),
    });
    return b.application({
      actions: { work },
      transitions: [["work", "work"]],
      entrypoint: "work",
      state: { count: 0 },
    });
  }

  async function settled<T>(running: Promise<T>): Promise<T> {
    running.catch(() => {});
    await vi.advanceTimersByTimeAsync(5000);
    return await running;
  }

  it("stops the step in flight, and keeps the last commit", async () => {
    let reason: unknown;
    const app = slow(async (ms, signal) => {
      signal.addEventListener("abort", () => void (reason = signal.reason));
      await after(ms);
    });
    expect(await settled(app.run({ maxMs: 100 }))).toMatchObject({
      stopped: "limit",
      limit: "maxMs",
      action: null,
      state: { count: 2 },
      sequenceId: 2,
    });
    expect(reason).toMatchObject({ code: "limit-reached", details: { limit: "maxMs" } });
    expect(app.nextAction).toBe("work");
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends a run whose action never answers", async () => {
    const app = slow(() => new Promise(() => {}));
    expect(await settled(app.run({ maxMs: 100 }))).toMatchObject({ stopped: "limit", state: { count: 0 } });
  });

  it("leaves no timer behind when the run ends in time", async () => {
    expect(await settled(slow().run({ maxMs: 60_000, maxSteps: 2 }))).toMatchObject({ limit: "maxSteps" });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    { pauseMs: 0, last: ["step-start", "aborted", "run-end"] },
    { pauseMs: 300, last: ["run-end"] },
  ])("ends a stream of events, also for a reader that pauses $pauseMs ms", async ({ pauseMs, last }) => {
    const events: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const event of slow().stream({ maxMs: 100 })) {
        events.push(event.type === "step-end" ? event.status : event.type);
        if (pauseMs > 0) await after(pauseMs);
      }
    };
    await settled(read());
    expect(events.slice(-last.length)).toEqual(last);
  });

  it("stops a stream in the hands of a reader with the error of the limit", async () => {
    let closed = 0;
    const talk = b.action({
      reads: [],
      writes: ["count"],
      async *run() {
        try {
          for (;;) {
            await after(30);
            yield 1;
          }
        } finally {
          closed += 1;
        }
      },
    });
    const app = b.application({ actions: { talk }, transitions: [], entrypoint: "talk", state: { count: 0 } });
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      for await (const chunk of await app.streamResult({ haltAfter: "talk", maxMs: 100 })) seen.push(chunk);
    };
    await expect(settled(read())).rejects.toThrow(failure("limit-reached", '"maxMs"'));
    expect([seen.length, closed]).toEqual([3, 1]);
  });

  it("counts from the call, also while nobody reads the stream, and leaves no timer behind", async () => {
    const talk = b.action({ reads: [], writes: ["count"], async *run() { yield 1; return { count: 1 }; } }); // prettier-ignore
    const app = b.application({ actions: { talk }, transitions: [], entrypoint: "talk", state: { count: 0 } });
    const stream = await app.streamResult({ haltAfter: "talk", maxMs: 100 });
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(200);
    await expect(stream.get()).rejects.toThrow(failure("limit-reached", '"maxMs"'));
    expect(app.state.count).toBe(0);
  });

  it("commits what onAbort makes of the partial output", async () => {
    const talk = b.action({
      reads: [],
      writes: ["count"],
      async *run() {
        for (;;) {
          await after(30);
          yield 1;
        }
      },
      onAbort: (partial) => ({ count: partial.length }),
    });
    const app = b.application({
      actions: { talk },
      transitions: [["talk", "talk"]],
      entrypoint: "talk",
      state: { count: 0 },
    });
    expect(await settled(app.run({ maxMs: 100 }))).toMatchObject({ stopped: "limit", action: "talk", state: { count: 3 } }); // prettier-ignore
  });

  it("gives way to an abort", async () => {
    const controller = new AbortController();
    const running = slow().run({ maxMs: 100, signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 50);
    await expect(settled(running)).rejects.toThrow("enough");
  });
});

it("maxMs ends a run whose actions wait for nothing, so that no timer can fire, between two steps", async () => {
  let nowMs = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => nowMs);
  const app = () => endlessCounter({ hooks: [{ preRunStep: () => void (nowMs += 30) }] });
  const end = { stopped: "limit", limit: "maxMs", action: "counter", state: { count: 4 } };
  expect(app().runSync({ maxMs: 100 })).toMatchObject(end);
  expect(await app().run({ maxMs: 100 })).toMatchObject(end);
  clock.mockRestore();
});

describe("budgets", () => {
  it("end the run behind the step that has used one up", async () => {
    const { app, left } = spender();
    expect(await app.run({ budgets: { tokens: 25, money: 100 } })).toMatchObject({
      stopped: "limit",
      limit: "tokens",
      action: "spend",
      state: { count: 3 },
    });
    expect(left).toEqual([15, 5, -5]);
    expect(app.spent).toEqual({ tokens: 30, money: 1.5 });
  });

  it("are those of one run; those of the application hold for its whole life", async () => {
    const { app, left } = spender({ budgets: { tokens: 50 } });
    expect(await app.run({ budgets: { tokens: 20 } })).toMatchObject({ limit: "tokens", state: { count: 2 } });
    expect(await app.run({ budgets: { tokens: 20 } })).toMatchObject({ limit: "tokens", state: { count: 4 } });
    expect(await app.run({ budgets: { tokens: 20 } })).toMatchObject({ limit: "tokens", state: { count: 5 } });
    expect(await app.run()).toMatchObject({ limit: "tokens", action: null, state: { count: 5 } });
    expect(left.at(-1)).toBe(0);
  });

  it("count what a failed step has spent", async () => {
    const act = b.action({
      reads: [],
      writes: [],
      retry: { attempts: 3, baseMs: 0 },
      run(_state, _inputs, { spend }): object {
        spend("tokens", 7);
        throw new Error("no answer");
      },
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { count: 0 } });
    await expect(app.run()).rejects.toThrow("no answer");
    expect(app.spent).toEqual({ tokens: 21 });
  });

  it("take any name, also one that every object has", async () => {
    const act = b.action({ reads: [], writes: [], run: (_s, _i, { spend }) => (spend("constructor", 1), spend("__proto__", 2), {}) }); // prettier-ignore
    const app = b.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state: { count: 0 } }); // prettier-ignore
    expect(await app.run({ budgets: { constructor: 3 } })).toMatchObject({ limit: "constructor", sequenceId: 2 });
    expect(Object.entries(app.spent)).toEqual([["constructor", 3], ["__proto__", 6]]); // prettier-ignore
  });

  it("refuse amounts and limits that are no numbers of 0 or more", async () => {
    const act = b.action({ reads: [], writes: [], run: (_s, _i, { spend }) => (spend("tokens", -1), {}) });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { count: 0 } });
    await expect(app.run()).rejects.toThrow(failure("invalid-option", '"tokens"', '"act"'));
    await expect(app.run({ budgets: { tokens: Number.NaN } })).rejects.toThrow(
      failure("invalid-option", "budgets.tokens"),
    );
    await expect(app.run({ maxSteps: -1 })).rejects.toThrow(failure("invalid-option", "maxSteps"));
    expect(() => endlessCounter({ defaults: { maxMs: -1 } })).toThrow(failure("invalid-option", "maxMs"));
  });
});

describe("halts under a condition", () => {
  it("stop behind an action when the condition holds for the state it has led to", async () => {
    const three = b.when({ count: 3 });
    expect(await endlessCounter().run({ haltAfter: [["counter", three]] })).toMatchObject({ stopped: "after", action: "counter", result: { counted: 3 } }); // prettier-ignore
    expect(endlessCounter().runSync({ haltAfter: [["@tag:counting", three]] })).toMatchObject({ state: { count: 3 } });
    expect(await collect(endlessCounter().iterate({ haltAfter: [["counter", when({ count: 2 })]] }))).toHaveLength(2);
  });

  it("stop before an action, and stand beside halts without one", async () => {
    const app = countTo(9);
    const big = b.check(["count"], ({ count }) => count > 2, "big");
    expect(await app.run({ haltBefore: [["counter", big], "result"] })).toMatchObject({ stopped: "before", action: "counter", state: { count: 3 } }); // prettier-ignore
    expect(await app.run({ haltBefore: ["result"] })).toMatchObject({ stopped: "before", action: "result" });
  });

  it("are refused where they cannot be: for the target of streamResult(), and outside of a list", async () => {
    const big = b.check(["count"], ({ count }) => count > 2, "big");
    await expect(endlessCounter().streamResult({ haltAfter: [["counter", big]] })).rejects.toThrow(
      failure("invalid-option", "condition", "stream()"),
    );
    const loose = endlessCounter() as unknown as { run(options: object): Promise<unknown> };
    await expect(loose.run({ haltAfter: ["counter", big] })).rejects.toThrow(failure("invalid-option", "pair"));
  });
});

describe("ctx.halt()", () => {
  it("ends the run behind its step, which is committed, and hands on the reason", async () => {
    const act = b.action({
      reads: ["count"],
      writes: ["count"],
      run(state, _inputs, { halt }) {
        if (state.count === 1) halt({ why: "enough" });
        return { count: state.count + 1 };
      },
    });
    const app = b.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state: { count: 0 } }); // prettier-ignore
    expect(await app.run({ maxSteps: 9 })).toMatchObject({ stopped: "halted", action: "act", reason: { why: "enough" }, state: { count: 2 } }); // prettier-ignore
    expect(await app.run({ maxSteps: 2 })).toMatchObject({ stopped: "limit", state: { count: 4 } });
  });
});

describe("a dead end", () => {
  it("is stuck with the conditions that were tried, also for a run that finds itself there", async () => {
    const app = countTo(9);
    const stuck = b.application({
      actions: { act: app.graph.actions["counter"]! },
      transitions: [["act", "act", b.check(["count"], ({ count }) => count < 2, "small")]],
      entrypoint: "act",
      state: { count: 0 },
    });
    const tried = [{ to: "act", condition: "small", reads: ["count"], result: false }];
    const end = { stopped: "stuck", action: "act", decision: { from: "act", to: null, tried } };
    expect(await stuck.run()).toMatchObject(end);
    expect(await stuck.run()).toMatchObject(end);
    expect(await stuck.step()).toBeNull();
  });

  it("is a proper end for an action that is declared terminal", async () => {
    const act = b.action({ reads: ["count"], writes: ["count"], terminal: true, run: ({ count }) => ({ count: count + 1 }) }); // prettier-ignore
    const app = b.application({
      actions: { act },
      transitions: [["act", "act", b.check(["count"], ({ count }) => count < 2, "small")]],
      entrypoint: "act",
      state: { count: 0 },
    });
    expect(await app.run()).toMatchObject({ stopped: "end", action: "act" });
    expect(await app.run()).toMatchObject({ stopped: "end", action: null });
  });
});
