import { describe, expectTypeOf, test } from "vitest";
import { and, burr, type Condition, type Graph, not, otherwise, when } from "../index.ts";
import { answer, ask, b, stop, type Chat } from "../testing/ask-answer.ts";

const actions = { ask, answer, stop };

describe("transitions", () => {
  test("go from one action or several to one, with a condition or without", () => {
    const graph = b.graph({
      actions,
      transitions: [
        ["ask", "answer", b.when({ safe: true })],
        ["ask", "stop", when({ safe: false })],
        ["ask", "answer", b.check(["safe", "count"], (state) => state.safe && state.count > 1)],
        ["ask", "answer", and(b.when({ safe: true }), not(b.when({ count: 1 })))],
        ["ask", "stop", otherwise],
        [["answer", "stop"], "ask"],
      ],
    });
    expectTypeOf(graph).toExtend<Graph<Chat, typeof actions>>();
    expectTypeOf(graph.actions.ask).toEqualTypeOf<typeof ask>();
  });

  test("name actions of the graph", () => {
    // @ts-expect-error -- unknown source
    b.graph({ actions, transitions: [["nope", "ask"]] });
    // @ts-expect-error -- unknown target
    b.graph({ actions, transitions: [["ask", "nope"]] });
    // @ts-expect-error -- unknown among the sources
    b.graph({ actions, transitions: [[["ask", "nope"], "answer"]] });
  });

  test("have conditions on keys of the state", () => {
    // @ts-expect-error -- "safee" is a typo
    b.graph({ actions, transitions: [["ask", "answer", b.when({ safee: true })]] });
    // @ts-expect-error -- `safe` is a boolean
    b.graph({ actions, transitions: [["ask", "answer", b.when({ safe: "yes" })]] });
    // @ts-expect-error -- "sfe" is a typo, found by where the condition stands
    b.graph({ actions, transitions: [["ask", "answer", when({ sfe: true })]] });
    // @ts-expect-error -- `count` is not among the keys that are read
    b.graph({ actions, transitions: [["ask", "answer", b.check(["safe"], (state) => state.count > 1)]] });
    const foreign = burr<{ other: string }>().when({ other: "" });
    // @ts-expect-error -- the state has no `other`
    b.graph({ actions, transitions: [["ask", "answer", foreign]] });
  });

  test("can all fire", () => {
    const safe = b.when({ safe: true });
    b.graph({
      actions,
      // @ts-expect-error -- two defaults from one source
      transitions: [
        ["ask", "answer"],
        ["ask", "stop"],
      ],
    });
    b.graph({
      actions,
      // @ts-expect-error -- a condition behind the default
      transitions: [
        ["ask", "answer"],
        ["ask", "stop", safe],
      ],
    });
    b.graph({
      actions,
      // @ts-expect-error -- `otherwise` is a default too
      transitions: [
        ["ask", "answer", otherwise],
        ["ask", "stop", safe],
      ],
    });
    b.graph({
      actions,
      // @ts-expect-error -- "ask" has its default among several sources
      transitions: [
        [["ask", "stop"], "answer"],
        ["ask", "stop"],
      ],
    });
  });

  test("can all fire, also in a long list", () => {
    const safe = b.when({ safe: true });
    const edge = ["ask", "answer", safe] as const;
    const eight = [edge, edge, edge, edge, edge, edge, edge, edge] as const;
    b.graph({ actions, transitions: [...eight, ...eight, ...eight, ["ask", "stop"], ["answer", "ask"]] });
    // @ts-expect-error -- the default stands before the last eight
    b.graph({ actions, transitions: [...eight, ...eight, ["ask", "stop"], ...eight] });
    // @ts-expect-error -- the default stands first
    b.graph({ actions, transitions: [["ask", "stop"], ...eight, ...eight, ["answer", "ask"], ["ask", "answer"]] });
  });

  test("that are not known one by one are left to run time", () => {
    const edges: ["ask" | "answer", "stop", Condition<Chat>][] = [];
    b.graph({ actions, transitions: edges });
  });
});

describe("actions", () => {
  test("may be made in place", () => {
    const graph = b.graph({
      actions: {
        add: b.action({ reads: ["count"], writes: ["count"], run: (state) => [{ was: state.count }, { count: 2 }] }),
        show: b.resultAction(),
        stream: b.action({
          reads: [],
          writes: ["prompt"],
          async *run() {
            yield { delta: "a" };
            return { prompt: "a" };
          },
        }),
      },
      transitions: [["add", "show"]],
    });
    const app = b.application({ graph, entrypoint: "add", state: { count: 1 } });
    expectTypeOf<Awaited<ReturnType<typeof app.step>>>().not.toBeAny();
    type Step = NonNullable<Awaited<ReturnType<typeof app.step>>>;
    expectTypeOf<Extract<Step, { action: "add" }>["result"]>().toEqualTypeOf<{ was: number }>();
    expectTypeOf<Extract<Step, { action: "show" }>["result"]>().toEqualTypeOf<Readonly<Pick<Chat, never>>>();
  });

  test("may be made for a smaller state", () => {
    const trim = burr<{ prompt: string }>().action({
      reads: ["prompt"],
      writes: ["prompt"],
      run: (state) => state.update({ prompt: state.prompt.trim() }),
    });
    b.graph({ actions: { trim, answer }, transitions: [["trim", "answer"]] });
  });

  test("fit the state", () => {
    const reads = burr<{ prompt: number }>().action({ reads: ["prompt"], writes: [], run: (state) => state });
    // @ts-expect-error -- reads `prompt` as a number
    b.graph({ actions: { reads }, transitions: [] });
    const writes = burr<{ prompt: number }>().action({ reads: [], writes: ["prompt"], run: () => ({ prompt: 1 }) });
    // @ts-expect-error -- writes a number to `prompt`
    b.graph({ actions: { writes }, transitions: [] });
    const extra = burr<{ extra: number }>().action({ reads: [], writes: ["extra"], run: () => ({ extra: 1 }) });
    // @ts-expect-error -- the state has no `extra`
    b.graph({ actions: { extra }, transitions: [] });
    const perhaps = burr<{ extra: number }>().action({ reads: [], writes: [], mayWrite: ["extra"], run: () => ({}) });
    // @ts-expect-error -- the state has no `extra`
    b.graph({ actions: { perhaps }, transitions: [] });
    // @ts-expect-error -- not an action
    b.graph({ actions: { plain: () => ({ count: 1 }) }, transitions: [] });
  });

  test("have one name each", () => {
    // @ts-expect-error -- twice in one literal
    b.graph({ actions: { ask, ask }, transitions: [] }); // oxlint-disable-line no-dupe-keys -- as the compiler does
  });
});
