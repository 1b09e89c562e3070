import { describe, expectTypeOf, test } from "vitest";
import { type Action, burr, type FindingCode, type Graph, when } from "../index.ts";
import { answer, ask, b, stop, type Chat } from "../testing/ask-answer.ts";

const actions = { ask, answer, stop };
const rest = { entrypoint: "ask", state: { safe: true } } as const;

describe("an application in one expression", () => {
  test("knows its actions", () => {
    const app = b.application({
      actions,
      transitions: [
        ["ask", "answer"],
        ["answer", "stop", when({ safe: true })],
        [["answer", "stop"], "ask"],
      ],
      entrypoint: "ask",
      state: { safe: true },
      appId: "app-1",
      keepChunks: "all",
    });
    expectTypeOf(app.nextAction).toEqualTypeOf<"ask" | "answer" | "stop" | null>();
    expectTypeOf(app.state.prompt).toEqualTypeOf<string | undefined>();
  });

  test("may have its actions made in place", async () => {
    const app = b.application({
      actions: {
        add: b.action({ reads: ["count"], writes: ["count"], run: (state) => [{ was: state.count }, { count: 2 }] }),
        stream: b.streamingAction({
          reads: [],
          writes: ["prompt"],
          async *run() {
            yield [{ delta: "a" }, null];
            yield [{ done: true }, { prompt: "a" }];
          },
        }),
      },
      transitions: [["add", "stream", b.check(["count"], (state) => state.count > 1)]],
      entrypoint: "add",
      state: { count: 0 },
    });
    const stream = await app.streamResult({ haltAfter: "stream" });
    for await (const chunk of stream) expectTypeOf(chunk).toEqualTypeOf<{ readonly delta: "a" }>();
    expectTypeOf((await stream.get()).result).toEqualTypeOf<{ readonly done: true }>();
  });

  test("refuses unknown names", () => {
    // @ts-expect-error -- unknown target
    b.application({ actions, transitions: [["ask", "nope"]], entrypoint: "ask", state: { safe: true } });
    // @ts-expect-error -- unknown entrypoint
    b.application({ actions, transitions: [["ask", "answer"]], entrypoint: "zz", state: { safe: true } });
  });

  test("refuses transitions that cannot fire", () => {
    b.application({
      actions,
      // @ts-expect-error -- two defaults from one source
      transitions: [
        ["ask", "answer"],
        ["ask", "stop"],
      ],
      ...rest,
    });
  });

  test("refuses conditions on other keys", () => {
    // @ts-expect-error -- "sfe" is a typo
    b.application({ actions, transitions: [["ask", "answer", when({ sfe: true })]], ...rest });
    // @ts-expect-error -- `safe` is a boolean
    b.application({ actions, transitions: [["ask", "answer", b.when({ safe: 1 })]], ...rest });
  });

  test("refuses a read that nobody writes", () => {
    // @ts-expect-error -- `safe` is read, not written, and not in the initial state
    b.application({ actions, transitions: [["ask", "answer"]], entrypoint: "ask", state: {} });
  });

  test("refuses initial values that do not fit", () => {
    // @ts-expect-error -- the state has no `extra`
    b.application({ actions, transitions: [], entrypoint: "ask", state: { safe: true, extra: 1 } });
    // @ts-expect-error -- `safe` is a boolean
    b.application({ actions, transitions: [], entrypoint: "ask", state: { safe: "yes" } });
  });

  test("refuses an action that does not fit the state", () => {
    const other = burr<{ prompt: number }>().action({ reads: ["prompt"], writes: [], run: (state) => state });
    // @ts-expect-error -- reads `prompt` as a number
    b.application({ actions: { other }, transitions: [], entrypoint: "other", state: {} });
  });

  test("refuses options that it does not have", () => {
    // @ts-expect-error -- "freez" is a typo
    b.application({ actions, transitions: [], entrypoint: "ask", state: { safe: true }, freez: true });
    // @ts-expect-error -- a graph brings its own actions
    b.application({ actions, graph: b.graph({ actions, transitions: [] }), entrypoint: "ask", state: { safe: true } });
  });
});

describe("an application of a graph", () => {
  const graph = b.graph({ actions, transitions: [["ask", "answer"]] });

  test("knows the actions of the graph", async () => {
    const app = b.application({ graph, entrypoint: "ask", state: { safe: true } });
    const another = b.application({ graph, entrypoint: "answer", state: { safe: true, prompt: "" }, appId: "2" });
    expectTypeOf(app).toEqualTypeOf(another);
    expectTypeOf(app.nextAction).toEqualTypeOf<"ask" | "answer" | "stop" | null>();
    const run = await app.run({ haltAfter: "answer" });
    if (run.stopped === "after") expectTypeOf(run.result).toEqualTypeOf<{ n: number }>();
  });

  test("may have a state with more keys than the graph needs", () => {
    const larger = burr<Chat & { extra: number }>();
    expectTypeOf(larger.application({ graph, entrypoint: "ask", state: { safe: true } }).state.extra).toEqualTypeOf<
      number | undefined
    >();
    expectTypeOf<Graph<Chat, typeof actions>>().toExtend<Graph<Chat & { extra: number }, typeof actions>>();
  });

  test("refuses a graph over another state", () => {
    const other = burr<{ other: string }>();
    const foreign = other.graph({ actions: { show: other.resultAction("other") }, transitions: [] });
    // @ts-expect-error -- the state has no `other`
    b.application({ graph: foreign, entrypoint: "show", state: {} });
    const loose = burr<{ safe: boolean | string }>();
    const writes = loose.action({ reads: [], writes: ["safe"], run: () => ({ safe: "perhaps" }) });
    // @ts-expect-error -- may write a string to `safe`
    b.application({ graph: loose.graph({ actions: { writes }, transitions: [] }), entrypoint: "writes", state: {} });
  });

  test("knows the codes and levels of the proofs, and its findings", () => {
    const proofs = { "unread-write": "off", "possible-dead-end": "error" } as const;
    const app = b.application({ graph, entrypoint: "ask", state: { safe: true }, proofs });
    expectTypeOf(app.findings[0]!.code).toExtend<FindingCode>();
    // @ts-expect-error -- no such code
    b.graph({ actions, transitions: [], proofs: { typo: "off" } });
    // @ts-expect-error -- no such level
    b.app().withOptions({ proofs: { "unread-write": "ignore" } });
  });

  test("refuses an unknown entrypoint, and a read that nobody writes", () => {
    // @ts-expect-error -- unknown entrypoint
    b.application({ graph, entrypoint: "zz", state: { safe: true } });
    // @ts-expect-error -- `safe` is read, not written, and not in the initial state
    b.application({ graph, entrypoint: "ask", state: {} });
  });
});

test("actions of which nothing is known leave the checks to run time", async () => {
  const some: Record<string, Action> = { ...actions };
  const app = b.application({ actions: some, transitions: [["ask", "answer"]], entrypoint: "ask", state: {} });
  expectTypeOf(app.nextAction).toEqualTypeOf<string | null>();
  await app.run({ haltAfter: "whatever", inputs: { question: "why?", anything: 1 } });
});
