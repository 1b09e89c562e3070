import { setImmediate as macrotask } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { type Action, burr, type JournalRecord, memoryJournal, type Middleware, readStream } from "../index.ts";
import { failure } from "../testing/counter-app.ts";
import { collect } from "../testing/talk-app.ts";

const b = burr<{ n: number }>();

function appOf(act: Action, options: object = {}) {
  return b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { n: 0 }, ...options });
}

/** An action of an untyped caller. */
function untyped(run: () => unknown): Action {
  return b.action({ reads: [], writes: ["n"], run: run as () => { n: number } });
}

const throwing = (message: string) => (): never => {
  throw new Error(message);
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });

describe("a long run", () => {
  const count = b.action({
    reads: ["n"],
    writes: ["n"],
    *run(state) {
      yield state.n;
      return { n: state.n + 1 };
    },
  });
  const loop = () =>
    b.application({
      actions: { count },
      transitions: [["count", "count", b.check(["n"], (state) => state.n < 20_000)]],
      entrypoint: "count",
      state: { n: 0 },
    });

  it("of sync streams needs no deeper stack in run() and get(), nor when it is detached", async () => {
    expect(await loop().run()).toMatchObject({ stopped: "stuck", state: { n: 20_000 } });
    expect(await loop().stream().get()).toMatchObject({ state: { n: 20_000 } });
    const stream = loop().stream();
    stream.detach();
    expect(await stream.outcome).toMatchObject({ status: "completed" });
  });
});

describe("what others made", () => {
  it.each([
    // oxlint-disable-next-line no-thenable -- what a broken library may give
    { what: "a thenable that throws", run: () => ({ then: throwing("boom") }) },
    {
      what: "an iterator that gives no item",
      run: () => ({ [Symbol.asyncIterator]: () => ({ next: () => undefined }) }),
    },
  ])("fails the step, and leaves the application usable: $what", async ({ run }) => {
    const app = appOf(untyped(run));
    for (let attempt = 0; attempt < 2; attempt += 1) await expect(app.run()).rejects.toThrow(/boom|gave no item/);
  });

  it("may be an async iterator that gives its items at once", async () => {
    const items = [
      { done: false, value: 1 },
      { done: true, value: { n: 1 } },
    ];
    const app = appOf(untyped(() => ({ [Symbol.asyncIterator]: () => ({ next: () => items.shift() }) })));
    expect(await collect(await app.streamResult({ haltAfter: "act" }))).toEqual([1]);
    expect(app.state.n).toBe(1);
  });

  it("may be a journal that returns something else than a promise", async () => {
    const journal = { append: (() => 5) as unknown as () => void };
    expect(
      await appOf(
        untyped(() => ({ n: 1 })),
        { journal },
      ).run(),
    ).toMatchObject({ state: { n: 1 } });
  });

  it("may be an onHookError that rejects: nobody hears of it", async () => {
    const unhandled = vi.fn<() => void>();
    process.once("unhandledRejection", unhandled);
    const hooks = [{ preRunStep: throwing("hook") }];
    const onHookError = () => Promise.reject(new Error("logger"));
    await appOf(
      untyped(() => ({ n: 1 })),
      { hooks, onHookError },
    ).run();
    await macrotask();
    expect(unhandled).not.toHaveBeenCalled();
    process.off("unhandledRejection", unhandled);
  });
});

describe("the end of a step", () => {
  it("reports what the action's finally throws after an abort, and waits for it no longer than closeTimeoutMs", async () => {
    const reports: unknown[] = [];
    const act = b.action({
      reads: [],
      writes: ["n"],
      async *run() {
        try {
          yield await Promise.resolve(1);
          return { n: 1 };
        } finally {
          // oxlint-disable-next-line no-unsafe-finally -- this is what users do by mistake
          throw new Error("clean-up");
        }
      },
    });
    const onHookError = (error: unknown, { hook }: { readonly hook: string }) => reports.push([hook, String(error)]);
    const stream = await appOf(act, { onHookError }).streamResult({ haltAfter: "act" });
    for await (const chunk of stream) if (chunk === 1) break;
    expect(await stream.outcome).toMatchObject({ status: "aborted", closed: true });
    expect(reports).toEqual([["finally", "Error: clean-up"]]);
  });

  it("stands when the conditions after it fail", async () => {
    const act = untyped(() => ({ n: 1 }));
    const broken = b.check(["n"], throwing("condition"), "broken");
    const app = b.application({
      actions: { act },
      transitions: [["act", "act", broken]],
      entrypoint: "act",
      state: { n: 0 },
    });
    const stream = await app.streamResult({ haltAfter: "act" });
    await expect(stream.get()).rejects.toThrow("condition");
    expect(await stream.outcome).toMatchObject({ status: "failed", committed: true, state: { n: 1 } });
  });

  it("frees the application before the last event of a run is told", async () => {
    const app = b.application({
      actions: { act: untyped(() => ({ n: 1 })) },
      transitions: [["act", "act"]],
      entrypoint: "act",
      state: { n: 0 },
    });
    const stream = app.stream({ haltAfter: "act" });
    for await (const { type } of stream) {
      if (type !== "run-end") continue;
      await app.step();
      break;
    }
    expect(app.sequenceId).toBe(1);
    expect(await stream.outcome).toMatchObject({ status: "completed" });
  });

  it("waits for an update from outside before it chooses what is next", async () => {
    const journal = {
      append: ([record]: readonly JournalRecord[]) => (record?.type === "state-updated" ? macrotask() : undefined),
    };
    const app = b.application({
      actions: { act: untyped(() => ({ n: 0 })), yes: untyped(() => ({ n: 1 })), no: untyped(() => ({ n: 2 })) },
      transitions: [
        ["act", "yes", b.when({ n: 7 })],
        ["act", "no"],
      ],
      entrypoint: "act",
      state: { n: 0 },
      journal,
    });
    await app.step();
    const update = app.updateState(app.state.update({ n: 7 }));
    expect(await app.step()).toMatchObject({ action: "yes" });
    await update;
  });
});

describe("a stream that is left before it has begun", () => {
  it("is aborted, and ends streamIterate()", async () => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      *run() {
        yield 1;
        return { n: 1 };
      },
    });
    const app = b.application({ actions: { act }, transitions: [["act", "act"]], entrypoint: "act", state: { n: 0 } });
    const outcomes = [];
    for await (const stream of app.streamIterate()) outcomes.push(await stream.abort("enough"));
    expect(outcomes).toMatchObject([{ status: "aborted", error: "enough", committed: false }]);
    expect(app.sequenceId).toBe(-1);
  });
});

describe("a branch of tee()", () => {
  it("that leaves while it waits for the other one is done", async () => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      *run() {
        yield 1;
        yield 2;
        return { n: 1 };
      },
    });
    const [left, right] = (await appOf(act).streamResult({ haltAfter: "act" })).tee({ bufferChunks: 1 });
    await left.next();
    const waiting = left.next();
    await left.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(await collect(right)).toEqual([1, 2]);
    expect(() => left[Symbol.asyncIterator]()).not.toThrow();
  });

  it("needs room for an item", async () => {
    const stream = await appOf(untyped(() => ({ n: 1 }))).streamResult({ haltAfter: "act" });
    expect(() => stream.tee({ bufferChunks: 0 })).toThrow(failure("invalid-option"));
  });
});

describe("a response", () => {
  it("tells of what JSON cannot hold, and stops the action", async () => {
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const act = b.action({
      reads: [],
      writes: ["n"],
      *run() {
        yield 1n;
        yield circular;
        return { n: 1 };
      },
    });
    const stream = await appOf(act).streamResult({ haltAfter: "act" });
    const events = await collect(readStream(stream.toResponse()));
    expect(events.map(({ type }) => type)).toEqual(["step-start", "chunk", "rollback", "step-end"]);
    expect(events[1]).toMatchObject({ chunk: "1" });
    expect(await stream.outcome).toMatchObject({ status: "aborted" });
  });
});

describe("a middleware that answers before the stream has ended", () => {
  it("has the action stopped and its own answer taken", async () => {
    const closed = vi.fn<() => void>();
    const act = b.action({
      reads: [],
      writes: ["n"],
      async *run(_state, _inputs, { signal }) {
        try {
          yield 1;
          await aborted(signal);
          return { n: 1 };
        } finally {
          closed();
        }
      },
    });
    const late: Middleware = async (_step, next) => await Promise.race([next(), macrotask().then(() => ({ n: 9 }))]);
    expect(await appOf(act, { use: [late] }).run()).toMatchObject({ state: { n: 9 } });
    await macrotask();
    expect(closed).toHaveBeenCalledOnce();
  });
});

describe("streamIterate()", () => {
  const speak = b.action({
    reads: [],
    writes: ["n"],
    *run() {
      yield 1;
      return { n: 1 };
    },
  });
  const loop = () =>
    b.application({
      actions: { speak },
      transitions: [["speak", "speak"]],
      entrypoint: "speak",
      state: { n: 0 },
    });

  it("ends the run when its consumer leaves after a stream has ended", async () => {
    const app = loop();
    for await (const stream of app.streamIterate()) {
      await stream.get();
      break;
    }
    expect(await app.step()).toMatchObject({ action: "speak", sequenceId: 1 });
  });

  it("heeds the caller's signal between two streams", async () => {
    const app = loop();
    const stop = new AbortController();
    const reason = new Error("enough");
    const reading = (async () => {
      for await (const stream of app.streamIterate({ signal: stop.signal })) {
        await stream.get();
        stop.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(app.sequenceId).toBe(0);
  });
});

describe("an abort that comes after the final", () => {
  it("is too late: the commit is told, and the stream ends well", async () => {
    const stop = new AbortController();
    const act = b.action({
      reads: [],
      writes: ["n"],
      *run() {
        yield 1;
        return { n: 1 };
      },
    });
    const hooks = [
      {
        postRunStep: async () => {
          stop.abort(new Error("late"));
          await macrotask();
        },
      },
    ];
    const stream = await appOf(act, { hooks }).streamResult({ haltAfter: "act", signal: stop.signal });
    const events = await collect(readStream(stream.toResponse()));
    expect(events.map(({ type }) => type)).toEqual(["step-start", "chunk", "step-end", "run-end"]);
    expect(await stream.outcome).toMatchObject({ status: "completed", committed: true });
  });
});

describe("an onAbort that never settles", () => {
  it("is waited for no longer than closeTimeoutMs", async () => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      *run() {
        yield 1;
        return { n: 1 };
      },
      onAbort: () => new Promise<{ n: number }>(() => {}),
    });
    const stream = await appOf(act, { closeTimeoutMs: 1 }).streamResult({ haltAfter: "act" });
    for await (const chunk of stream) if (chunk === 1) break;
    expect(await stream.outcome).toMatchObject({ status: "aborted", committed: false, closed: false });
  });
});

describe("an onAbort that takes its time", () => {
  it("does not make an action that cannot be closed a closed one", async () => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      async *run() {
        yield 1;
        await new Promise(() => {});
        return { n: 1 };
      },
      onAbort: () => macrotask({ n: 2 }),
    });
    const stream = await appOf(act, { closeTimeoutMs: 1 }).streamResult({ haltAfter: "act" });
    const reader = stream[Symbol.asyncIterator]();
    await reader.next();
    const waiting = reader.next().catch(() => "rejected");
    await stream.abort();
    expect(await waiting).toBe("rejected");
    expect(await stream.outcome).toMatchObject({ status: "aborted", committed: true, closed: false });
  });
});

describe("the stream of a step that was suspended", () => {
  it("has no final, whichever way it is read", async () => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      async *run(_state, _inputs, context) {
        yield await Promise.resolve(1);
        return context.suspend("approval");
      },
    });
    const open = () => appOf(act).streamResult({ haltAfter: "act" });
    await expect((await open()).get()).rejects.toThrow(failure("stream-suspended"));
    await expect(collect(await open())).rejects.toThrow(failure("stream-suspended"));
    const events = await collect(readStream((await open()).toResponse()));
    expect(events.map(({ type }) => type)).toEqual(["step-start", "chunk", "step-end", "run-end"]);
    expect(events[2]).toMatchObject({ status: "suspended", suspensions: [{ name: "approval" }] });
  });
});

describe("runSync()", () => {
  it("refuses a checkpoint that is stored asynchronously", () => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      *run(_state, _inputs, { checkpoint }) {
        checkpoint({ n: 1 });
        yield 1;
        return { n: 2 };
      },
    });
    const journal = {
      append: ([record]: readonly JournalRecord[]) => (record?.type === "checkpoint" ? macrotask() : undefined),
    };
    const app = appOf(act, { journal }) as unknown as { runSync(): unknown };
    expect(() => app.runSync()).toThrow(failure("async-in-sync"));
  });
});

describe("a client that comes back", () => {
  it("starts no step: it gets 204 for a stream that nobody has begun to read", async () => {
    const app = appOf(untyped(() => ({ n: 1 })));
    const stream = await app.streamResult({ haltAfter: "act" });
    expect(stream.toResponse({ lastEventId: "0.4" }).status).toBe(204);
    expect(app.sequenceId).toBe(-1);
  });
});

describe("a consumer that leaves between the last events of a step", () => {
  it.each(["events", "stream"] as const)("frees the application (%s)", async (door) => {
    const act = b.action({
      reads: [],
      writes: ["n"],
      *run(): Generator<number, { n: number }, void> {
        yield 1;
        throw new Error("boom");
      },
    });
    const app = appOf(act);
    const stream = door === "stream" ? app.stream() : (await app.streamResult({ haltAfter: "act" })).events();
    for await (const { type } of stream) if (type === "rollback") break;
    await expect(app.run()).rejects.toThrow("boom");
  });
});

describe("a middleware around a stream that will not close", () => {
  const stuck = (onClose: () => Promise<void>) =>
    b.action({
      reads: [],
      writes: ["n"],
      async *run() {
        try {
          yield await Promise.resolve(1);
          return { n: 1 };
        } finally {
          await onClose();
        }
      },
    });
  const failing: Middleware = (_step, next) => next({ mapChunk: throwing("mapChunk") });

  it("is waited for no longer than closeTimeoutMs", async () => {
    const app = appOf(
      stuck(() => new Promise<void>(() => {})),
      { use: [failing], closeTimeoutMs: 1 },
    );
    await expect(app.run()).rejects.toThrow("mapChunk");
  });

  it("is told of its own error, and onHookError of the one in finally", async () => {
    const reports: unknown[] = [];
    const seen: unknown[] = [];
    const watching: Middleware = async (_step, next) => {
      try {
        return await next();
      } catch (error) {
        seen.push(String(error));
        throw error;
      }
    };
    const onHookError = (error: unknown) => reports.push(String(error));
    const act = stuck(() => Promise.reject(new Error("clean-up")));
    await expect(appOf(act, { use: [watching, failing], onHookError }).run()).rejects.toThrow("mapChunk");
    expect([seen, reports]).toEqual([["Error: mapChunk"], ["Error: clean-up"]]);
  });
});

describe("a detached stream", () => {
  const chatter = b.action({
    reads: [],
    writes: ["n"],
    async *run() {
      for (let index = 0; index < 200; index += 1) yield await Promise.resolve(index);
      return { n: 1 };
    },
  });

  it("fails when the journal throws at its chunks, and frees the application", async () => {
    const journal = {
      append: ([record]: readonly JournalRecord[]) => (record?.type === "chunks" ? throwing("full")() : undefined),
    };
    const app = appOf(chatter, { journal });
    const stream = await app.streamResult({ haltAfter: "act" });
    stream.detach();
    expect(await stream.outcome).toMatchObject({ status: "failed", committed: false });
    await expect(app.updateState(app.state)).resolves.toBeUndefined();
  });

  it("that is tried again journals the chunks of each try from 0", async () => {
    let tries = 0;
    const flaky = b.action({
      reads: [],
      writes: ["n"],
      *run() {
        tries += 1;
        yield "a";
        yield "b";
        if (tries === 1) throw new Error("boom");
        return { n: 1 };
      },
    });
    const again: Middleware = async (_step, next) => {
      try {
        return await next();
      } catch {
        return await next();
      }
    };
    const journal = memoryJournal();
    const stream = await appOf(flaky, { use: [again], journal }).streamResult({ haltAfter: "act" });
    stream.detach();
    expect(await stream.outcome).toMatchObject({ status: "completed" });
    expect(journal.records.filter(({ type }) => type === "chunks")).toMatchObject([
      { index: 0, chunks: ["a"] },
      { index: 1, chunks: ["b"] },
      { index: 0, chunks: ["a"] },
      { index: 1, chunks: ["b"] },
    ]);
  });
});

describe("a checkpoint that is stored after its step has ended", () => {
  it("is not found by the next visit of the action", async () => {
    const stored: (() => void)[] = [];
    const journal = {
      append: ([record]: readonly JournalRecord[]) =>
        record?.type === "checkpoint" ? new Promise<void>((resolve) => stored.push(resolve)) : undefined,
    };
    const resumed: unknown[] = [];
    const save = b.action({
      reads: [],
      writes: ["n"],
      *run(_state, _inputs, context) {
        resumed.push(context.resumed);
        if (resumed.length > 1) return { n: 2 };
        context.checkpoint({ n: 7 });
        yield 1;
        return { n: 1 };
      },
      onAbort: () => ({ n: 9 }),
    });
    const app = b.application({
      actions: { save },
      transitions: [["save", "save"]],
      entrypoint: "save",
      state: { n: 0 },
      journal,
    });
    const stream = await app.streamResult({ haltAfter: "save" });
    const pending = stream[Symbol.asyncIterator]().next();
    const outcome = stream.abort("stop");
    await expect(pending).rejects.toBe("stop");
    expect(await outcome).toMatchObject({ committed: true });
    for (const resolve of stored) resolve();
    await macrotask();
    await app.step();
    expect(resumed).toEqual([undefined, undefined]);
  });
});
