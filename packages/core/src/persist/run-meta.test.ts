import { describe, expect, it } from "vitest";
import { type ApplicationOptions, burr, BurrError, isBurrError, onError, type Persister } from "../index.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import { boom, failure } from "../testing/counter-app.ts";
import { memoryPersister } from "./index.ts";

interface Work {
  count: number;
  verdict: string;
  log: string[];
}
const b = burr<Work>();

const Approval: StandardSchema<{ ok: boolean; at?: Date }> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value) => {
      const { ok } = (value ?? {}) as { ok?: unknown };
      return typeof ok === "boolean"
        ? { value: value as { ok: boolean } }
        : { issues: [{ message: "no boolean", path: ["ok"] }] };
    },
  },
};

const start = { defaultState: { count: 0, log: [] as string[] }, defaultEntrypoint: "work" } as const;

/** `work` counts and leads to `approve`, which waits and leads back. Each call opens the application anew, as another process does. */
async function openApp(persister: Persister, options: Omit<ApplicationOptions, "hooks" | "use"> = {}, appId = "app") {
  const work = b.action({ reads: ["count"], writes: ["count"], run: (state) => ({ count: state.count + 1 }) });
  const approve = b.action({
    reads: ["count"],
    writes: ["verdict"],
    mayWrite: ["log"],
    answers: { approval: Approval },
    run: (state, _inputs, ctx) =>
      ctx.suspend("approval", { payload: { count: state.count, since: new Date(0) }, ...suspendWith }),
    onAnswer: (state, { approval: { ok, at } }) =>
      state.update({ verdict: `${ok} ${at?.getTime()}` }).append({ log: `${ok}` }),
  });
  return await b
    .app()
    .withActions({ work, approve })
    .withTransitions(["work", "approve"], ["approve", "work"])
    .initializeFrom(persister, start)
    .withPersister(persister)
    .withIdentifiers({ appId })
    .withOptions(options)
    .build();
}
let suspendWith: object = {};

/** The id of the only open suspension. */
async function onlyId(app: { listSuspensions(): Promise<{ readonly id: string }[]> }): Promise<string> {
  const open = await app.listSuspensions();
  expect(open).toHaveLength(1);
  return open[0]!.id;
}

describe("a suspension that is stored", () => {
  it("is listed, and answered from elsewhere, weeks later; rich values come along", async () => {
    const persister = memoryPersister();
    await (await openApp(persister)).run();
    const [listed] = await persister.listSuspensions();
    expect(listed).toEqual({
      id: expect.any(String),
      name: "approval",
      payload: { count: 1, since: new Date(0) },
      expiresAtMs: null,
      appId: "app",
      partitionKey: null,
      action: "approve",
      sequenceId: 1,
    });
    const elsewhere = await openApp(persister);
    expect(await elsewhere.run()).toMatchObject({ stopped: "suspended", suspension: { id: listed!.id } });
    await expect(elsewhere.resume(listed!.id, { ok: "maybe" })).rejects.toThrow(failure("invalid-value", "ok"));
    await elsewhere.resume(listed!.id, { ok: true, at: new Date(7) });
    expect(await persister.listSuspensions()).toEqual([]);
    const third = await openApp(persister);
    expect(await third.run({ haltAfter: "approve" })).toMatchObject({
      stopped: "after",
      state: { verdict: "true 7", count: 1 },
    });
  });

  it("is found by partition, by application, and by when it has expired", async () => {
    const persister = memoryPersister();
    suspendWith = { expiresAt: 5000 };
    await (await openApp(persister, { partitionKey: "ann" }, "one")).run();
    suspendWith = {};
    await (await openApp(persister, {}, "two")).run();
    const ids = async (query?: object): Promise<string[]> => (await persister.listSuspensions(query)).map(({ appId }) => appId).toSorted(); // prettier-ignore
    expect(await ids()).toEqual(["one", "two"]);
    expect(await ids({ partitionKey: "ann" })).toEqual(["one"]);
    expect(await ids({ partitionKey: null })).toEqual(["two"]);
    expect(await ids({ appId: "one" })).toEqual(["one"]);
    expect(await ids({ appId: "one", partitionKey: null })).toEqual([]);
    expect(await ids({ appId: "one", partitionKey: "ann" })).toEqual(["one"]);
    expect(await ids({ expiredByMs: 4999 })).toEqual([]);
    expect(await ids({ expiredByMs: 5000 })).toEqual(["one"]);
  });

  it("is answered by exactly one of two that answer at the same time; both know afterwards", async () => {
    for (const onConflict of ["reject", "queue", "abort-other"] as const) {
      const persister = memoryPersister();
      const first = await openApp(persister, { onConflict });
      await first.run();
      const second = await openApp(persister, { onConflict });
      const id = await onlyId(second);
      const answers = await Promise.allSettled([first.resume(id, { ok: true }), second.resume(id, { ok: false })]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
      const lost = answers.find((one): one is PromiseRejectedResult => one.status === "rejected");
      expect(lost?.reason).toEqual(failure("suspension-answered", '"approval"'));
      const won = answers[0]?.status === "fulfilled";
      expect(await (await openApp(persister)).run({ haltAfter: "approve" })).toMatchObject({
        state: { log: [`${won}`] },
      });
    }
  });

  it("of a run that went on elsewhere is answered by an application that was left behind", async () => {
    const persister = memoryPersister();
    const left = await openApp(persister);
    await left.run();
    const other = await openApp(persister);
    await other.resume(await onlyId(other), { ok: true });
    await other.run(); // on to the next suspension
    const id = await onlyId(left);
    expect((await persister.listSuspensions())[0]?.id).toBe(id);
    await left.resume(id, { ok: false });
    expect(await left.run({ haltAfter: "approve" })).toMatchObject({ state: { count: 2, log: ["true", "false"] } });
    await expect(other.resume(id, { ok: true })).rejects.toThrow(failure("unknown-suspension"));
  });

  it("is gone on from by a process that waited while another one took the answer", async () => {
    const persister = memoryPersister();
    const waiting = await openApp(persister);
    await waiting.run();
    const web = await openApp(persister);
    await web.resume(await onlyId(web), { ok: true });
    expect(await waiting.run({ haltAfter: "approve" })).toMatchObject({ stopped: "after", state: { log: ["true"] } });
  });

  it("goes on with its onTimeout in whichever process runs it next", async () => {
    const persister = memoryPersister();
    suspendWith = { expiresAt: 5000, onTimeout: { ok: false, at: new Date(5) } };
    await (await openApp(persister, { now: () => 1000 })).run();
    suspendWith = {};
    const later = await openApp(persister, { now: () => 6000 });
    await expect(later.resume(await onlyId(later), { ok: true })).rejects.toThrow(failure("suspension-expired"));
    expect(await later.run({ haltAfter: "approve" })).toMatchObject({ state: { verdict: "false 5" } });
  });

  it("that has expired for two processes at once is taken as expired once", async () => {
    const persister = memoryPersister();
    suspendWith = { expiresAt: 5000, onTimeout: { ok: false } };
    await (await openApp(persister, { now: () => 1000 })).run();
    suspendWith = {};
    const both = await Promise.all([1, 2].map(() => openApp(persister, { now: () => 6000, onConflict: "queue" })));
    await Promise.all(both.map((app) => app.run({ haltAfter: "approve" })));
    expect((await openApp(persister)).state.log).toEqual(["false"]);
  });

  it("survives updates of the state, snapshots and forks; a fork is answered by itself", async () => {
    const persister = memoryPersister();
    const app = await openApp(persister);
    await app.run();
    await app.updateState(app.state.update({ verdict: "x".repeat(20_000) })); // makes a snapshot due
    const reopened = await openApp(persister);
    const id = await onlyId(reopened);
    const fork = await reopened.fork({ appId: "fork" });
    await fork.resume(await onlyId(fork), { ok: false });
    expect(await fork.run({ haltAfter: "approve" })).toMatchObject({ state: { log: ["false"] } });
    expect((await persister.listSuspensions()).map(({ appId }) => appId)).toEqual(["app", "fork"].slice(0, 1));
    await reopened.resume(id, { ok: true });
    expect(await reopened.run({ haltAfter: "approve" })).toMatchObject({ state: { log: ["true"] } });
  });

  it("comes back with a rewind to its step, with the answers that were given behind it; withdrawn, it is asked anew", async () => {
    const persister = memoryPersister();
    const app = await openApp(persister);
    await app.run();
    await app.resume(await onlyId(app), { ok: true });
    await app.run();
    const back = await b
      .app()
      .withGraph(app.graph as never)
      .initializeFrom(persister, start)
      .withPersister(persister)
      .withIdentifiers({ appId: "app", sequenceId: 1 })
      .build();
    expect([back.nextAction, await back.listSuspensions()]).toEqual(["approve", []]);
    await back.withdraw();
    expect(await back.run()).toMatchObject({ stopped: "suspended", suspension: { payload: { count: 1 } } });
  });

  it("can be withdrawn for everybody", async () => {
    const persister = memoryPersister();
    const app = await openApp(persister);
    await app.run();
    const id = await onlyId(app);
    await app.withdraw();
    expect(await persister.listSuspensions()).toEqual([]);
    const other = await openApp(persister);
    await expect(other.resume(id, { ok: true })).rejects.toThrow(failure("unknown-suspension"));
    expect(other.nextAction).toBe("approve");
  });

  it("whose action is gone makes the run incompatible", async () => {
    const persister = memoryPersister();
    await (await openApp(persister)).run();
    const work = b.action({ reads: [], writes: ["count"], run: () => ({ count: 0 }) });
    const opening = b
      .app()
      .withActions({ work })
      .initializeFrom(persister, start)
      .withIdentifiers({ appId: "app" })
      .build();
    await expect(opening).rejects.toThrow(failure("incompatible-run", '"approve"'));
  });
});

describe("what a run knows of itself", () => {
  it("counts of transitions on error and the error itself survive", async () => {
    const persister = memoryPersister();
    const seen: unknown[] = [];
    const openFlaky = async () => {
      const fetch = b.action({ reads: [], writes: ["count"], run: (): { count: number } => { throw new RangeError("no luck", { cause: 7 }); } }); // prettier-ignore
      const sorry = b.action({ reads: [], writes: ["log"], handles: [RangeError], run: (state, _inputs, { error }) => (seen.push(error), state.append({ log: "sorry" })) }); // prettier-ignore
      return await b
        .app()
        .withActions({ fetch, sorry })
        .withTransitions(["fetch", "sorry", onError(RangeError, { max: 3 })], ["sorry", "fetch"])
        .initializeFrom(persister, { defaultState: { log: [] as string[] }, defaultEntrypoint: "fetch" })
        .withPersister(persister)
        .withIdentifiers({ appId: "app" })
        .build();
    };
    for (let round = 0; round < 3; round += 1) {
      const app = await openFlaky();
      expect(await app.run({ haltBefore: "sorry" })).toMatchObject({ stopped: "before", action: "sorry" });
      const next = await openFlaky();
      expect(next.nextAction).toBe("sorry");
      await next.run({ haltAfter: "sorry" });
    }
    expect(seen).toHaveLength(3);
    expect(seen[0]).toBeInstanceOf(RangeError);
    expect(seen[0]).toMatchObject({ message: "no luck", cause: 7 });
    const last = await openFlaky();
    await expect(last.run()).rejects.toThrow("no luck");
    expect(last.state.log).toHaveLength(3);
  });

  it("an error that cannot be stored comes back by name and message", async () => {
    const persister = memoryPersister();
    const odd = Object.assign(new Error("odd"), { callback: () => 1 });
    const seen: unknown[] = [];
    const openOdd = async () => {
      const act = b.action({ reads: [], writes: [], run: (): object => { throw odd; } }); // prettier-ignore
      const end = b.action({ reads: [], writes: [], run: (_state, _inputs, { error }) => (seen.push(error), {}) });
      return await b.app().withActions({ act, end }).withTransitions(["act", "end", onError()]).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "act" }).withPersister(persister).withIdentifiers({ appId: "app" }).build(); // prettier-ignore
    };
    await (await openOdd()).run({ haltBefore: "end" });
    await (await openOdd()).run();
    expect(seen).toEqual([new Error("odd")]);
    expect(isBurrError(seen[0])).toBe(false);
  });

  it("an error of ours comes back with its code and details", async () => {
    const persister = memoryPersister();
    const seen: unknown[] = [];
    const openLate = async () => {
      const act = b.action({ reads: [], writes: [], run: (): object => { throw new BurrError("timed-out", "too late", { action: "act", option: "timeoutMs", limitMs: 5 }, { cause: new RangeError("why") }); } }); // prettier-ignore
      const end = b.action({ reads: [], writes: [], handles: [BurrError], run: (_state, _inputs, { error }) => (seen.push(error), {}) }); // prettier-ignore
      return await b.app().withActions({ act, end }).withTransitions(["act", "end", onError(BurrError)]).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "act" }).withPersister(persister).withIdentifiers({ appId: "app" }).build(); // prettier-ignore
    };
    await (await openLate()).run({ haltBefore: "end" });
    await (await openLate()).run();
    expect(seen[0]).toEqual(failure("timed-out", "too late"));
    expect(seen[0]).toMatchObject({
      details: { action: "act", option: "timeoutMs", limitMs: 5 },
      cause: { message: "why" },
    });
    expect(isBurrError(seen[0])).toBe(true);
  });

  it("what was spent survives, in forks as well, and counts against the budget of the application's life", async () => {
    const persister = memoryPersister();
    const openSpender = async (fork: object = {}, appId = "app") => {
      const work = b.action({ reads: ["count"], writes: ["count"], run: (state, _inputs, { spend }) => (spend("tokens", 10), { count: state.count + 1 }) }); // prettier-ignore
      return await b
        .app()
        .withActions({ work })
        .withTransitions(["work", "work"])
        .initializeFrom(persister, { ...start, ...fork })
        .withPersister(persister)
        .withIdentifiers({ appId })
        .withOptions({ budgets: { tokens: 50 } })
        .build();
    };
    await (await openSpender()).run({ maxSteps: 2 });
    const app = await openSpender();
    expect(app.spent).toEqual({ tokens: 20 });
    const fork = await openSpender({ forkFromAppId: "app" }, "fork");
    expect(await fork.run()).toMatchObject({ limit: "tokens", state: { count: 5 } });
    expect(await app.run()).toMatchObject({ limit: "tokens", state: { count: 5 } });
    expect((await openSpender()).spent).toEqual({ tokens: 50 });
  });

  it.each([
    { durability: "sync", verdict: "1 1", what: "are not repeated after a crash" },
    { durability: "exit", verdict: "2 2", what: "are repeated after a crash that loses the run" },
  ] as const)("side effects that were done once $what ($durability)", async ({ durability, verdict }) => {
    const persister = memoryPersister({ staleAfterMs: 0 });
    let sent = 0;
    let begun = (): void => {};
    const keys: string[] = [];
    const openSender = async (crash: boolean) => {
      const send = b.action({
        reads: [],
        writes: ["verdict"],
        async run(_state, _inputs, ctx) {
          keys.push(ctx.idempotencyKey);
          const receipt = await ctx.once("mail", () => (begun(), { id: (sent += 1), at: new Date(sent) }));
          if (crash) await new Promise(() => {}); // its process dies here
          return { verdict: `${receipt.id} ${receipt.at.getTime()}` };
        },
      });
      return await b.app().withActions({ send }).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "send" }).withPersister(persister, { durability, onConflict: "queue" }).withIdentifiers({ appId: "app" }).build(); // prettier-ignore
    };
    const working = new Promise<void>((resolve) => void (begun = resolve));
    void (await openSender(true)).run().catch(() => {});
    await working;
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve(); // until the outcome is stored
    const end = await (await openSender(false)).run();
    expect(end.state.verdict).toBe(verdict);
    expect(new Set(keys).size).toBe(1);
  });

  it("outcomes survive a migration of the state, unlike a checkpoint", async () => {
    const persister = memoryPersister();
    const seen: unknown[] = [];
    let sent = 0;
    const openSender = (version: number) => {
      const send = b.action({
        reads: [],
        writes: ["verdict"],
        async run(_state, _inputs, ctx) {
          ctx.checkpoint({ verdict: "draft" });
          seen.push(ctx.resumed);
          await ctx.once("mail", () => (sent += 1));
          if (version === 0) throw boom;
          return { verdict: `${sent}` };
        },
      });
      return b.app().withActions({ send }).withOptions({ version, migrations: { 1: (state) => ({ ...state }) } }).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "send" }).withPersister(persister).withIdentifiers({ appId: "app", partitionKey: "a/b" }).build(); // prettier-ignore
    };
    await expect((await openSender(0)).run()).rejects.toBe(boom);
    expect(await (await openSender(1)).run()).toMatchObject({ state: { verdict: "1" } });
    expect(seen).toEqual([undefined, undefined]);
  });

  it("commits are undone by a process that did not make them", async () => {
    const persister = memoryPersister();
    const openTrip = async () => {
      const book = b.action({
        reads: ["count"],
        writes: ["count"],
        run: (state) => state.increment({ count: 1 }),
        undo: (state, { state: then }) => state.update({ count: state.count - 1 }).append({ log: `undone ${then.count}` }) as never, // prettier-ignore
        mayWrite: ["log"],
      });
      return await b.app().withActions({ book }).withTransitions(["book", "book"]).initializeFrom(persister, { ...start, defaultEntrypoint: "book" }).withPersister(persister).withIdentifiers({ appId: "app" }).build(); // prettier-ignore
    };
    await (await openTrip()).run({ maxSteps: 3 });
    const app = await openTrip();
    const { undone } = await app.compensate();
    expect(undone.map(({ sequenceId }) => sequenceId)).toEqual([2, 1, 0]);
    const again = await openTrip();
    expect(again.state.toJSON()).toEqual({ count: 0, log: ["undone 3", "undone 2", "undone 1"] });
    expect((await again.compensate()).undone).toEqual([]);
    await again.run({ maxSteps: 1 });
    expect((await (await openTrip()).compensate()).undone).toHaveLength(1);
  });

  it("commits that were cut off by prune() are an error, not a compensation that is incomplete", async () => {
    const persister = memoryPersister();
    const work = b.action({ reads: ["count"], writes: ["count"], run: (state) => ({ count: state.count + 1 }), undo: () => {} }); // prettier-ignore
    const app = await b.app().withActions({ work }).withTransitions(["work", "work"]).initializeFrom(persister, start).withPersister(persister).withIdentifiers({ appId: "app" }).build(); // prettier-ignore
    await app.run({ maxSteps: 5 });
    await persister.prune({ keepLast: 2 });
    await expect(app.compensate()).rejects.toThrow(failure("incomplete-history", '"app"', "retention"));
  });

  it("a failed step is tried again by the next process, under the same idempotency key", async () => {
    const persister = memoryPersister();
    const keys: string[] = [];
    const openAct = async (fails: boolean) => {
      const act = b.action({ reads: [], writes: ["verdict"], run: (_state, _inputs, ctx) => { keys.push(ctx.idempotencyKey); if (fails) throw boom; return { verdict: "" }; } }); // prettier-ignore
      return await b.app().withActions({ act }).withTransitions(["act", "act"]).initializeFrom(persister, { defaultState: {}, defaultEntrypoint: "act" }).withPersister(persister).withIdentifiers({ appId: "app" }).build(); // prettier-ignore
    };
    await (await openAct(false)).run({ maxSteps: 1 });
    await expect((await openAct(true)).run()).rejects.toBe(boom);
    await expect((await openAct(true)).run()).rejects.toBe(boom);
    await (await openAct(false)).run({ maxSteps: 2 });
    expect(keys).toEqual(["app:-1:act", "app:0:act", "app:0:act", "app:0:act", "app:3:act"]);
  });
});

describe("what others could not find otherwise", () => {
  it("a fork that waits for answers is stored when it was run, with ids of its own", async () => {
    const persister = memoryPersister();
    const app = await openApp(persister);
    await app.run();
    const fork = await app.fork({ appId: "fork" });
    await fork.run();
    const open = await persister.listSuspensions();
    expect(open.map(({ appId }) => appId).toSorted()).toEqual(["app", "fork"]);
    expect(new Set(open.map(({ id }) => id)).size).toBe(2);
  });

  it("an application that was answered, and that nobody has run since, is an orphan", async () => {
    const persister = memoryPersister();
    const app = await openApp(persister);
    await app.run();
    expect(await persister.findOrphans({ staleAfterMs: -1 })).toEqual([]);
    await app.resume(await onlyId(app), { ok: true });
    expect(await persister.findOrphans({ staleAfterMs: -1 })).toMatchObject([{ appId: "app", action: "approve" }]);
    await app.run({ maxSteps: 1 });
    expect(await persister.findOrphans({ staleAfterMs: -1 })).toEqual([]);
  });
});
