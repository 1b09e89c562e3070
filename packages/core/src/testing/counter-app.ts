import { type ApplicationOptions, burr, type ErrorDetails, type Hooks } from "../index.ts";

const b = burr<{ count: number }>();

/** Adds one; what every counter application runs. */
export const counter = b.action({
  reads: ["count"],
  writes: ["count"],
  tags: ["counting"],
  run: (state) => [{ counted: state.count + 1 }, state.update({ count: state.count + 1 })],
});

/** `counter` over and over. */
export function endlessCounter(options: ApplicationOptions = {}) {
  return b.application({
    actions: { counter },
    transitions: [["counter", "counter"]],
    entrypoint: "counter",
    state: { count: 0 },
    ...options,
  });
}

/** `counter` up to `limit`, then `result`, which reports the count. */
export function countTo(limit: number, options: ApplicationOptions = {}) {
  return b.application({
    actions: { counter, result: b.resultAction("count") },
    transitions: [
      ["counter", "counter", b.check(["count"], ({ count }) => count < limit, `count<${limit}`)],
      ["counter", "result"],
    ],
    entrypoint: "counter",
    state: { count: 0 },
    ...options,
  });
}

/** What `failing` throws. */
export const boom = new Error("boom");

/** One action that throws `boom`. */
export function failing(options: ApplicationOptions = {}) {
  const fail = b.action({
    reads: ["count"],
    writes: ["count"],
    run: (): { count: number } => {
      throw boom;
    },
  });
  return b.application({ actions: { fail }, transitions: [], entrypoint: "fail", state: { count: 0 }, ...options });
}

/** Hooks that write down each call as `name action:sequenceId`, as far as it has these. */
export function hookLog(): { readonly hooks: Hooks; readonly calls: string[] } {
  const calls: string[] = [];
  const note = (name: string) => (event: object) => {
    const { action, sequenceId } = event as { readonly action?: string; readonly sequenceId?: number }; // what some events have
    calls.push([name, ...(action === undefined ? [] : [`${action}:${sequenceId}`])].join(" "));
  };
  const hooks: Hooks = {
    preRunExecuteCall: note("preRunExecuteCall"),
    postRunExecuteCall: note("postRunExecuteCall"),
    preRunStep: note("preRunStep"),
    postRunStep: note("postRunStep"),
    preStartStream: note("preStartStream"),
    postStreamItem: note("postStreamItem"),
    postEndStream: note("postEndStream"),
  };
  return { hooks, calls };
}

/** What a `BurrError` of this code looks like, for `toThrow`: its message has these words, in this order. */
export function failure(code: keyof ErrorDetails, ...words: string[]): FailureShape {
  return {
    asymmetricMatch: (error) =>
      error instanceof Error &&
      "code" in error &&
      error.code === code &&
      words.reduce((from, word) => (from < 0 ? from : error.message.indexOf(word, from)), 0) >= 0,
    toString: () => `BurrError ${code}: … ${words.join(" … ")} …`,
  };
}

interface FailureShape {
  asymmetricMatch(error: unknown): boolean;
  toString(): string;
}
