import { describe, expect, it } from "vitest";
import {
  type ApplicationOptions,
  burr,
  type Hooks,
  type Journal,
  type JournalRecord,
  memoryJournal,
} from "../index.ts";
import { failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

const b = burr<{ count: number; text: string; xs: number[] }>();
const refused = new Error("the disk is full");

const add = b.action({ reads: ["count"], writes: ["count", "xs"], run: (s) => s.increment({ count: 1 }).append({ xs: s.count }) }); // prettier-ignore
const say = b.action({
  reads: [],
  writes: ["text"],
  *run(_state, _inputs, { checkpoint }) {
    yield "a";
    checkpoint({ text: "a" });
    yield "b";
    return [{ length: 2 }, { text: "ab" }];
  },
});

function appOf(options: ApplicationOptions) {
  return b.application({
    actions: { add, say },
    transitions: [["add", "say", b.when({ count: 1 })]],
    entrypoint: "add",
    state: { count: 0, xs: [] },
    appId: "app-1",
    ...options,
  });
}

/** A journal that refuses the records that `which` chooses, at once or later. */
function refusing(which: (record: JournalRecord) => boolean, later: boolean): Journal {
  return {
    append(records) {
      if (!records.some(which)) return undefined;
      if (later) return Promise.reject(refused);
      throw refused;
    },
  };
}

describe("the journal", () => {
  it("has a record of each start, checkpoint, end and transition, in order", async () => {
    const journal = memoryJournal();
    await appOf({ journal, partitionKey: "ann" }).run();
    const app = { appId: "app-1", partitionKey: "ann" };
    const first = { ...app, sequenceId: 0, action: "add", attempt: 1 };
    const second = { ...app, sequenceId: 1, action: "say", attempt: 1 };
    expect(journal.records).toEqual([
      { type: "step-started", ...first },
      {
        type: "step-ended",
        ...first,
        status: "completed",
        committed: true,
        delta: [
          { op: "increment", key: "count", value: 1 },
          { op: "append", key: "xs", value: 0 },
        ],
      },
      {
        type: "transition",
        ...app,
        sequenceId: 0,
        from: "add",
        to: "say",
        tried: [{ to: "say", condition: "count=1", reads: ["count"], result: true }],
      },
      { type: "step-started", ...second },
      { type: "checkpoint", ...second, notesKey: second.action, delta: [{ op: "set", key: "text", value: "a" }] },
      {
        type: "step-ended",
        ...second,
        status: "completed",
        committed: true,
        delta: [{ op: "set", key: "text", value: "ab" }],
      },
    ]);
  });

  it("has the same records, whichever way the application was run", async () => {
    const run = async (start: (app: ReturnType<typeof appOf>) => unknown): Promise<readonly JournalRecord[]> => {
      const journal = memoryJournal();
      await start(appOf({ journal }));
      return journal.records;
    };
    const records = await run((app) => app.run());
    expect(await run((app) => app.runSync())).toEqual(records);
    expect(await run((app) => collect(app.iterate()))).toEqual(records);
    expect(await run((app) => app.stream().get())).toEqual(records);
    expect(await run((app) => collect(app.streamIterate()))).toEqual(records);
    expect(await run(async (app) => await (await app.streamResult({ haltAfter: "say" })).get())).toEqual(records);
  });

  it("is written before the commit can be seen", async () => {
    const seen: unknown[] = [];
    const app: { readonly state: object } = appOf({
      journal: { append: (records) => void seen.push([records.map(({ type }) => type), { ...app?.state }]) },
    });
    await (app as ReturnType<typeof appOf>).step();
    expect(seen).toEqual([
      [["step-started"], { count: 0, xs: [] }],
      [["step-ended", "transition"], { count: 0, xs: [] }],
    ]);
  });

  it.each([false, true])(
    "can refuse a commit (later: %s): state is unchanged, the error surfaces, and hooks agree",
    async (later) => {
      const reports: unknown[] = [];
      const hooks: Hooks = {
        postRunStep: ({ status, committed, exception, result, state, delta }) =>
          void reports.push({ status, committed, exception, result, state: state.toJSON(), delta }),
        postTransition: () => void reports.push("transition"),
        postRunExecuteCall: ({ exception }) => void reports.push(exception),
      };
      const app = appOf({ hooks: [hooks], journal: refusing(({ type }) => type === "step-ended", later) });
      await expect(app.run()).rejects.toBe(refused);
      expect(app).toMatchObject({ nextAction: "add", sequenceId: 0 });
      expect(app.state.toJSON()).toEqual({ count: 0, xs: [] });
      expect(reports).toEqual([
        {
          status: "failed",
          committed: false,
          exception: refused,
          result: null,
          state: { count: 0, xs: [] },
          delta: [],
        },
        refused,
      ]);
    },
  );

  it.each([false, true])("can refuse the commit of a stream (later: %s)", async (later) => {
    const app = appOf({
      journal: refusing(({ type, sequenceId }) => type === "step-ended" && sequenceId === 1, later),
    });
    const stream = await app.streamResult({ haltAfter: "say" });
    await expect(stream.get()).rejects.toBe(refused);
    expect(await stream.outcome).toMatchObject({
      status: "failed",
      committed: false,
      error: refused,
      partial: ["a", "b"],
    });
    expect(app.state.text).toBeUndefined();
    expect(app.nextAction).toBe("say");
  });

  it.each([false, true])("can refuse the start of a step (later: %s): the action does not run", async (later) => {
    const app = appOf({ journal: refusing(({ type }) => type === "step-started", later) });
    await expect(app.run()).rejects.toBe(refused);
    expect(app.state.toJSON()).toEqual({ count: 0, xs: [] });
    expect(app.nextAction).toBe("add");
    await expect(app.run()).rejects.toBe(refused); // the application was let go
  });

  it.each([false, true])("can refuse a checkpoint (later: %s): the step fails", async (later) => {
    const app = appOf({ journal: refusing(({ type }) => type === "checkpoint", later) });
    await expect(app.run()).rejects.toBe(refused);
    expect(app).toMatchObject({ nextAction: "say", state: { count: 1 } });
  });

  it.each([false, true])("can refuse an update from outside (later: %s)", async (later) => {
    const app = appOf({ journal: refusing(({ type }) => type === "state-updated", later) });
    await expect(app.updateState(app.state.update({ count: 5 }))).rejects.toBe(refused);
    expect(app.state.count).toBe(0);
  });

  it("keeps how a step failed or was aborted when it refuses that record, and tells onHookError", async () => {
    const boom = new Error("boom");
    const reports: unknown[] = [];
    const options = {
      journal: refusing(({ type }) => type === "step-ended", true),
      onHookError: (error: unknown, { hook }: { readonly hook: string }) => reports.push([hook, error]),
    };
    const fail = b.action({ reads: [], writes: ["text"], run: (): Promise<{ text: string }> => Promise.reject(boom) });
    const failing = b.application({ actions: { fail }, transitions: [], entrypoint: "fail", state: {}, ...options });
    await expect(failing.run()).rejects.toBe(boom);
    const saying = b.application({ actions: { say }, transitions: [], entrypoint: "say", state: {}, ...options });
    const stream = await saying.streamResult({ haltAfter: "say" });
    await stream[Symbol.asyncIterator]().next();
    expect(await stream.abort("enough")).toMatchObject({ status: "aborted", error: "enough" });
    expect(reports).toEqual([
      ["journal", refused],
      ["journal", refused],
    ]);
  });

  it.each([false, true])("leaves no checkpoint behind that it has refused (later: %s)", async (later) => {
    const resumed: unknown[] = [];
    const save = b.action({
      reads: [],
      writes: ["text"],
      *run(_state, _inputs, context) {
        resumed.push(context.resumed);
        context.checkpoint({ text: "half" });
        yield 1;
        return { text: "whole" };
      },
    });
    const journal = refusing(({ type }) => type === "checkpoint", later);
    const app = b.application({ actions: { save }, transitions: [], entrypoint: "save", state: {}, journal });
    for (let attempt = 0; attempt < 2; attempt += 1) await expect(app.run()).rejects.toBe(refused);
    expect(resumed).toEqual([undefined, undefined]);
  });

  it("must be synchronous in runSync()", () => {
    const app = appOf({ journal: { append: () => Promise.resolve() } });
    expect(() => app.runSync()).toThrow(failure("async-in-sync", "journal", "run()"));
    expect(app.state.count).toBe(0);
  });
});

describe("ctx.checkpoint()", () => {
  it("is given to the next attempt of the step, under a new sequence id, until one commits", async () => {
    const resumed: unknown[] = [];
    let fails = 2;
    const work = b.action({
      reads: [],
      writes: ["count"],
      mayWrite: ["text"],
      *run(_state, _inputs, ctx) {
        resumed.push(ctx.resumed);
        const from = ctx.resumed?.count ?? 0;
        ctx.checkpoint({ count: from + 1 });
        yield from;
        if ((fails -= 1) >= 0) throw new Error("boom");
        return { count: 100 };
      },
    });
    const app = b.application({ actions: { work }, transitions: [["work", "work"]], entrypoint: "work", state: {} });
    await expect(app.step()).rejects.toThrow("boom");
    expect(app.state.toJSON()).toEqual({});
    await expect(app.step()).rejects.toThrow("boom");
    await app.step();
    await app.step();
    expect(resumed).toEqual([undefined, { count: 1 }, { count: 2 }, undefined]);
    expect(app.sequenceId).toBe(3);
  });

  it("takes an updated state too, and refuses undeclared keys", async () => {
    const kept: unknown[] = [];
    const work = b.action({
      reads: [],
      writes: ["count"],
      run(state, _inputs, ctx): { count: number } {
        kept.push(ctx.resumed);
        ctx.checkpoint(state.increment({ count: 5 }));
        expect(() => ctx.checkpoint({ text: "x" } as never)).toThrow(failure("undeclared-write", '"work"', '"text"'));
        throw new Error("boom");
      },
    });
    const app = b.application({ actions: { work }, transitions: [], entrypoint: "work", state: { count: 1 } });
    await expect(app.step()).rejects.toThrow("boom");
    await expect(app.step()).rejects.toThrow("boom");
    expect(kept).toEqual([undefined, { count: 6 }]);
  });
});
