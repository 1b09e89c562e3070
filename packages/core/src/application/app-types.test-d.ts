import { describe, expectTypeOf, test } from "vitest";
import {
  type OpenSuspension,
  type ApplicationGraph,
  burr,
  type FullState,
  type Halt,
  type HaltNames,
  input,
  type RunResult,
} from "../index.ts";

interface Chat {
  prompt: string;
  response: string;
  safe: boolean;
  count: number;
}
const b = burr<Chat>();
const ask = b.action({
  reads: [],
  writes: ["prompt"],
  tags: ["entry"],
  inputs: { question: input<string>(), lang: input<"en" | "de">().optional() },
  run: (state, { question }) => state.update({ prompt: question }),
});
const check = b.action({
  reads: ["prompt"],
  writes: ["safe"],
  inputs: { limit: input<number>().default(3) },
  run: async () => [{ score: 1 }, { safe: true }],
});
const chat = b.action({
  reads: ["prompt"],
  writes: ["response"],
  tags: ["final"],
  async *run(state) {
    for (const delta of state.prompt.split(" ")) yield { delta };
    return [{ tokens: 1 }, { response: "" }];
  },
});
const refuse = b.action({
  reads: [],
  writes: ["response"],
  tags: ["final"],
  *run() {
    yield { refusal: "no" };
    return { response: "no" };
  },
});
const app = b.application({
  actions: { ask, check, chat, refuse },
  transitions: [
    ["ask", "check"],
    ["check", "chat", b.when({ safe: true })],
    ["check", "refuse"],
    [["chat", "refuse"], "ask"],
  ],
  entrypoint: "ask",
  state: { count: 0 },
});
type Name = "ask" | "check" | "chat" | "refuse";

const counter = burr<{ count: number }>();
const increment = counter.action({
  reads: ["count"],
  writes: ["count"],
  run: (state) => state.increment({ count: 1 }),
});
const done = counter.action({ reads: ["count"], writes: [], run: (state) => [{ final: state.count }, state] });
const syncApp = counter.application({
  actions: { increment, done },
  transitions: [["increment", "done"]],
  entrypoint: "increment",
  state: { count: 0 },
});

describe("run", () => {
  test("gives a result that narrows by where it stopped", async () => {
    const run = await app.run({ haltAfter: ["chat", "refuse"], haltBefore: "check", inputs: { question: "hi" } });
    expectTypeOf(run).not.toBeAny();
    if (run.stopped === "after") {
      expectTypeOf(run.action).toEqualTypeOf<"chat" | "refuse">();
      if (run.action === "chat") {
        expectTypeOf(run.result).toEqualTypeOf<{ tokens: number }>();
        expectTypeOf(run.state.response).toEqualTypeOf<string>();
        expectTypeOf(run.state.prompt).toEqualTypeOf<string | undefined>();
      } else {
        expectTypeOf(run.action).toEqualTypeOf<"refuse">();
        expectTypeOf(run.result).toEqualTypeOf<undefined>();
      }
    } else if (run.stopped === "before") {
      expectTypeOf(run.action).toEqualTypeOf<"check">();
      expectTypeOf(run.result).toEqualTypeOf<undefined>();
    } else if (run.stopped === "end") {
      expectTypeOf(run.action).toEqualTypeOf<Name | null>();
    } else if (run.stopped === "suspended") {
      expectTypeOf(run.suspension).toEqualTypeOf<OpenSuspension>();
    } else {
      expectTypeOf(run.stopped).toEqualTypeOf<"stuck" | "limit" | "halted">();
    }
    expectTypeOf(run.sequenceId).toEqualTypeOf<number>();
    expectTypeOf(run.state.count).toEqualTypeOf<number | undefined>();
  });

  test("stops after one name, many, or those with a tag", async () => {
    const one = await app.run({ haltAfter: "chat" });
    if (one.stopped === "after") expectTypeOf(one.action).toEqualTypeOf<"chat">();
    const tagged = await app.run({ haltAfter: "@tag:final" });
    if (tagged.stopped === "after") expectTypeOf(tagged.action).toEqualTypeOf<"chat" | "refuse">();
    const mixed = await app.run({ haltAfter: ["@tag:entry", "check"] });
    if (mixed.stopped === "after") expectTypeOf(mixed.action).toEqualTypeOf<"ask" | "check">();
    const none = await app.run();
    expectTypeOf(none.stopped).toEqualTypeOf<"end" | "stuck" | "suspended" | "limit" | "halted">();
  });

  test("refuses unknown halts", async () => {
    // @ts-expect-error -- no such action
    await app.run({ haltAfter: ["zzz"] });
    // @ts-expect-error -- no such action
    await app.run({ haltBefore: "zzz" });
    // @ts-expect-error -- no such tag
    await app.run({ haltAfter: "@tag:zzz" });
  });

  test("takes the inputs of all actions", async () => {
    await app.run({ inputs: { question: "hi", lang: "de", limit: 3 } });
    // @ts-expect-error -- no such input
    await app.run({ inputs: { quest: "hi" } });
    // @ts-expect-error -- `question` is a string
    await app.run({ inputs: { question: 1 } });
    // @ts-expect-error -- no action declares an input
    await syncApp.run({ inputs: { question: "hi" } });
    await syncApp.run({ inputs: {} });
  });

  test("gives nothing away before it is narrowed", async () => {
    const run = await app.run({ haltAfter: ["chat", "check"] });
    // @ts-expect-error -- may be the result of any action
    void run.result.tokens;
    // @ts-expect-error -- the run does not stop after "ask"
    expectTypeOf(run.stopped === "after" && run.action === "ask").toBeBoolean();
  });
});

describe("halts", () => {
  type All = { ask: typeof ask; check: typeof check; chat: typeof chat; refuse: typeof refuse };

  test("are names and tags", () => {
    expectTypeOf<Halt<All>>().toEqualTypeOf<Name | "@tag:entry" | "@tag:final">();
    expectTypeOf<Halt<typeof actions>>().toEqualTypeOf<"increment" | "done">();
  });

  test("stand for names", () => {
    expectTypeOf<HaltNames<All, "check">>().toEqualTypeOf<"check">();
    expectTypeOf<HaltNames<All, "@tag:entry">>().toEqualTypeOf<"ask">();
    expectTypeOf<HaltNames<All, "@tag:final" | "check">>().toEqualTypeOf<"chat" | "refuse" | "check">();
    expectTypeOf<HaltNames<All, never>>().toBeNever();
  });
});

describe("runSync", () => {
  test("is there when every action is sync", () => {
    const run = syncApp.runSync({ haltAfter: "done" });
    if (run.stopped === "after") {
      expectTypeOf(run.result).toEqualTypeOf<{ final: number }>();
      expectTypeOf(run).toExtend<RunResult<{ count: number }, typeof actions, "done", never>>();
    }
  });

  test("cannot be called when one action is async", () => {
    // @ts-expect-error -- "check" and "chat" are async
    app.runSync({ haltAfter: "chat" });
    // @ts-expect-error -- "check" and "chat" are async
    app.runSync();
  });
});
const actions = { increment, done };

describe("step and iterate", () => {
  test("give what one of the actions did", async () => {
    const step = await app.step({ inputs: { question: "hi" } });
    expectTypeOf(step?.action).toEqualTypeOf<Name | undefined>();
    if (step?.action === "check") {
      expectTypeOf(step.result).toEqualTypeOf<{ score: number }>();
      expectTypeOf(step.state.safe).toEqualTypeOf<boolean>();
    }
    // @ts-expect-error -- a step has no halt
    await app.step({ haltAfter: "chat" });
  });

  test("narrow by action, and return the run's result", async () => {
    for await (const step of app.iterate({ haltAfter: "chat" })) {
      if (step.action === "chat") expectTypeOf(step.result).toEqualTypeOf<{ tokens: number }>();
    }
    const steps = app.iterate({ haltAfter: "chat" });
    const { done: isDone, value } = await steps.next();
    if (isDone === true && value.stopped === "after") expectTypeOf(value.result).toEqualTypeOf<{ tokens: number }>();
    await steps[Symbol.asyncDispose]();
  });
});

test("an application knows its state, graph and ids", async () => {
  expectTypeOf(app.state).toEqualTypeOf<FullState<Chat>>();
  expectTypeOf(app.graph).toEqualTypeOf<ApplicationGraph>();
  expectTypeOf(app.partitionKey).toEqualTypeOf<string | null>();
  await app.updateState(app.state.update({ prompt: "again" }));
  // @ts-expect-error -- a patch is no state
  await app.updateState({ prompt: "again" });
});

test("no any leaks", async () => {
  for (const value of [await app.run({ haltAfter: "chat" }), await app.step()]) expectTypeOf(value).not.toBeAny();
  expectTypeOf(app.state.prompt).not.toBeAny();
  expectTypeOf<Parameters<typeof app.run>[0]>().not.toBeAny();
});
