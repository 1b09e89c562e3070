import { getEventListeners } from "node:events";
import { setImmediate as macrotask } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { burr, type Hooks, type Outcome, type StepContext } from "../index.ts";

/**
 * Every kind of source × every way in which a consumer leaves × every moment: one outcome, one `finally`, one call of each
 * end hook, and nothing left behind.
 */

interface Text {
  text: string;
}
type Ended = readonly [result: { readonly n: number }, update: Text];

/** What a source leaves for the checks. */
interface Trace {
  started: number;
  closed: number;
  sawAbort: boolean;
}

const chunkCount = 3;
const final: Ended = [{ n: chunkCount }, { text: "all" }];
const boom = new Error("boom");
const b = burr<Text>();
const contract = { reads: [], writes: ["text"] } as const;

function watch(trace: Trace, { signal }: StepContext): void {
  trace.started += 1;
  signal.addEventListener("abort", () => {
    trace.sawAbort = true;
  });
}

/** Never settles, whatever the signal says. */
const never = (): Promise<never> => new Promise(() => {});

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });

/** A source that yields chunks, then does `atEnd`: ends, throws, or hangs. */
function asyncSource(trace: Trace, atEnd: (signal: AbortSignal) => Promise<void> | undefined, chunks = chunkCount) {
  return async function* run(
    _state: unknown,
    _inputs: unknown,
    context: StepContext,
  ): AsyncGenerator<number, Ended, void> {
    watch(trace, context);
    try {
      for (let index = 0; index < chunks; index += 1) {
        await macrotaskOf(index);
        yield index;
      }
      await atEnd(context.signal);
      return final;
    } finally {
      trace.closed += 1;
    }
  };
}

/** Odd chunks come a macrotask later, even ones at once. */
const macrotaskOf = (index: number): Promise<unknown> | undefined => (index % 2 === 1 ? macrotask() : undefined);

const throwBoom = (): never => {
  throw boom;
};

/** `hangs`: after its last chunk it needs a signal, or does not even heed one. `fails`: it throws by itself after so many chunks. */
interface SourceKind {
  readonly name: string;
  readonly make: (trace: Trace) => (state: never, inputs: never, context: StepContext) => unknown;
  readonly pairs?: boolean;
  readonly hangs?: "heeds" | "ignores";
  readonly failsAfter?: number;
  readonly chunks: number;
}

const kinds: readonly SourceKind[] = [
  { name: "an async generator", chunks: 3, make: (trace) => asyncSource(trace, () => undefined) },
  {
    name: "a sync generator",
    chunks: 3,
    make: (trace) =>
      function* run(_state: unknown, _inputs: unknown, context: StepContext) {
        watch(trace, context);
        try {
          for (let index = 0; index < chunkCount; index += 1) yield index;
          return final;
        } finally {
          trace.closed += 1;
        }
      },
  },
  {
    name: "an async generator of pairs",
    chunks: 3,
    pairs: true,
    make: (trace) =>
      async function* run(_state: unknown, _inputs: unknown, context: StepContext) {
        watch(trace, context);
        try {
          for (let index = 0; index < chunkCount; index += 1) yield [index, null];
          yield final;
        } finally {
          trace.closed += 1;
        }
      },
  },
  {
    name: "a sync generator of pairs",
    chunks: 3,
    pairs: true,
    make: (trace) =>
      function* run(_state: unknown, _inputs: unknown, context: StepContext) {
        watch(trace, context);
        try {
          for (let index = 0; index < chunkCount; index += 1) yield [index, null];
          yield final;
        } finally {
          trace.closed += 1;
        }
      },
  },
  {
    name: "one that throws before its first chunk",
    chunks: 0,
    failsAfter: 0,
    make: (trace) => asyncSource(trace, throwBoom, 0),
  },
  {
    name: "one that throws in the middle",
    chunks: 2,
    failsAfter: 2,
    make: (trace) => asyncSource(trace, throwBoom, 2),
  },
  {
    name: "one that throws after its last chunk",
    chunks: 3,
    failsAfter: 3,
    make: (trace) => asyncSource(trace, throwBoom),
  },
  {
    name: "one that waits for ever, but heeds its signal",
    chunks: 3,
    hangs: "heeds",
    make: (trace) => asyncSource(trace, untilAborted),
  },
  {
    name: "one that ignores its signal and never yields again",
    chunks: 3,
    hangs: "ignores",
    make: (trace) => asyncSource(trace, never),
  },
  {
    name: "one with a slow finally",
    chunks: 3,
    make: (trace) =>
      async function* run(_state: unknown, _inputs: unknown, context: StepContext) {
        watch(trace, context);
        try {
          for (let index = 0; index < chunkCount; index += 1) yield index;
          return final;
        } finally {
          await macrotask();
          trace.closed += 1;
        }
      },
  },
  {
    name: "a plain async function",
    chunks: 0,
    make: (trace) => async (_state: unknown, _inputs: unknown, context: StepContext) => {
      watch(trace, context);
      await macrotask();
      trace.closed += 1;
      return final;
    },
  },
];

type Leave =
  | "end"
  | "get"
  | "break"
  | "throw"
  | "abort"
  | "abort-pending"
  | "signal"
  | "signal-pending"
  | "dispose"
  | "disconnect"
  | "detach"
  | "cancel";
const ways: readonly Leave[] = [
  "end",
  "get",
  "break",
  "throw",
  "abort",
  "abort-pending",
  "signal",
  "signal-pending",
  "dispose",
  "disconnect",
  "detach",
  "cancel",
];
const reason = new Error("stop");
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => {
  unhandled.push(error);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
  unhandled.length = 0;
  process.on("unhandledRejection", onUnhandled);
});
afterEach(() => {
  process.off("unhandledRejection", onUnhandled);
  vi.useRealTimers();
});

/** Reads `after` chunks, then leaves in the given way. What rejects by design is swallowed: the outcome is what counts. */
async function consume(
  stream: ReturnType<typeof open> extends Promise<infer TStream> ? TStream : never,
  how: Leave,
  after: number,
  stop: AbortController,
): Promise<void> {
  const seen: unknown[] = [];
  if (how === "get") {
    await stream.get().catch(() => {});
    return;
  }
  if (how === "disconnect") {
    const reader = stream.toResponse({ keepAliveMs: 50 }).body?.getReader();
    for (let index = 0; index <= after; index += 1) await reader?.read();
    await reader?.cancel();
    return;
  }
  if (how === "cancel") {
    const reader = stream.toReadableStream().getReader();
    for (let index = 0; index < after; index += 1) await reader.read().catch(() => {});
    await reader.cancel(reason).catch(() => {});
    return;
  }
  const iterator = stream[Symbol.asyncIterator]();
  try {
    const wanted = how === "end" ? Number.POSITIVE_INFINITY : after;
    while (seen.length < wanted) {
      const item = await iterator.next();
      if (item.done === true) return;
      seen.push(item.value);
    }
  } catch {
    return;
  }
  const pending = how.endsWith("-pending") ? iterator.next().catch(() => {}) : undefined;
  if (how === "break") await iterator.return?.();
  else if (how === "throw") await iterator.throw?.(reason).catch(() => {});
  else if (how.startsWith("abort")) await stream.abort(reason);
  else if (how.startsWith("signal")) {
    stop.abort(reason);
    // A stream that nobody has pulled yet holds no listener: it learns of the abort at its first pull.
    if (after === 0) await iterator.next().catch(() => {});
  } else if (how === "dispose") await stream[Symbol.asyncDispose]();
  else if (how === "detach") stream.detach();
  await pending;
}

function open(
  kind: SourceKind,
  trace: Trace,
  hooks: Hooks,
  options: { readonly signal: AbortSignal; readonly keeps: boolean },
) {
  const definition = {
    ...contract,
    run: kind.make(trace),
    ...(options.keeps ? { onAbort: (partial: readonly unknown[]) => ({ text: partial.join("") }) } : {}),
  } as never;
  const action = kind.pairs === true ? b.streamingAction(definition) : b.action(definition);
  const app = b.application({
    actions: { action },
    transitions: [],
    entrypoint: "action",
    state: { text: "before" },
    hooks: [hooks],
  });
  return app
    .streamResult({ haltAfter: "action", signal: options.signal })
    .then((stream) => Object.assign(stream, { app }));
}

function countingHooks(): {
  readonly hooks: Hooks;
  readonly counts: Record<string, number>;
  readonly statuses: string[];
} {
  const counts: Record<string, number> = {};
  const statuses: string[] = [];
  const count = (name: string) => (): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const hooks: Hooks = {
    preRunExecuteCall: count("call"),
    postRunExecuteCall: count("endCall"),
    preRunStep: count("step"),
    postRunStep: (event) => {
      statuses.push(event.status);
      count("endStep")();
    },
    preStartStream: count("stream"),
    postEndStream: count("endStream"),
  };
  return { hooks, counts, statuses };
}

/** What the outcome has to be; several when the consumer's leaving and the source's own end race. */
function expected(kind: SourceKind, how: Leave, after: number): readonly Outcome["status"][] {
  const byItself: Outcome["status"] = kind.failsAfter === undefined ? "completed" : "failed";
  const isHanging = kind.hangs !== undefined;
  if (how === "end" || how === "get" || how === "detach") return isHanging ? [] : [byItself];
  const failsFirst = kind.failsAfter !== undefined && kind.failsAfter < after;
  if (failsFirst) return ["failed"];
  const asks = how.endsWith("-pending") || how === "disconnect";
  if (after < kind.chunks) return ["aborted"];
  if (isHanging) return ["aborted"];
  return asks || after > kind.chunks ? ["aborted", byItself] : ["aborted"];
}

describe.each(kinds)("$name", (kind) => {
  it.each(ways)("ends once and leaves nothing behind when its consumer's way is: %s", async (how) => {
    const isWatched = kind.hangs !== undefined && ["end", "get", "detach"].includes(how);
    for (const keeps of [false, true]) {
      for (let after = 0; after <= kind.chunks; after += 1) {
        const trace: Trace = { started: 0, closed: 0, sawAbort: false };
        const { hooks, counts, statuses } = countingHooks();
        const stop = new AbortController();
        const stream = await open(kind, trace, hooks, { signal: stop.signal, keeps });
        const outcomes: Outcome[] = [];
        void stream.outcome.then((one) => outcomes.push(one));
        const consuming = consume(stream, how, after, stop);
        // A source that hangs is not waited for by a consumer that stays: somebody else has to stop it.
        if (isWatched) {
          for (let turn = 0; turn < 20; turn += 1) await macrotask();
          void stream.abort(reason);
        }
        for (let turn = 0; turn < 20 && outcomes.length === 0; turn += 1) {
          await macrotask();
          if (kind.hangs === "ignores") await vi.advanceTimersByTimeAsync(100);
        }
        await consuming;
        const outcome = await stream.outcome;
        const label = `${kind.name}, ${how} after ${after}${keeps ? ", onAbort" : ""}`;

        const statusesAllowed = isWatched ? ["aborted"] : expected(kind, how, after);
        expect(statusesAllowed, label).toContain(outcome.status);
        expect(outcomes, label).toHaveLength(1);
        expect(trace.started, label).toBeLessThanOrEqual(1);
        expect(trace.closed, label).toBe(kind.hangs === "ignores" && !outcome.closed ? 0 : trace.started);
        expect(counts, label).toEqual({
          call: 1,
          endCall: 1,
          ...(counts.step === undefined ? {} : { step: 1, endStep: 1 }),
          ...(counts.stream === undefined ? {} : { stream: 1, endStream: 1 }),
        });
        expect(statuses, label).toEqual(counts.step === undefined ? [] : [outcome.status]);
        expect(trace.sawAbort, label).toBe(outcome.status === "aborted" && trace.started === 1);

        const isKept = outcome.status === "aborted" && keeps && trace.started === 1;
        expect(outcome.committed, label).toBe(outcome.status === "completed" || isKept);
        const text = outcome.status === "completed" ? "all" : isKept ? outcome.partial.join("") : "before";
        expect(stream.app.state.text, label).toBe(text);
        expect(stream.app.sequenceId, label).toBe(counts.step === undefined ? -1 : 0);

        await macrotask();
        expect(getEventListeners(stop.signal, "abort"), label).toHaveLength(0);
        expect(vi.getTimerCount(), label).toBe(0);
        expect(unhandled, label).toEqual([]);
        await expect(stream.app.updateState(stream.app.state), label).resolves.toBeUndefined();
        await expect(stream.app.iterate().return?.(), label).resolves.toMatchObject({ done: true });
      }
    }
  });
});
