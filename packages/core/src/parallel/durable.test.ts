import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { burr, type OpenSuspension, type Persister, task } from "../index.ts";
import { memoryPersister } from "../persist/index.ts";
import { boom, failure } from "../testing/counter-app.ts";

interface Work {
  numbers: number[];
  outs: number[];
  n: number;
  half: number;
  out: number;
  rounds: number;
  verdict: string;
}
const b = burr<Work>();

/** How often each step of each task has run. */
type Ledger = Record<string, number>;

/** An application whose action `all` runs a graph of two steps per number; `trouble` may throw. */
function appOf({
  persister,
  ledger,
  trouble = () => {},
  options = {},
  more = {},
}: {
  readonly persister?: Persister;
  readonly ledger: Ledger;
  readonly trouble?: (step: string) => void;
  readonly options?: object;
  readonly more?: object;
}) {
  const count = (step: string): void => {
    ledger[step] = (ledger[step] ?? 0) + 1;
    trouble(step);
  };
  const first = b.action({ reads: ["n"], writes: ["half"], run: ({ n }) => (count(`first ${n}`), { half: n / 2 }) });
  const second = b.action({ reads: ["n", "half"], writes: ["out"], run: ({ n, half }) => (count(`second ${n}`), [{ n }, { out: half * 4 }]) }); // prettier-ignore
  const graph = b.graph({ actions: { first, second }, transitions: [["first", "second"], ["second", "first"]] }); // prettier-ignore
  const all = b.parallel({
    reads: ["numbers"],
    writes: ["outs", "rounds"],
    concurrency: 2,
    tasks: ({ numbers }) => numbers.map((n) => task(graph, { key: `n${n}`, entrypoint: "first", haltAfter: "second", state: { n } })), // prettier-ignore
    reduce: (state, results) => state.update({ outs: results.map(({ result }) => result.n * 2) }).increment({ rounds: 1 }), // prettier-ignore
    ...options,
  });
  return b
    .app()
    .withActions({ all })
    .withTransitions(["all", "all"])
    .withIdentifiers({ appId: "parent", ...more })
    .withOptions(persister === undefined ? {} : { persister });
}

async function opened(persister: Persister, from: Parameters<typeof appOf>[0], numbers = [2, 4, 6, 8]) {
  return await appOf({ ...from, persister }).initializeFrom(persister, { defaultState: { numbers, rounds: 0 }, defaultEntrypoint: "all" }).build(); // prettier-ignore
}

describe("children that are stored", () => {
  it("134: are not run again when they are done, and go on where they were, in a new process", async () => {
    const persister = memoryPersister();
    const ledger: Ledger = {};
    let failures = 0;
    for (let tries = 0; ; tries += 1) {
      const trouble = (step: string): void => {
        // Each of the steps fails once, but for the first of the first task.
        if (step === "first 2" || ledger[step] !== 1) return;
        failures += 1;
        throw boom;
      };
      const app = await opened(persister, { ledger, trouble });
      const end = await app.run({ maxSteps: 1 }).catch((error: unknown) => error);
      if (end === boom) continue;
      expect(app.state.outs).toEqual([4, 8, 12, 16]);
      expect(tries).toBeGreaterThan(3);
      break;
    }
    expect(failures).toBe(7);
    expect(ledger["first 2"]).toBe(1);
    for (const [step, times] of Object.entries(ledger)) expect([step, times <= 2]).toEqual([step, true]);
  });

  it("are found by a retry of the action, too", async () => {
    const ledger: Ledger = {};
    const persister = memoryPersister();
    const trouble = (step: string): void => {
      if (step === "second 6" && ledger[step] === 1) throw boom;
    };
    const app = await opened(persister, { ledger, trouble, options: { retry: { attempts: 2, baseMs: 0 } } });
    await app.run({ maxSteps: 1 });
    expect(app.state.outs).toEqual([4, 8, 12, 16]);
    expect(ledger).toMatchObject({ "first 2": 1, "second 2": 1, "first 6": 1, "second 6": 2 });
  });

  it("and by a retry of the task", async () => {
    const ledger: Ledger = {};
    const trouble = (step: string): void => {
      if (step === "second 6" && ledger[step] === 1) throw boom;
    };
    const app = await opened(memoryPersister(), {
      ledger,
      trouble,
      options: { taskRetry: { attempts: 2, baseMs: 0 } },
    });
    await app.run({ maxSteps: 1 });
    expect(ledger).toMatchObject({ "first 6": 1, "second 6": 2 });
  });

  it("156: are new ones when the action is visited again", async () => {
    const ledger: Ledger = {};
    const persister = memoryPersister();
    const app = await opened(persister, { ledger }, [2, 4]);
    await app.run({ maxSteps: 1 });
    await app.updateState(app.state.update({ numbers: [10, 20] }));
    await app.run({ maxSteps: 1 });
    expect(app.state.outs).toEqual([20, 40]);
    const again = await opened(persister, { ledger });
    await again.run({ maxSteps: 1 });
    expect(again.state).toMatchObject({ outs: [20, 40], rounds: 3 });
    expect(ledger).toMatchObject({ "first 2": 1, "first 10": 2 });
  });

  it("are new ones when the parent was gone back to an earlier step, and when it was forked there", async () => {
    const ledger: Ledger = {};
    const persister = memoryPersister();
    const app = await opened(persister, { ledger }, [2]);
    await app.run({ maxSteps: 2 });
    expect(ledger["first 2"]).toBe(2);
    const fork = await app.fork({ sequenceId: 0 });
    await fork.run({ maxSteps: 1 });
    expect(ledger["first 2"]).toBe(3);
    for (const times of [4, 5]) {
      const back = await appOf({ persister, ledger, more: { sequenceId: 0 } }).initializeFrom(persister, { defaultState: { numbers: [] }, defaultEntrypoint: "all" }).build(); // prettier-ignore
      await back.run({ maxSteps: 1 });
      expect(ledger["first 2"]).toBe(times);
      expect(back.state).toMatchObject({ outs: [4], rounds: 2 });
    }
  });

  it("are listed neither as orphans nor as applications: whoever finds their parent finds them", async () => {
    const persister = memoryPersister({ staleAfterMs: 0 });
    const ledger: Ledger = {};
    const app = await opened(persister, { ledger, trouble: () => { throw boom; } }); // prettier-ignore
    await app.run().catch(() => {});
    expect(await persister.listAppIds()).toEqual(["parent"]);
    expect((await persister.findOrphans()).map(({ appId }) => appId)).toEqual([]);
  });

  it("come to the same end as without a crash, wherever the process dies", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(7), { maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (crashes, concurrency) => {
          const persister = memoryPersister({ staleAfterMs: 0 });
          const ledger: Ledger = {};
          const dying = [...crashes];
          for (;;) {
            let left = dying.shift() ?? Number.POSITIVE_INFINITY;
            // A process that dies answers nothing any more: its steps never end, and nobody hears of them.
            const dead = new Promise<never>(() => {});
            let die = (): void => {};
            const died = new Promise<"died">((resolve) => (die = () => resolve("died")));
            const trouble = (): void | Promise<never> => {
              left -= 1;
              if (left >= 0) return undefined;
              die();
              return dead;
            };
            const slow = (step: string): void => void (ledger[step] = (ledger[step] ?? 0) + 1);
            const first = b.action({ reads: ["n"], writes: ["half"], run: async ({ n }) => (slow(`first ${n}`), await trouble(), { half: n / 2 }) }); // prettier-ignore
            const second = b.action({ reads: ["n", "half"], writes: ["out"], run: async ({ half }) => (await trouble(), { out: half * 4 }) }); // prettier-ignore
            const graph = b.graph({ actions: { first, second }, transitions: [["first", "second"]] });
            const all = b.parallel({
              reads: ["numbers"],
              writes: ["outs"],
              concurrency,
              tasks: ({ numbers }) => numbers.map((n) => task(graph, { entrypoint: "first", state: { n } })),
              reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out ?? 0) }),
            });
            const app = await b.app().withActions({ all }).withPersister(persister, { onConflict: "abort-other" }).withIdentifiers({ appId: "parent" })
            .initializeFrom(persister, { defaultState: { numbers: [2, 4, 6] }, defaultEntrypoint: "all" }).build(); // prettier-ignore
            const outcome = await Promise.race([app.run().then(() => "done"), died]);
            if (outcome === "died") continue;
            expect(app.state.outs).toEqual([4, 8, 12]);
            return;
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("children that wait for answers", () => {
  const Approval = z.object({ ok: z.boolean() });
  const ask = b.action({
    reads: ["n"],
    writes: ["verdict"],
    answers: { approval: Approval },
    run: ({ n }, _inputs, ctx) => ctx.suspend("approval", { payload: { n } }),
    onAnswer: (state, { approval }) => ({ verdict: `${state.n} ${approval.ok}` }),
  });
  const settle = b.action({ reads: ["verdict"], writes: ["out"], run: ({ verdict }) => ({ out: verdict.length }) });

  /** An application that asks once in a graph within a graph. */
  function nestedApp(calls: { count: number }) {
    const before = b.action({ reads: ["n"], writes: ["half"], run: ({ n }) => ((calls.count += 1), { half: n / 2 }) });
    const inner = b.graph({ actions: { before, ask, settle }, transitions: [["before", "ask"], ["ask", "settle"]] }); // prettier-ignore
    const deep = inner.asAction({ reads: ["n"], writes: ["verdict", "out"], entrypoint: "before" });
    const middle = b.graph({ actions: { deep }, transitions: [] });
    const act = middle.asAction({ reads: ["n"], writes: ["verdict", "out"], entrypoint: "deep" });
    return b.app().withActions({ act }).withIdentifiers({ appId: "parent" });
  }

  it("suspend their parent, with the way to who asks; the answer leads on through all of them", async () => {
    const calls = { count: 0 };
    const app = nestedApp(calls).withEntrypoint("act").withState({ n: 4 }).build();
    const end = await app.run();
    expect(end).toMatchObject({ stopped: "suspended", action: "act", suspension: { name: "approval", payload: { n: 4 }, path: ["act", "deep"] } }); // prettier-ignore
    const [open] = await app.listSuspensions();
    await expect(app.resume(open?.id ?? "", { ok: "yes" })).rejects.toThrow(failure("invalid-value", "ok"));
    expect(await app.resume(open?.id ?? "", { ok: true })).toEqual([]);
    expect(await app.run()).toMatchObject({ stopped: "end", state: { verdict: "4 true", out: 6 } });
    expect(calls.count).toBe(1);
  });

  it("are answered in another process, and stand in the store once", async () => {
    const persister = memoryPersister();
    const calls = { count: 0 };
    const open = async () => await nestedApp(calls).withPersister(persister).initializeFrom(persister, { defaultState: { n: 4 }, defaultEntrypoint: "act" }).build(); // prettier-ignore
    await (await open()).run();
    const listed = await persister.listSuspensions();
    expect(listed).toMatchObject([{ appId: "parent", action: "act", name: "approval", path: ["act", "deep"] }]);
    const answering = await open();
    await expect(answering.resume(listed[0]?.id ?? "", {})).rejects.toThrow(failure("invalid-value", "ok"));
    await answering.resume(listed[0]?.id ?? "", { ok: false });
    expect((await persister.findOrphans({ staleAfterMs: -1 })).map(({ appId }) => appId)).toEqual(["parent"]); // it was answered, and nobody has run it
    const third = await open();
    expect(await third.run()).toMatchObject({ stopped: "end", state: { verdict: "4 false" } });
    expect(calls.count).toBe(1);
  });

  const three = (persister: Persister | undefined, calls: Ledger, options: object = {}) => {
    const plain = b.action({ reads: ["n"], writes: ["out"], run: ({ n }) => ((calls[n] = (calls[n] ?? 0) + 1), { out: n }) }); // prettier-ignore
    const graph = b.graph({ actions: { ask, settle }, transitions: [["ask", "settle"]] });
    const all = b.parallel({
      reads: ["numbers"],
      writes: ["outs"],
      answers: { approval: Approval },
      inputs: { add: { isOptional: true, fallback: 0 } as never },
      tasks: ({ numbers }) => [
        task(plain, { key: "plain", state: { n: 7 } }),
        ...numbers.map((n) => task(graph, { key: `n${n}`, entrypoint: "ask", state: { n } })),
      ],
      reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out ?? 0) }),
      ...options,
    });
    return b.app().withActions({ all }).withIdentifiers({ appId: "parent" }).withOptions(persister === undefined ? {} : { persister }); // prettier-ignore
  };
  const orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]; // prettier-ignore

  it.each([
    ["stored", true],
    ["not stored", false],
  ])(
    "several at once are answered in any order; those that are done are not run again (%s)",
    async (_what, isStored) => {
      // prettier-ignore
      for (const order of orders) {
      const persister = isStored ? memoryPersister() : undefined;
      const calls: Ledger = {};
      const first = three(persister, calls).withEntrypoint("all").withState({ numbers: [1, 22, 333] }).build();
      await first.run();
      let left = await first.listSuspensions();
      expect(left.map(({ path, payload }) => [path, payload])).toEqual([1, 22, 333].map((n) => [["all", `n${n}`], { n }])); // prettier-ignore
      const all: OpenSuspension[] = left;
      let app = first;
      for (const place of order) {
        if (persister !== undefined) app = await three(persister, calls).initializeFrom(persister, { defaultState: { numbers: [] }, defaultEntrypoint: "all" }).build(); // prettier-ignore
        left = await app.resume(all[place]?.id ?? "", { ok: true });
      }
      expect(left).toEqual([]);
      expect(await app.run()).toMatchObject({ state: { outs: [7, 6, 7, 8] } });
      expect(calls).toEqual({ 7: 1 });
    }
    },
  );

  it("are as they were then in a fork, and when the parent was gone back to", async () => {
    const persister = memoryPersister();
    const calls: Ledger = {};
    const app = three(persister, calls)
      .withEntrypoint("all")
      .withState({ numbers: [1] })
      .build();
    await app.run();
    const fork = await app.fork({ appId: "fork" });
    const { sequenceId } = app;
    const [asked] = await app.listSuspensions();
    await app.resume(asked?.id ?? "", { ok: true });
    await app.run();
    expect(app.state.outs).toEqual([7, 6]);
    const [askedInFork] = await fork.listSuspensions();
    expect(askedInFork?.id).not.toBe(asked?.id);
    await fork.resume(askedInFork?.id ?? "", { ok: false });
    await fork.run();
    expect(fork.state.outs).toEqual([7, 7]);
    expect(calls).toEqual({ 7: 1 }); // what was done before is done in the fork as well
    const back = await three(persister, calls).withIdentifiers({ appId: "parent", sequenceId }).initializeFrom(persister, { defaultState: { numbers: [] }, defaultEntrypoint: "all" }).build(); // prettier-ignore
    await back.run(); // with the answer that this step was given
    expect(back.state.outs).toEqual([7, 6]);
    expect(calls).toEqual({ 7: 1 });
  });

  it("begin anew when their suspensions are withdrawn", async () => {
    const calls: Ledger = {};
    const app = three(memoryPersister(), calls)
      .withEntrypoint("all")
      .withState({ numbers: [1] })
      .build();
    await app.run();
    const [asked] = await app.listSuspensions();
    await app.withdraw();
    await app.run();
    const [again] = await app.listSuspensions();
    expect(again?.id).not.toBe(asked?.id);
    expect(calls).toEqual({ 7: 2 });
  });

  it("need their answers declared where they are stored, and what runs is not known elsewhere", async () => {
    const app = three(memoryPersister(), {}, { answers: undefined }).withEntrypoint("all").withState({ numbers: [1] }).build(); // prettier-ignore
    await expect(app.run()).rejects.toThrow(failure("undeclared-answer", '"ask"', "answers: {"));
  });

  it("have the answer for the case that nobody answers in time", async () => {
    let nowMs = 1000;
    const late = b.action({ reads: [], writes: ["out"], run: (_state, _inputs, ctx) => ctx.suspend("out", { expiresAt: 5000, onTimeout: { out: 9 } }) }); // prettier-ignore
    const act = b
      .graph({ actions: { late }, transitions: [] })
      .asAction({ reads: [], writes: ["out"], entrypoint: "late" });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: {}, now: () => nowMs });
    await app.run();
    nowMs = 6000;
    expect(await app.run()).toMatchObject({ stopped: "end", state: { out: 9 } });
  });
});

describe("children of a failed attempt", () => {
  it("are left alone when the state was changed on purpose since: by updateState(), or by a patch", async () => {
    for (const how of ["updateState", "patch"] as const) {
      const persister = memoryPersister();
      const ledger: Ledger = {};
      let isBroken = true;
      const trouble = (step: string): void => {
        if (isBroken && step === "first 6") throw boom;
      };
      const app = await opened(persister, { ledger, trouble }, [2, 6]);
      await expect(app.run({ maxSteps: 1 })).rejects.toBe(boom);
      isBroken = false;
      const key = app.state.update({ numbers: [6, 2] });
      const fixed =
        how === "patch"
          ? await appOf({ persister, ledger }).initializeFrom(persister, { defaultState: { numbers: [] }, defaultEntrypoint: "all", patch: { numbers: [6, 2] } }).build() // prettier-ignore
          : app;
      if (how === "updateState") await app.updateState(key);
      await fixed.run({ maxSteps: 1 });
      expect(fixed.state.outs).toEqual([12, 4]);
      expect(ledger["second 2"]).toBe(2);
    }
  });

  it("do not wait for a process that has died a moment ago", async () => {
    const persister = memoryPersister(); // whose signs of life count for five seconds
    const first = await opened(persister, { ledger: {} }, [2]);
    const never = b.action({ reads: ["n"], writes: ["out"], run: () => new Promise<never>(() => {}) });
    const all = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(never, { key: "k", state: { n: 1 } })], reduce: () => ({ outs: [] }) }); // prettier-ignore
    const hanging = await b.app().withActions({ all }).withIdentifiers({ appId: "hanging" }).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "all" }).withPersister(persister).build(); // prettier-ignore
    void hanging.run().catch(() => {});
    await first.run({ maxSteps: 1 });
    const quick = b.action({ reads: ["n"], writes: ["out"], run: () => ({ out: 1 }) });
    const again = b.parallel({ reads: [], writes: ["outs"], tasks: () => [task(quick, { key: "k", state: { n: 1 } })], reduce: (_state, results) => ({ outs: results.map(({ state }) => state.out) }) }); // prettier-ignore
    const taking = await b.app().withActions({ all: again }).withIdentifiers({ appId: "hanging" }).withPersister(persister, { onConflict: "abort-other" }).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "all" }).build(); // prettier-ignore
    expect((await taking.run()).state.outs).toEqual([1]);
  });
});
