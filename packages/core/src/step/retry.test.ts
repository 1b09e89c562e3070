import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AnyRunEvent, burr, type HookEvent, onError, type StepContext } from "../index.ts";
import { allWays } from "../testing/all-ways.ts";
import { boom, failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

interface Work {
  value: string;
  seen: string[];
}
const b = burr<Work>();
const quick = { attempts: 3, baseMs: 0 };
const end = b.action({ reads: [], writes: [], run: () => ({}) });

/** `act`, then `done`. */
function appOf(definition: object, options: object = {}) {
  const contract = { reads: ["seen"], writes: ["value"], mayWrite: ["seen"] } as const;
  const act = b.action({ ...contract, run: () => ({ value: "" }), ...definition });
  return b.application({
    actions: { act, done: end },
    transitions: [["act", "done"]],
    entrypoint: "act",
    state: { seen: [] },
    ...options,
  });
}

/** Fails `failures` times, then gives `value: "<calls>"`. */
function failing(failures: number, error: unknown = boom) {
  let calls = 0;
  return {
    get calls() {
      return calls;
    },
    run() {
      calls += 1;
      if (calls <= failures) throw error;
      return { value: `${calls}` };
    },
  };
}

describe.each(Object.entries(allWays))("retry and fallback, in %s()", (_way, run) => {
  it("try again within one step, up to the number of attempts", async () => {
    const act = failing(2);
    const app = appOf({ run: act.run, retry: quick });
    await run(app);
    expect([act.calls, app.state.value, app.sequenceId]).toEqual([3, "3", 1]);
  });

  it("give up with the last error, and state as it was", async () => {
    const act = failing(5);
    const app = appOf({ run: act.run, retry: quick });
    await expect(run(app)).rejects.toBe(boom);
    expect([act.calls, app.state.toJSON(), app.sequenceId]).toEqual([3, { seen: [] }, 0]);
  });

  it("fall back behind the last attempt: what fallback gives is committed", async () => {
    const act = failing(5);
    const fallback = (_state: unknown, error: unknown) => ({ value: error === boom ? "plan B" : "" });
    const app = appOf({ run: act.run, retry: quick, fallback });
    await run(app);
    expect([act.calls, app.state.value]).toEqual([3, "plan B"]);
  });

  it("come from the application's defaults where an action says nothing", async () => {
    const one = failing(1);
    const app = appOf({ run: one.run }, { defaults: { retry: quick } });
    await run(app);
    expect(one.calls).toBe(2);
    const other = failing(1);
    await expect(run(appOf({ run: other.run, retry: 1 }, { defaults: { retry: quick } }))).rejects.toBe(boom);
    expect(other.calls).toBe(1);
  });
});

describe("retry", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("waits twice as long before each further attempt, up to maxMs, and tells hooks", async () => {
    const delays: number[] = [];
    const hooks = [{ preRetryStep: ({ delayMs }: HookEvent<"preRetryStep">) => void delays.push(delayMs) }];
    const act = failing(5);
    const app = appOf({ run: act.run, retry: { attempts: 6, baseMs: 100, maxMs: 1000, jitter: 0 } }, { hooks });
    const running = app.run();
    await vi.runAllTimersAsync();
    await running;
    expect(delays).toEqual([100, 200, 400, 800, 1000]);
  });

  it("shortens its pauses at random by up to the share of jitter", async () => {
    const delays: number[] = [];
    const hooks = [{ preRetryStep: ({ delayMs }: HookEvent<"preRetryStep">) => void delays.push(delayMs) }];
    const app = appOf(
      { run: failing(49).run, retry: { attempts: 50, baseMs: 100, maxMs: 100, jitter: 0.25 } },
      { hooks },
    );
    const running = app.run();
    await vi.runAllTimersAsync();
    await running;
    expect(delays.every((delay) => delay >= 75 && delay <= 100)).toBe(true);
    expect(new Set(delays).size).toBeGreaterThan(1);
  });

  it("waits as long as an error asks for itself, but no longer than maxMs", async () => {
    const delays: number[] = [];
    const hooks = [{ preRetryStep: ({ delayMs }: HookEvent<"preRetryStep">) => void delays.push(delayMs) }];
    const asked = [700, 9000, undefined];
    const retry = { attempts: 4, baseMs: 100, maxMs: 1000, jitter: 0, delayMs: (error: unknown, tries: number) => (error === boom ? asked[tries - 1] : 0) }; // prettier-ignore
    const running = appOf({ run: failing(3).run, retry }, { hooks }).run();
    await vi.runAllTimersAsync();
    await running;
    expect(delays).toEqual([700, 1000, 400]);
  });

  it("whose own tests throw fails the step with that error", async () => {
    const bad = new Error("bad test");
    const throwing = (): never => {
      throw bad;
    };
    await expect(appOf({ run: failing(1).run, retry: { ...quick, on: throwing } }).run()).rejects.toBe(bad);
    await expect(appOf({ run: failing(1).run, retry: { ...quick, delayMs: throwing } }).run()).rejects.toBe(bad);
  });

  it("is ended by an abort in its pause, at once", async () => {
    const controller = new AbortController();
    const act = failing(9);
    const running = appOf({ run: act.run, retry: { attempts: 9, baseMs: 60_000 } }).run({ signal: controller.signal });
    const ended = running.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(1000);
    controller.abort(new Error("enough"));
    expect(await ended).toEqual(new Error("enough"));
    expect(act.calls).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("passes over mistakes in the program, and what `on` does not name", async () => {
    const mistake = { calls: 0, run: () => ((mistake.calls += 1), {}) };
    await expect(appOf({ run: mistake.run, retry: quick }).run()).rejects.toThrow(failure("missing-write", '"value"'));
    expect(mistake.calls).toBe(1);
    for (const on of [RangeError, [RangeError, TypeError], (error: unknown) => error instanceof RangeError]) {
      const other = failing(1);
      await expect(appOf({ run: other.run, retry: { ...quick, on } }).run()).rejects.toBe(boom);
      const ranged = failing(1, new RangeError());
      expect((await appOf({ run: ranged.run, retry: { ...quick, on } }).run()).state.value).toBe("2");
    }
  });

  it("gives each attempt its number, a signal of its own, and the checkpoint of the one before", async () => {
    const attempts: unknown[] = [];
    const signals: AbortSignal[] = [];
    const app = appOf({
      retry: quick,
      async run(
        _state: unknown,
        _inputs: unknown,
        ctx: { attempt: number; resumed?: object; signal: AbortSignal; checkpoint(update: object): void },
      ) {
        attempts.push([ctx.attempt, ctx.resumed]);
        signals.push(ctx.signal);
        ctx.checkpoint({ value: `half ${ctx.attempt}` });
        if (ctx.attempt < 3) throw boom;
        return { value: "whole" };
      },
    });
    await app.run();
    expect(attempts).toEqual([
      [1, undefined],
      [2, { value: "half 1" }],
      [3, { value: "half 2" }],
    ]);
    expect(new Set(signals).size).toBe(3);
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
  });

  it("of a stream tells readers of events to discard what they showed", async () => {
    let calls = 0;
    const app = appOf({
      retry: quick,
      async *run() {
        calls += 1;
        yield `${calls}a`;
        if (calls < 3) throw boom;
        yield `${calls}b`;
        return { value: "ok" };
      },
    });
    const told = ((await collect(app.stream())) as AnyRunEvent[])
      .filter(({ action }) => action === "act")
      .map((event) => {
        if (event.type === "chunk") return `${event.attempt}:${event.index} ${event.chunk as string}`;
        return event.type === "rollback" ? `rollback ${event.reason}` : event.type;
      });
    expect(told).toEqual(["run-start", "step-start", "1:0 1a", "rollback retry", "2:0 2a", "rollback retry", "3:0 3a", "3:1 3b", "step-end", "transition"]); // prettier-ignore
  });

  it("that falls back takes the chunks back as well, and shows what it has made up for", async () => {
    const reports: unknown[] = [];
    const app = appOf(
      {
        async *run() {
          yield "half";
          throw boom;
        },
        fallback: () => [{ from: "fallback" }, { value: "B" }],
      },
      {
        hooks: [
          { postRunStep: (event: HookEvent<"postRunStep">) => void reports.push([event.status, event.recovered]) },
        ],
      },
    );
    const events = await collect(app.stream());
    expect(events.map(({ type }) => type).slice(1, 5)).toEqual(["step-start", "chunk", "rollback", "step-end"]);
    expect(events[4]).toMatchObject({ status: "completed", committed: true, result: { from: "fallback" } });
    expect(reports[0]).toEqual(["completed", { error: boom }]);
  });

  it("lets the fallback be a try like any other: with a fresh signal, a time limit, inside middleware", async () => {
    const seen: unknown[] = [];
    const slow = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
    const about = (ctx: StepContext): unknown[] => [ctx.attempt, ctx.signal.aborted];
    const act = { timeoutMs: 50, run: () => slow(100) };
    const quickOne = appOf({ ...act, fallback: (_state: unknown, _error: unknown, ctx: StepContext) => (seen.push(about(ctx)), { value: "B" }) }, { use: [async (step: { role?: string }, next: () => unknown) => (seen.push(step.role), await next())] }); // prettier-ignore
    const ended = quickOne.run();
    await vi.advanceTimersByTimeAsync(5000);
    expect(await ended).toMatchObject({ state: { value: "B" } });
    expect(seen.slice(0, 3)).toEqual([undefined, "fallback", [2, false]]);
    const late = appOf({ ...act, fallback: async () => (await slow(100), { value: "B" }) }).run();
    const failed = late.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await failed).toMatchObject({ code: "timed-out" });
  });

  it("leaves mistakes in the program to their author: no fallback for them", async () => {
    const app = appOf({ run: () => ({}), fallback: () => ({ value: "B" }) });
    await expect(app.run()).rejects.toThrow(failure("missing-write"));
  });

  it("refuses options that make no sense, with their place", () => {
    expect(() => appOf({ retry: 0 })).toThrow(failure("invalid-option", "retry.attempts"));
    expect(() => appOf({ retry: { baseMs: -1 } })).toThrow(failure("invalid-option", "retry.baseMs"));
    expect(() => appOf({ retry: { jitter: 2 } })).toThrow(failure("invalid-option", "retry.jitter", "0 to 1"));
    for (const retry of ["3", true])
      expect(() => appOf({ retry })).toThrow(failure("invalid-option", '"act"', '"retry"'));
    expect(() => appOf({ retry: { attempt: 3 } })).toThrow(failure("invalid-option", "retry.attempt", "attempts"));
    expect(() => appOf({ timeoutMs: 0 })).toThrow(failure("invalid-option", "timeoutMs"));
    expect(() => appOf({}, { defaults: { retry: { maxMs: Number.NaN } } })).toThrow(failure("invalid-option", '"act"', "retry.maxMs")); // prettier-ignore
  });
});

describe("time limits", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Resolves after `ms`. */
  const after = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
  const timedOut = (option: string) => failure("timed-out", '"act"', option);

  /** The end of `running` once all timers have fired. */
  async function settled(running: Promise<unknown>): Promise<unknown> {
    const caught = running.catch((error: unknown) => error);
    await vi.runAllTimersAsync();
    return await caught;
  }

  it("stop an action that works too long, and abort its signal", async () => {
    let reason: unknown;
    const app = appOf({
      timeoutMs: 100,
      async run(_state: unknown, _inputs: unknown, { signal }: { signal: AbortSignal }) {
        signal.addEventListener("abort", () => void (reason = signal.reason));
        await after(200);
        return { value: "late" };
      },
    });
    expect(await settled(app.run())).toMatchObject({ code: "timed-out", details: { action: "act", option: "timeoutMs", limitMs: 100 } }); // prettier-ignore
    expect(reason).toMatchObject({ code: "timed-out" });
    expect(app.state.toJSON()).toEqual({ seen: [] });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("let an action that is quick enough alone, and leave no timer behind", async () => {
    const app = appOf({ timeoutMs: 100, idleTimeoutMs: 50, run: async () => (await after(99), { value: "in time" }) });
    expect(await settled(app.run())).toMatchObject({ state: { value: "in time" } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are for each attempt, may be tried again, led on from, or fallen back from", async () => {
    let calls = 0;
    const slowOnce = async () => (await after((calls += 1) === 1 ? 500 : 10), { value: `${calls}` });
    expect(await settled(appOf({ timeoutMs: 100, retry: quick, run: slowOnce }).run())).toMatchObject({ state: { value: "2" } }); // prettier-ignore
    const fallback = (_state: unknown, error: { code: string }) => ({ value: error.code });
    expect(await settled(appOf({ timeoutMs: 100, run: () => after(500), fallback }).run())).toMatchObject({ state: { value: "timed-out" } }); // prettier-ignore
    const slow = b.action({ reads: [], writes: [], timeoutMs: 100, run: async () => (await after(500), {}) });
    const routed = b.application({
      actions: { slow, end },
      transitions: [["slow", "end", onError()]],
      entrypoint: "slow",
      state: { seen: [] },
    });
    expect(await settled(routed.run())).toMatchObject({ stopped: "end", action: "end" });
  });

  it("stop a stream that gives no chunk for too long, also before the first", async () => {
    const stalling = (chunks: number) => ({
      idleTimeoutMs: 100,
      async *run() {
        for (let index = 0; index < chunks; index += 1) {
          await after(90);
          yield index;
        }
        await after(200);
        return { value: "late" };
      },
    });
    for (const chunks of [0, 3]) {
      const app = appOf(stalling(chunks));
      const seen: unknown[] = [];
      const read = async (): Promise<void> => {
        for await (const chunk of await app.streamResult({ haltAfter: "act" })) seen.push(chunk);
      };
      expect(await settled(read())).toMatchObject({ code: "timed-out", details: { option: "idleTimeoutMs" } });
      expect(seen).toHaveLength(chunks);
    }
  });

  it("run the finally of a stream that was stopped", async () => {
    let closed = 0;
    const app = appOf({
      idleTimeoutMs: 100,
      async *run(_state: unknown, _inputs: unknown, { signal }: { signal: AbortSignal }) {
        try {
          yield 1;
          await new Promise((_resolve, reject) => {
            signal.addEventListener("abort", () => reject(signal.reason as Error));
          });
          return { value: "" };
        } finally {
          closed += 1;
        }
      },
    });
    expect(await settled(app.run())).toMatchObject({ code: "timed-out" });
    expect(closed).toBe(1);
  });

  it("do not count the time that a consumer takes", async () => {
    const app = appOf({
      timeoutMs: 100,
      idleTimeoutMs: 50,
      async *run() {
        for (let index = 0; index < 3; index += 1) {
          await after(20);
          yield index;
        }
        return { value: "in time" };
      },
    });
    const read = async (): Promise<unknown> => {
      const stream = await app.streamResult({ haltAfter: "act" });
      for await (const chunk of stream) await after(1000 + chunk);
      return (await stream.get()).state.value;
    };
    expect(await settled(read())).toBe("in time");
  });

  it("sum up what an action works, however often it is asked", async () => {
    const app = appOf({
      timeoutMs: 100,
      async *run() {
        for (;;) {
          await after(40);
          yield 1;
        }
      },
    });
    expect(await settled(app.run())).toMatchObject({ code: "timed-out", details: { option: "timeoutMs" } });
  });

  it("hold inside middleware too", async () => {
    const app = appOf({ timeoutMs: 100, run: () => after(500) }, { use: [async (_step: unknown, next: () => unknown) => await next()] }); // prettier-ignore
    await expect(settled(app.run())).resolves.toEqual(timedOut("timeoutMs"));
    const stuck = appOf({ timeoutMs: 100 }, { use: [async () => (await after(500), { value: "" })] });
    await expect(settled(stuck.run())).resolves.toEqual(timedOut("timeoutMs"));
  });
});

describe("a try that is over", () => {
  it("is so for its late checkpoint: the next try's own one stands", async () => {
    const late: (() => void)[] = [];
    const act = b.action({
      reads: [],
      writes: ["value"],
      retry: { attempts: 2, baseMs: 0 },
      run(_state, _inputs, { attempt, checkpoint }): { value: string } {
        if (attempt === 1) late.push(() => checkpoint({ value: "first" }));
        else checkpoint({ value: "second" });
        late[0]?.();
        throw boom;
      },
    });
    const seen: unknown[] = [];
    const app = b.application({
      actions: { act },
      transitions: [],
      entrypoint: "act",
      state: {},
      use: [async (_step, next) => await next()],
      hooks: [{ postCheckpoint: ({ delta }) => void seen.push(delta[0]) }],
    });
    await expect(app.run()).rejects.toBe(boom);
    expect(seen).toMatchObject([{ value: "first" }, { value: "second" }]);
  });

  it("ends for an abort that comes while a consumer looks at its rollback", async () => {
    for (const definition of [{ retry: quick }, { fallback: () => ({ value: "fallback" }) }]) {
      let calls = 0;
      const app = appOf({
        async *run() {
          calls += 1;
          yield calls;
          throw boom;
        },
        ...definition,
      });
      for await (const event of app.stream()) if (event.type === "rollback") break;
      expect({ calls, value: app.state.value }).toEqual({ calls: 1, value: undefined });
    }
  });

  it("leaves the next one a signal of its own, also when a middleware has failed before the action", async () => {
    const aborted: boolean[] = [];
    const attempts: number[] = [];
    const app = appOf(
      {
        retry: quick,
        run(_state: unknown, _inputs: unknown, { signal }: StepContext) {
          aborted.push(signal.aborted);
          if (aborted.length === 1) throw boom;
          return { value: "" };
        },
      },
      {
        use: [
          async ({ attempt }: { attempt: number }, next: () => unknown) => {
            attempts.push(attempt);
            if (attempts.length === 1) throw boom;
            return await next();
          },
        ],
      },
    );
    await app.run();
    expect({ aborted, attempts: attempts.slice(0, 3) }).toEqual({ aborted: [false, false], attempts: [1, 1, 2] });
  });
});

describe("a fallback that fails", () => {
  it("is told to onHookError; the action's own error leads on", async () => {
    const told: unknown[] = [];
    const options = { onHookError: (error: unknown, { hook }: { hook: string }) => void told.push(hook, error) };
    const other = new Error("the fallback's own");
    const fallback = (): never => {
      throw other;
    };
    await expect(appOf({ run: failing(9).run, fallback }, options).run()).rejects.toBe(boom);
    expect(told).toEqual(["fallback", other]);
  });
});

describe("limits of time, of a stream that comes by a promise", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  it.each([[[]], [[async (_step: unknown, next: () => unknown) => await next()]]])(
    "hold for its first chunk (middleware: %j)",
    async (use) => {
      async function* silent() {
        yield await new Promise<string>(() => {});
        return { value: "" };
      }
      const run = async () => silent();
      const running = appOf({ idleTimeoutMs: 50, run }, { use, closeTimeoutMs: 10 }).run();
      const caught = running.catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(200);
      expect(await caught).toMatchObject({ code: "timed-out", details: { option: "idleTimeoutMs" } });
    },
  );
});
