import { describe, expectTypeOf, test } from "vitest";
import { burr, onError, type StandardSchema } from "../index.ts";

interface Chat {
  prompt: string;
  answer: string;
  count: number;
}
const b = burr<Chat>();
declare const Approval: StandardSchema<{ ok: boolean }>;
declare const Note: StandardSchema<string, { text: string }>;
class ApiError extends Error {
  readonly status: number = 0;
}
class DiskError extends Error {
  readonly path: string = "";
}

describe("fallback", () => {
  test("gives an update as run does, and its result is one of the action's", () => {
    const act = b.action({
      reads: ["prompt"],
      writes: ["answer"],
      run: () => [{ from: "model" as const }, { answer: "" }],
      fallback(state, error) {
        expectTypeOf(error).toEqualTypeOf<unknown>();
        expectTypeOf(state.prompt).toEqualTypeOf<string>();
        return [{ from: "cache" as const, hits: 1 }, { answer: "" }];
      },
    });
    const app = b.application({ actions: { act }, transitions: [], entrypoint: "act", state: { prompt: "" } });
    const end = app.runSync({ haltAfter: "act" });
    if (end.stopped === "after") {
      expectTypeOf(end.result).toEqualTypeOf<{ from: "model" } | { from: "cache"; hits: number }>();
    }
  });

  test("writes each key of writes, and no other", () => {
    b.action({
      reads: [],
      writes: ["answer"],
      run: () => ({ answer: "" }),
      // @ts-expect-error -- `answer` is not written
      fallback: () => ({}),
    });
    b.action({
      reads: [],
      writes: ["answer"],
      run: () => ({ answer: "" }),
      // @ts-expect-error -- `count` is not declared
      fallback: () => ({ answer: "", count: 1 }),
    });
    b.action({
      reads: [],
      writes: ["answer"],
      run: () => ({ answer: "" }),
      // @ts-expect-error -- `prompt` is not read
      fallback: (state) => ({ answer: state.prompt }),
    });
  });
});

describe("answers and onAnswer", () => {
  test("are typed by the schemas: the only answer is there, of several those that were asked for", () => {
    b.action({
      reads: ["count"],
      writes: ["answer"],
      answers: { approval: Approval },
      run: (_state, _inputs, ctx) => ctx.suspend("approval", { payload: 1, expiresAt: 5, onTimeout: { ok: false } }),
      onAnswer(state, answers) {
        expectTypeOf(answers).toEqualTypeOf<{ readonly approval: { ok: boolean } }>();
        return { answer: `${state.count} ${answers.approval.ok}` };
      },
    });
    b.action({
      reads: [],
      writes: ["answer"],
      answers: { approval: Approval, note: Note },
      run: (_state, _inputs, ctx) => ctx.suspend({ approval: {}, note: { payload: "?" } }),
      onAnswer(_state, answers) {
        expectTypeOf(answers).toEqualTypeOf<{
          readonly approval?: { ok: boolean };
          readonly note?: { text: string };
        }>();
        return { answer: answers.note?.text ?? "" };
      },
    });
  });

  test("name what may be suspended for", () => {
    b.action({
      reads: [],
      writes: ["answer"],
      answers: { approval: Approval },
      // @ts-expect-error -- "aproval" is a typo
      run: (_state, _inputs, ctx) => ctx.suspend("aproval"),
    });
    b.action({ reads: [], writes: ["answer"], run: (_state, _inputs, ctx) => ctx.suspend("anything") });
    b.action({
      reads: [],
      writes: ["answer"],
      // @ts-expect-error -- what whoever answers has to know goes into `payload`
      run: (_state, _inputs, ctx) => ctx.suspend("approval", { amount: 5 }),
    });
  });

  test("hold onAnswer to the keys of the action", () => {
    b.action({
      reads: [],
      writes: ["answer"],
      answers: { approval: Approval },
      run: (_state, _inputs, ctx) => ctx.suspend("approval"),
      // @ts-expect-error -- `answer` is not written
      onAnswer: () => ({}),
    });
  });
});

describe("undo", () => {
  test("sees what the action reads and writes, now and after the commit, and may write", () => {
    b.action({
      reads: ["prompt"],
      writes: ["answer"],
      run: () => ({ answer: "" }),
      undo(state, commit, ctx) {
        expectTypeOf(state.prompt).toEqualTypeOf<string>();
        expectTypeOf(state.answer).toEqualTypeOf<string>();
        expectTypeOf(commit.state.answer).toEqualTypeOf<string | undefined>();
        expectTypeOf(commit.sequenceId).toEqualTypeOf<number>();
        expectTypeOf(ctx.idempotencyKey).toEqualTypeOf<string>();
        return { answer: "undone" };
      },
    });
    b.action({ reads: [], writes: ["answer"], run: () => ({ answer: "" }), undo: () => {} });
    b.action({ reads: [], writes: ["answer"], run: () => ({ answer: "" }), undo: async () => {} });
    b.action({
      reads: [],
      writes: ["answer"],
      run: () => ({ answer: "" }),
      // @ts-expect-error -- `count` is neither read nor written
      undo: (state) => ({ answer: `${state.count}` }),
    });
  });
});

describe("ctx.error", () => {
  test("is of the classes that the action handles", () => {
    b.action({
      reads: [],
      writes: ["answer"],
      handles: [ApiError, DiskError],
      run(_state, _inputs, { error }) {
        expectTypeOf(error).toEqualTypeOf<ApiError | DiskError | undefined>();
        return { answer: error instanceof ApiError ? `${error.status}` : (error?.path ?? "") };
      },
    });
    b.action({
      reads: [],
      writes: ["answer"],
      run(_state, _inputs, { error }) {
        expectTypeOf(error).toEqualTypeOf<unknown>();
        return { answer: "" };
      },
    });
  });

  test("is typed in the test of a transition by its class", () => {
    onError(ApiError, {
      max: 3,
      when(error) {
        expectTypeOf(error).toEqualTypeOf<ApiError>();
        return error.status === 503;
      },
    });
    // @ts-expect-error -- an ApiError has no path
    onError(ApiError, { when: (error) => error.path === "" });
  });
});

describe("halts and limits", () => {
  const act = b.action({
    reads: ["count"],
    writes: ["count"],
    tags: ["main"],
    run: ({ count }) => ({ count: count + 1 }),
  });
  const other = b.action({ reads: [], writes: ["answer"], run: () => ({ answer: "" }) });
  const app = b.application({
    actions: { act, other },
    transitions: [
      ["act", "other", onError(ApiError, { max: 2 })],
      ["act", "act"],
      [["act", "other"], "other", onError()],
    ],
    entrypoint: "act",
    state: { count: 0 },
  });

  test("may be under a condition, and narrow the result as others do", async () => {
    const end = await app.run({ haltAfter: [["act", b.when({ count: 3 })]], haltBefore: [["@tag:main", b.when({ count: 4 })], "other"], maxSteps: 3, budgets: { tokens: 5 } }); // prettier-ignore
    if (end.stopped === "after") expectTypeOf(end.action).toEqualTypeOf<"act">();
    if (end.stopped === "before") expectTypeOf(end.action).toEqualTypeOf<"act" | "other">();
    if (end.stopped === "limit") expectTypeOf(end.limit).toEqualTypeOf<string>();
    if (end.stopped === "halted") expectTypeOf(end.reason).toEqualTypeOf<unknown>();
    // @ts-expect-error -- "actt" is a typo
    await app.run({ haltAfter: [["actt", b.when({ count: 3 })]] });
    const foreign = burr<{ other: number }>().when({ other: 1 });
    // @ts-expect-error -- the state has no `other`
    await app.run({ haltAfter: [["act", foreign]] });
  });

  test("compensate() tells which actions were undone", async () => {
    const { undone } = await app.compensate();
    expectTypeOf(undone[0]!.action).toEqualTypeOf<"act" | "other">();
  });

  test("a transition on error behind the default is no dead one; a plain one is", () => {
    b.graph({
      actions: { act, other },
      transitions: [
        ["act", "other"],
        ["act", "act", onError()],
      ],
    });
    // @ts-expect-error -- behind the default
    b.graph({ actions: { act, other }, transitions: [["act", "other"], ["act", "act", onError()], ["act", "act", b.when({ count: 1 })]] }); // prettier-ignore
  });
});
