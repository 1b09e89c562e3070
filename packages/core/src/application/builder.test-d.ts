import { describe, expectTypeOf, test } from "vitest";
import { burr, when } from "../index.ts";
import { answer, ask, b, stop } from "../testing/ask-answer.ts";

const builder = b.app().withActions({ ask, answer, stop });

test("the builder and the object give the same application", async () => {
  const app = builder
    .withTransitions(["ask", "answer"], ["answer", "stop", when({ safe: true })], [["answer", "stop"], "ask"])
    .withState({ safe: true })
    .withEntrypoint("ask")
    .build();
  const same = b.application({
    actions: { ask, answer, stop },
    transitions: [
      ["ask", "answer"],
      ["answer", "stop", when({ safe: true })],
      [["answer", "stop"], "ask"],
    ],
    entrypoint: "ask",
    state: { safe: true },
  });
  expectTypeOf(await app.run({ haltAfter: "answer" })).toEqualTypeOf(await same.run({ haltAfter: "answer" }));
  expectTypeOf(app.nextAction).toEqualTypeOf<"ask" | "answer" | "stop" | null>();
  expectTypeOf(app).not.toBeAny();
});

describe("withActions", () => {
  test("takes actions with a name of their own", () => {
    const app = b
      .app()
      .withActions(ask.withName("ask"), answer.withName("reply"))
      .withActions(stop.withName("stop"), { again: ask })
      .withTransitions(["ask", "reply"], ["reply", "stop"], ["stop", "again"])
      .withState({ safe: true })
      .withEntrypoint("ask")
      .build();
    expectTypeOf(app.nextAction).toEqualTypeOf<"ask" | "reply" | "stop" | "again" | null>();
    type Step = NonNullable<Awaited<ReturnType<typeof app.step>>>;
    expectTypeOf<Extract<Step, { action: "reply" }>["result"]>().toEqualTypeOf<{ n: number }>();
  });

  test("takes an action made in place", () => {
    const app = b
      .app()
      .withActions({
        add: b.action({
          reads: ["count"],
          writes: ["count"],
          run: (state) => [{ n: 1 }, state.increment({ count: 1 })],
        }),
      })
      .withState({ count: 0 })
      .withEntrypoint("add")
      .build();
    expectTypeOf(app.runSync({ haltAfter: "add" })).toHaveProperty("result");
  });

  test("refuses a name that is taken", () => {
    // @ts-expect-error -- twice in one literal
    b.app().withActions({ ask, ask }); // oxlint-disable-line no-dupe-keys -- as the compiler does
    // @ts-expect-error -- twice over two calls
    builder.withActions({ answer });
    // @ts-expect-error -- twice over two calls, by its own name
    builder.withActions(answer.withName("ask"));
    // @ts-expect-error -- twice over two calls, by the second name
    b.app().withActions({ ask }).withActions(answer.withName("answer"), stop.withName("ask"));
    // @ts-expect-error -- twice in one call
    b.app().withActions(ask.withName("ask"), answer.withName("ask"));
  });

  test("refuses an action without a name", () => {
    // @ts-expect-error -- has no name of its own
    b.app().withActions(ask);
    // @ts-expect-error -- the second has no name of its own
    b.app().withActions(ask.withName("ask"), answer);
  });

  test("refuses an action that does not fit the state", () => {
    const reads = burr<{ prompt: number }>().action({ reads: ["prompt"], writes: [], run: (state) => state });
    const extra = burr<{ extra: number }>().action({ reads: [], writes: ["extra"], run: () => ({ extra: 1 }) });
    // @ts-expect-error -- reads `prompt` as a number
    b.app().withActions({ reads });
    // @ts-expect-error -- the state has no `extra`
    b.app().withActions({ extra });
    // @ts-expect-error -- the state has no `extra`
    b.app().withActions(ask.withName("ask"), extra.withName("extra"));
  });
});

describe("withTransitions", () => {
  test("refuses unknown names", () => {
    // @ts-expect-error -- unknown source
    builder.withTransitions(["nope", "ask"]);
    // @ts-expect-error -- unknown target
    builder.withTransitions(["ask", "nope"]);
    // @ts-expect-error -- unknown among the sources
    builder.withTransitions([["ask", "nope"], "answer"]);
  });

  test("refuses conditions on other keys", () => {
    // @ts-expect-error -- "safee" is a typo
    builder.withTransitions(["ask", "answer", b.when({ safee: true })]);
    // @ts-expect-error -- `safe` is a boolean
    builder.withTransitions(["ask", "answer", b.when({ safe: "yes" })]);
    // @ts-expect-error -- "sfe" is a typo
    builder.withTransitions(["ask", "answer", when({ sfe: true })]);
    // @ts-expect-error -- `count` is not among the keys that are read
    builder.withTransitions(["ask", "answer", b.check(["safe"], (state) => state.count > 1)]);
  });

  test("refuses transitions that cannot fire", () => {
    // @ts-expect-error -- two defaults from one source
    builder.withTransitions(["ask", "answer"], ["ask", "stop"]);
    // @ts-expect-error -- a condition behind the default
    builder.withTransitions(["ask", "answer"], ["ask", "stop", b.when({ safe: true })]);
  });
});

describe("withGraph", () => {
  const graph = b.graph({ actions: { ask, answer }, transitions: [["ask", "answer"]] });

  test("adds the actions of a graph", () => {
    const app = b
      .app()
      .withGraph(graph)
      .withActions({ stop })
      .withTransitions(["answer", "stop"])
      .withState({ safe: true })
      .withEntrypoint("ask")
      .build();
    expectTypeOf(app.nextAction).toEqualTypeOf<"ask" | "answer" | "stop" | null>();
  });

  test("refuses a name that is taken", () => {
    // @ts-expect-error -- "ask" and "answer" are taken
    builder.withGraph(graph);
    // @ts-expect-error -- "ask" is taken
    b.app().withGraph(graph).withActions({ ask });
  });

  test("refuses a graph over another state", () => {
    const other = burr<{ other: string }>();
    const show = other.resultAction("other");
    // @ts-expect-error -- the state has no `other`
    b.app().withGraph(other.graph({ actions: { show }, transitions: [] }));
  });
});

describe("withState and withEntrypoint", () => {
  test("refuse what the state does not have", () => {
    // @ts-expect-error -- "saf" is a typo
    builder.withState({ saf: true });
    // @ts-expect-error -- `safe` is a boolean
    builder.withState({ safe: 1 });
    const initial = { safe: true, extra: 1 };
    // @ts-expect-error -- the state has no `extra`, through a variable
    builder.withState(initial);
  });

  test("refuse what is no action", () => {
    // @ts-expect-error -- no such action
    builder.withEntrypoint("zzz");
    // @ts-expect-error -- no action yet
    b.app().withEntrypoint("ask");
  });
});

describe("build", () => {
  test("needs an entrypoint", () => {
    // @ts-expect-error -- withEntrypoint() was not called
    builder.withState({ safe: true }).build();
  });

  test("refuses a read that nobody writes", () => {
    // @ts-expect-error -- `safe` is read, not written, and not in the initial state
    builder.withEntrypoint("ask").build();
    builder.withEntrypoint("ask").withState({ safe: true }).build();
  });

  test("takes the writes of an action made for a smaller state, and of mayWrite", () => {
    const perhaps = b.action({ reads: [], writes: [], mayWrite: ["safe"], run: () => ({}) });
    builder.withActions({ perhaps }).withEntrypoint("ask").build();
  });
});
