import * as fc from "fast-check";
import { getEventListeners } from "node:events";
import { setImmediate as macrotask } from "node:timers/promises";
import { expect, it } from "vitest";
import { burr, type Hooks, type Middleware } from "../index.ts";
import { collect } from "../testing/talk-app.ts";

/** Whatever an application does, however its hooks and journal dawdle, whenever and however its consumer leaves: it is free again. */

const b = burr<{ n: number }>();

const scenario = fc.record({
  isSync: fc.boolean(),
  throwsAt: fc.constantFrom(0, 1, 2, 9),
  finallyThrows: fc.boolean(),
  saves: fc.boolean(),
  onAbort: fc.constantFrom("none", "sync", "async"),
  actionDelay: fc.nat(2),
  hookDelay: fc.nat(2),
  journalDelay: fc.option(fc.nat(2)),
  isInside: fc.boolean(),
  door: fc.constantFrom(
    "iterator",
    "events",
    "tee",
    "web",
    "response",
    "get",
    "stream",
    "streamIterate",
    "run",
    "iterate",
  ),
  leave: fc.constantFrom("break", "throw", "abort", "abort twice", "signal", "detach", "stay"),
  after: fc.nat(6),
  leaveDelay: fc.nat(2),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer TScenario> ? TScenario : never;

/** At once, a microtask later, a macrotask later. */
const pause = (length: number): void | Promise<void> =>
  length === 0 ? undefined : length === 1 ? Promise.resolve() : macrotask();

function appOf(one: Scenario, counts: Record<string, number>) {
  const end = { n: 5 };
  const finish = (): void => {
    counts.finally = (counts.finally ?? 0) + 1;
    if (one.finallyThrows) throw new Error("finally");
  };
  const turn = (index: number, checkpoint: (update: { n: number }) => void): number => {
    if (one.throwsAt === index) throw new Error("action");
    if (one.saves) checkpoint({ n: index });
    return index;
  };
  const definition = {
    reads: [],
    writes: ["n"] as const,
    ...(one.onAbort === "none" ? {} : { onAbort: () => (one.onAbort === "sync" ? end : macrotask(end)) }),
  };
  const go = one.isSync
    ? b.action({
        ...definition,
        *run(_state, _inputs, { checkpoint }) {
          try {
            for (let index = 0; index < 3; index += 1) yield turn(index, checkpoint);
            return end;
          } finally {
            finish();
          }
        },
      })
    : b.action({
        ...definition,
        async *run(_state, _inputs, { checkpoint }) {
          try {
            for (let index = 0; index < 3; index += 1) {
              await pause(one.actionDelay);
              yield turn(index, checkpoint);
            }
            return end;
          } finally {
            await pause(one.actionDelay);
            finish();
          }
        },
      });
  const count = (name: string) => (): void | Promise<void> => {
    counts[name] = (counts[name] ?? 0) + 1;
    return pause(one.hookDelay);
  };
  const hooks: Hooks = {
    preRunExecuteCall: count("call"),
    postRunExecuteCall: count("endCall"),
    preRunStep: count("step"),
    postRunStep: count("endStep"),
    preStartStream: count("stream"),
    postEndStream: count("endStream"),
    postStreamItem: count("item"),
    postTransition: count("transition"),
  };
  const through: Middleware = async (_step, next) => await next();
  const { journalDelay } = one;
  return b.application({
    actions: { go, again: go },
    transitions: [
      ["go", "again"],
      ["again", "go"],
    ],
    entrypoint: "go",
    state: { n: 0 },
    hooks: [hooks],
    use: one.isInside ? [through] : [],
    onHookError: () => {},
    ...(journalDelay === null ? {} : { journal: { append: () => pause(journalDelay) } }),
  });
}

interface Leavable {
  abort(reason: unknown): unknown;
  detach(): void;
}

/** Reads, leaves, and waits until all is over. Rejections are by design. */
async function visit(app: ReturnType<typeof appOf>, one: Scenario, stop: AbortController): Promise<void> {
  const { signal } = stop;
  const options = { haltAfter: "again", signal } as const;
  let stream: Leavable | undefined;
  const leave = async (): Promise<void> => {
    await pause(one.leaveDelay);
    if (one.leave.startsWith("abort")) void stream?.abort("stop");
    if (one.leave === "abort twice") void stream?.abort("stop again");
    if (one.leave === "signal") stop.abort("stop");
    if (one.leave === "detach") stream?.detach();
  };
  const read = async (items: AsyncIterable<unknown> | null): Promise<void> => {
    let taken = 0;
    if (one.after === 0) await leave();
    for await (const item of items ?? []) {
      taken += item === undefined ? 0 : 1;
      if (taken !== one.after) continue;
      if (one.leave === "break") break;
      if (one.leave === "throw") throw new Error("consumer");
      await leave();
    }
  };
  if (one.door === "run") {
    const run = app.run(options);
    run.catch(() => {});
    await leave();
    await run;
    return;
  }
  if (one.door === "iterate") return await read(app.iterate(options));
  if (one.door === "streamIterate") {
    for await (const inner of app.streamIterate(options)) {
      stream = inner;
      await read(inner);
    }
    return;
  }
  const opened = one.door === "stream" ? app.stream(options) : await app.streamResult(options);
  stream = opened;
  try {
    if (one.door === "get") {
      const final = opened.get();
      final.catch(() => {});
      await leave();
      await final;
    } else if (one.door === "tee") {
      const [left, right] = opened.tee({ bufferChunks: 2 });
      await Promise.allSettled([read(left), collect<unknown>(right)]);
    } else if (one.door === "events") await read(opened.events());
    else if (one.door === "web") await read(opened.toReadableStream());
    else if (one.door === "response") await read(opened.toResponse({ keepAliveMs: 0 }).body);
    else await read(opened);
  } finally {
    await opened.outcome;
  }
}

it("frees the application, however its consumer leaves", async () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", onUnhandled);
  await fc.assert(
    fc.asyncProperty(scenario, async (one) => {
      // Nobody learns of a signal before the first pull, so nothing is over then.
      fc.pre(!(one.after === 0 && one.leave === "signal"));
      const counts: Record<string, number> = {};
      const app = appOf(one, counts);
      const stop = new AbortController();
      await visit(app, one, stop).catch(() => {});
      await macrotask();
      expect(getEventListeners(stop.signal, "abort")).toEqual([]);
      expect([counts.endCall, counts.endStep, counts.endStream]).toEqual([counts.call, counts.step, counts.stream]);
      await expect(app.updateState(app.state)).resolves.toBeUndefined();
      const another = await app.step().then(
        () => "ran",
        (error: Error) => error.message,
      );
      expect(["ran", "action", "finally"]).toContain(another);
    }),
    { numRuns: 1000 },
  );
  process.off("unhandledRejection", onUnhandled);
  expect(unhandled).toEqual([]);
}, 30_000);

it("leaving the events of one stream of streamIterate() ends the iteration, wherever that is", async () => {
  for (let left = 1; left < 6; left += 1) {
    const talk = b.action({ reads: [], writes: ["n"], async *run() { yield 1; return { n: 1 }; } }); // prettier-ignore
    const app = b.application({ actions: { talk }, transitions: [["talk", "talk"]], entrypoint: "talk", state: {} });
    let streams = 0;
    for await (const stream of app.streamIterate({ maxSteps: 3 })) {
      streams += 1;
      let events = 0;
      for await (const event of stream.events()) {
        events += event.type === "rollback" ? 0 : 1;
        if (events === left && streams === 1) break;
      }
    }
    expect(streams, `left at event ${left}`).toBeLessThanOrEqual(3);
  }
});
