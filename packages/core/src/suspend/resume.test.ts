import { describe, expect, it, vi } from "vitest";
import { burr, type HookEvent, type StepContext, type SuspendOptions } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import { allWays } from "../testing/all-ways.ts";
import { boom, counter, failure } from "../testing/counter-app.ts";

interface Work {
  count: number;
  verdict: string;
}
const b = burr<Work>();

/** Accepts `{ ok: boolean, note?: string }`, and trims the note. */
const Approval: StandardSchema<{ ok: boolean; note?: string }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate(value) {
      const { ok, note } = (value ?? {}) as { ok?: unknown; note?: unknown };
      if (typeof ok !== "boolean") return { issues: [{ message: "Expected a boolean", path: ["ok"] }] };
      return { value: typeof note === "string" ? { ok, note: note.trim() } : { ok } };
    },
  },
};

/** `counter`, then `approve`, which waits, then `done`. */
function approval({
  suspend = {},
  options = {},
  calls = { run: 0 },
}: { suspend?: SuspendOptions<{ ok: boolean; note?: string }>; options?: object; calls?: { run: number } } = {}) {
  const approve = b.action({
    reads: ["count"],
    writes: ["verdict"],
    answers: { approval: Approval },
    run(state, _inputs, ctx) {
      calls.run += 1;
      return ctx.suspend("approval", { payload: { count: state.count }, ...suspend });
    },
    onAnswer: (state, { approval: { ok, note = "" } }) => [{ ok }, { verdict: `${state.count} ${ok} ${note}` }],
  });
  const done = b.action({ reads: ["verdict"], writes: [], run: ({ verdict }) => [{ verdict }, {}] });
  return b.application({
    actions: { counter, approve, done },
    transitions: [
      ["counter", "approve"],
      ["approve", "done"],
    ],
    entrypoint: "counter",
    state: { count: 0 },
    ...options,
  });
}

async function openId(app: { listSuspensions(): Promise<{ readonly id: string }[]> }): Promise<string> {
  const [open] = await app.listSuspensions();
  return open?.id ?? "";
}

describe("app.resume()", () => {
  it("takes the answer as its schema gives it; the next step is onAnswer, and run is not called again", async () => {
    const calls = { run: 0 };
    const app = approval({ calls });
    const { suspension, sequenceId } = (await app.run()) as { suspension: { id: string }; sequenceId: number };
    expect(suspension).toEqual({ id: expect.any(String), name: "approval", payload: { count: 1 }, expiresAtMs: null });
    expect(await app.resume(suspension.id, { ok: true, note: " fine " })).toEqual([]);
    expect(await app.step()).toMatchObject({ action: "approve", result: { ok: true }, sequenceId: sequenceId + 1 });
    expect(await app.run()).toMatchObject({ stopped: "end", action: "done", state: { verdict: "1 true fine" } });
    expect(calls.run).toBe(1);
  });

  it("tells hooks of the answer that a step goes on with", async () => {
    const told: unknown[] = [];
    const preRunStep = ({ role, answers }: HookEvent<"preRunStep">) => void told.push([role, answers]);
    const app = approval({ options: { hooks: [{ preRunStep }] } });
    await app.run();
    await app.resume(await openId(app), { ok: true, note: " fine " });
    await app.step();
    expect(told.slice(-2)).toEqual([
      [undefined, undefined],
      ["answer", { approval: { ok: true, note: "fine" } }],
    ]);
  });

  it.each(Object.entries(allWays))("works in %s()", async (_way, run) => {
    const app = approval();
    await app.run();
    await app.resume(await openId(app), { ok: false });
    await run(app);
    expect(app.state.verdict).toBe("1 false ");
  });

  it("refuses what the schema refuses: names action, answer, path and message, not the value; the suspension stays", async () => {
    const app = approval();
    await app.run();
    const id = await openId(app);
    const refusal = await app.resume(id, { ok: "s3cret" }).catch((error: unknown) => error);
    expect(refusal).toEqual(failure("invalid-value", '"approval"', '"approve"', "ok", "Expected a boolean"));
    expect(String(refusal)).not.toContain("s3cret");
    expect(await app.listSuspensions()).toHaveLength(1);
    await app.resume(id, { ok: true });
  });

  it("refuses a second answer, and ids that nothing waits for", async () => {
    const app = approval();
    await expect(app.resume("nope", {})).rejects.toThrow(failure("unknown-suspension", '"nope"', "listSuspensions()"));
    await app.run();
    const id = await openId(app);
    const answers = await Promise.allSettled([app.resume(id, { ok: true }), app.resume(id, { ok: false })]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    await expect(app.resume(id, { ok: false })).rejects.toThrow(failure("suspension-answered", '"approval"'));
    await app.run();
    expect(app.state.verdict).toBe("1 true ");
    await expect(app.resume(id, { ok: false })).rejects.toThrow(failure("unknown-suspension"));
  });

  it("asks onAnswer again when it has failed, with the same answer", async () => {
    let calls = 0;
    const act = b.action({
      reads: [],
      writes: ["verdict"],
      answers: { approval: Approval },
      run: (_state, _inputs, ctx) => ctx.suspend("approval"),
      onAnswer(_state, { approval: { ok } }) {
        calls += 1;
        if (calls === 1) throw boom;
        return { verdict: `${ok}` };
      },
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    await app.run();
    await app.resume(await openId(app), { ok: true });
    await expect(app.run()).rejects.toBe(boom);
    expect(await app.run()).toMatchObject({ stopped: "end", state: { verdict: "true" } });
  });

  it("takes the answer for the update where there is no onAnswer", async () => {
    const act = b.action({ reads: [], writes: ["verdict"], run: (_state, _inputs, ctx) => ctx.suspend("verdict") });
    const app = b.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state: {} });
    await app.run();
    await app.resume(await openId(app), { verdict: "yes" });
    expect(await app.step()).toMatchObject({ state: { verdict: "yes" } });
    await app.run();
    const id = await openId(app);
    const refused = app.resume(id, { verdict: "yes", count: 1 });
    await expect(refused).rejects.toThrow(failure("undeclared-write", '"count"'));
    await app.resume(id, { verdict: "no" });
    expect(await app.step()).toMatchObject({ state: { verdict: "no" } });
  });

  it("validates by a schema that is given with the suspension", async () => {
    const act = b.action({
      reads: [],
      writes: ["verdict"],
      run: (_state, _inputs, ctx) => ctx.suspend("approval", { schema: Approval }),
      onAnswer: (_state, answers) => ({ verdict: JSON.stringify(answers) }),
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    await app.run();
    await expect(app.resume(await openId(app), {})).rejects.toThrow(failure("invalid-value", "ok"));
    await app.resume(await openId(app), { ok: true });
    expect(await app.run()).toMatchObject({ state: { verdict: '{"approval":{"ok":true}}' } });
  });

  it("waits for an async schema", async () => {
    const Later: StandardSchema = {
      "~standard": { version: 1, vendor: "test", validate: async (value) => ({ value: `later ${String(value)}` }) },
    };
    const act = b.action({
      reads: [],
      writes: ["verdict"],
      answers: { word: Later },
      run: (_state, _inputs, ctx) => ctx.suspend("word"),
      onAnswer: (_state, { word }) => ({ verdict: String(word) }),
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    await app.run();
    await app.resume(await openId(app), "x");
    expect(await app.run()).toMatchObject({ state: { verdict: "later x" } });
  });

  it("is refused while a step is in flight", async () => {
    const app = approval();
    await app.run();
    const id = await openId(app);
    const never = b.action({ reads: [], writes: [], run: () => new Promise<never>(() => {}) });
    const busy = b.application({
      actions: { never },
      transitions: [],
      entrypoint: "never",
      state: {},
      closeTimeoutMs: 0,
    });
    const controller = new AbortController();
    const running = busy.run({ signal: controller.signal }).catch(() => {});
    await expect(busy.resume(id, {})).rejects.toThrow(failure("step-in-flight", "resume()"));
    controller.abort();
    await running;
  });
});

describe("several suspensions at once", () => {
  const b2 = burr<{ legal: boolean; cost: number; note: string }>();
  const ask = b2.action({
    reads: [],
    writes: ["legal", "cost"],
    mayWrite: ["note"],
    answers: { legal: Approval, cost: Approval, note: Approval },
    run: (_state, _inputs, ctx) => ctx.suspend({ legal: { payload: "law" }, cost: {}, note: { payload: 3 } }),
    onAnswer: (_state, { legal, cost, note }) => ({
      legal: legal?.ok === true,
      cost: cost?.ok === true ? 1 : 0,
      note: `${note?.ok}`,
    }),
  });

  it("are answered in any order, and the run goes on when all are", async () => {
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const app = b2.application({ actions: { ask }, transitions: [], entrypoint: "ask", state: {} });
      const first = await app.run();
      if (first.stopped !== "suspended") throw new Error(first.stopped);
      expect(first.suspensions.map(({ name, payload }) => [name, payload])).toEqual([["legal", "law"], ["cost", undefined], ["note", 3]]); // prettier-ignore
      let left = 3;
      for (const place of order) {
        expect(await app.run()).toMatchObject({ stopped: "suspended" });
        const { id, name } = first.suspensions[place]!;
        expect(await app.resume(id, { ok: name !== "cost" })).toHaveLength((left -= 1));
      }
      expect(await app.run()).toMatchObject({ stopped: "end", state: { legal: true, cost: 0, note: "true" } });
    }
  });
});

describe("expiresAt and onTimeout", () => {
  const clock = (): { now: () => number; nowMs: number } => {
    const one = { nowMs: 1000, now: () => one.nowMs };
    return one;
  };

  it("let the answer given for that case stand when nobody has answered in time", async () => {
    const time = clock();
    const suspend = { expiresAt: new Date(5000), onTimeout: { ok: false, note: "nobody" } };
    const app = approval({ suspend, options: { now: time.now } });
    expect(await app.run()).toMatchObject({ stopped: "suspended", suspension: { expiresAtMs: 5000 } });
    time.nowMs = 4999;
    expect(await app.run()).toMatchObject({ stopped: "suspended" });
    time.nowMs = 5000;
    expect(await app.run()).toMatchObject({ stopped: "end", state: { verdict: "1 false nobody" } });
  });

  it("hold the answer for that case to the schema as well, and take it as the schema gives it", async () => {
    const wrong = approval({ suspend: { expiresAt: 1, onTimeout: { ok: "no" } as never } });
    await expect(wrong.run()).rejects.toThrow(failure("invalid-value", "`onTimeout`", '"approval"', '"approve"', "ok"));
    const app = approval({ suspend: { expiresAt: 1, onTimeout: { ok: true, note: "  trimmed " } } });
    await app.run();
    expect(await app.run()).toMatchObject({ state: { verdict: "1 true trimmed" } });
  });

  it("refuse an answer that comes too late; without onTimeout the action waits until it is withdrawn", async () => {
    const time = clock();
    const calls = { run: 0 };
    const app = approval({ suspend: { expiresAt: 5000 }, options: { now: time.now }, calls });
    await app.run();
    const id = await openId(app);
    time.nowMs = 6000;
    await expect(app.resume(id, { ok: true })).rejects.toThrow(
      failure("suspension-expired", '"approval"', "withdraw()"),
    );
    expect(await app.run()).toMatchObject({ stopped: "suspended" });
    await app.withdraw();
    expect(await app.listSuspensions()).toEqual([]);
    expect(await app.run()).toMatchObject({ stopped: "suspended" });
    expect(calls.run).toBe(2);
  });
});

describe("ctx.suspend()", () => {
  const appOf = (run: (state: unknown, inputs: unknown, ctx: StepContext) => unknown, options: object = {}) => {
    const act = b.action({ reads: [], writes: ["verdict"], run: run as () => { verdict: string }, ...options });
    return (more: object = {}) =>
      b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {}, ...more });
  };

  it("refuses payloads and answers that cannot be stored, by their place", async () => {
    const persister = memoryPersister();
    const bad = appOf((_state, _inputs, ctx) => ctx.suspend("approval", { payload: { callback: () => 1 } }));
    await expect(bad({ persister }).run()).rejects.toThrow(failure("unserializable-value", '"act"', 'suspend("approval").payload.callback')); // prettier-ignore
    const good = appOf((_state, _inputs, ctx) => ctx.suspend("approval"))({ persister });
    await good.run();
    const id = await openId(good);
    await expect(good.resume(id, { verdict: Symbol("x") })).rejects.toThrow(failure("unserializable-value", 'suspend("approval").answer.verdict')); // prettier-ignore
    await good.resume(id, { verdict: "yes" });
  });

  it("refuses what it does not know, with what to do", async () => {
    const loose = (options: unknown) =>
      appOf((_state, _inputs, ctx) => ctx.suspend("approval", options as SuspendOptions))();
    await expect(loose({ amount: 5 }).run()).rejects.toThrow(
      failure("invalid-option", "approval", '"amount"', "payload"),
    );
    await expect(loose(null).run()).rejects.toThrow(failure("invalid-option", "payload"));
    await expect(loose({ expiresAt: "soon" }).run()).rejects.toThrow(failure("invalid-option", "expiresAt"));
    await expect(appOf((_state, _inputs, ctx) => ctx.suspend({}))().run()).rejects.toThrow(failure("invalid-option"));
  });

  it("refuses a name that `answers` lacks, and a schema that no other process could know", async () => {
    const undeclared = appOf((_state, _inputs, ctx) => ctx.suspend("other"), { answers: { approval: Approval } });
    await expect(undeclared().run()).rejects.toThrow(failure("undeclared-answer", '"act"', '"other"', "approval"));
    const here = appOf((_state, _inputs, ctx) => ctx.suspend("approval", { schema: Approval }));
    expect(await here().run()).toMatchObject({ stopped: "suspended" });
    await expect(here({ persister: memoryPersister() }).run()).rejects.toThrow(
      failure("undeclared-answer", "another process", "answers:"),
    );
  });

  it("can follow on an answer: the action asks until it is content", async () => {
    const act = b.action({
      reads: [],
      writes: ["verdict"],
      answers: { word: Approval },
      run: (_state, _inputs, ctx) => ctx.suspend("word"),
      onAnswer: (_state, { word }, ctx) => (word.ok ? { verdict: "yes" } : ctx.suspend("word")),
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    for (const ok of [false, false, true]) {
      expect(await app.run()).toMatchObject({ stopped: "suspended" });
      await app.resume(await openId(app), { ok });
    }
    expect(await app.run()).toMatchObject({ stopped: "end", state: { verdict: "yes" } });
  });

  it("may come from a fallback", async () => {
    const act = b.action({
      reads: [],
      writes: ["verdict"],
      run: (): { verdict: string } => {
        throw boom;
      },
      fallback: (_state, _error, ctx) => ctx.suspend("verdict"),
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    expect(await app.run()).toMatchObject({ stopped: "suspended" });
    await app.resume(await openId(app), { verdict: "by hand" });
    expect(await app.run()).toMatchObject({ stopped: "end", state: { verdict: "by hand" } });
  });
});

describe("ctx.once()", () => {
  it("does its work once in a step, whatever happens to the step, and again at the next visit", async () => {
    const sent = vi.fn<(key: string) => string>((key) => key);
    let failures = 2;
    const act = b.action({
      reads: ["count"],
      writes: ["count"],
      retry: { attempts: 2, baseMs: 0 },
      async run(state, _inputs, ctx) {
        const receipt = await ctx.once("send", sent);
        expect(receipt).toBe(`${ctx.idempotencyKey}:send`);
        if ((failures -= 1) >= 0) throw boom;
        return { count: state.count + 1 };
      },
    });
    const app = b.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state: { count: 0 } }); // prettier-ignore
    await expect(app.run({ maxSteps: 1 })).rejects.toBe(boom); // two attempts
    await app.run({ maxSteps: 1 }); // the same visit
    expect(sent).toHaveBeenCalledTimes(1);
    await app.run({ maxSteps: 1 });
    expect(sent).toHaveBeenCalledTimes(2);
    expect(new Set(sent.mock.calls.map(([key]) => key)).size).toBe(2);
  });

  it("does not keep what throws, and does one thing at a time under one key", async () => {
    let calls = 0;
    const act = b.action({
      reads: [],
      writes: ["count"],
      async run(_state, _inputs, { once }) {
        const work = async (): Promise<number> => {
          calls += 1;
          await Promise.resolve();
          if (calls === 1) throw boom;
          return calls;
        };
        await expect(once("a", work)).rejects.toBe(boom);
        const [first, second] = await Promise.all([once("a", work), once("a", work)]);
        return { count: first * 10 + second };
      },
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { count: 0 } });
    expect(await app.run()).toMatchObject({ state: { count: 22 } });
  });

  it("keeps its outcome through a suspension, for onAnswer", async () => {
    let calls = 0;
    const act = b.action({
      reads: [],
      writes: ["verdict"],
      async run(_state, _inputs, ctx) {
        await ctx.once("ticket", () => `T${(calls += 1)}`);
        return ctx.suspend("approval");
      },
      onAnswer: async (_state, _answers, ctx) => ({ verdict: await ctx.once("ticket", () => "another") }),
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {} });
    await app.run();
    await app.resume(await openId(app), {});
    expect(await app.run()).toMatchObject({ state: { verdict: "T1" } });
  });
});
