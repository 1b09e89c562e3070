import { expectTypeOf, test } from "vitest";
import { burr, input, type SpecOf, task, type TaskFailed } from "../index.ts";

interface Work {
  numbers: number[];
  n: number;
  text: string;
  texts: string[];
}
const b = burr<Work>();
const show = b.action({ reads: ["n"], writes: ["text"], run: ({ n }) => [{ length: n }, { text: String(n) }] }).withName("show"); // prettier-ignore
const talk = b.action({
  reads: ["n"],
  writes: ["text"],
  async *run() {
    yield { word: "a" };
    return { text: "" };
  },
});
const graph = b.graph({ actions: { show, talk }, transitions: [["show", "talk"]] });

test("what tasks give reaches `reduce`", () => {
  b.parallel({
    reads: ["numbers"],
    writes: ["texts"],
    tasks: ({ numbers }) => numbers.map((n) => task(show, { state: { n } })),
    reduce(_state, results) {
      expectTypeOf(results[0]!.result).toEqualTypeOf<{ length: number }>();
      expectTypeOf(results[0]!.state.text).toEqualTypeOf<string>();
      expectTypeOf(results[0]!.action).toEqualTypeOf<"show">();
      return { texts: results.map(({ state }) => state.text) };
    },
  });
  b.parallel({
    reads: [],
    writes: ["texts"],
    tasks: () => [task(graph, { entrypoint: "show", haltAfter: ["show", "talk"], state: { n: 1 } })],
    reduce(_state, [first]) {
      expectTypeOf(first.action).toEqualTypeOf<"show" | "talk">();
      if (first.action === "show") expectTypeOf(first.result).toEqualTypeOf<{ length: number }>();
      return { texts: [first.state.text] };
    },
  });
  const count = b.action({ reads: [], writes: ["n"], run: () => ({ n: 1 }) });
  b.parallel({
    reads: [],
    writes: ["texts"],
    tasks: () => [task(count), task(show, { state: { n: 1 } })],
    reduce(_state, [counted, shown]) {
      expectTypeOf(counted.state.n).toEqualTypeOf<number>();
      return { texts: [shown.state.text] };
    },
  });
  b.parallel({
    reads: [],
    writes: ["texts"],
    mode: "race",
    tasks: () => [task(count), task(show, { state: { n: 1 } })],
    reduce: (_state, [winner]) => ({ texts: [winner.key] }),
  });
  b.parallel({
    reads: [],
    writes: ["texts"],
    *tasks() {
      yield task(show, { state: { n: 1 } });
    },
    reduce(_state, results) {
      // @ts-expect-error -- nobody knows how many a generator gives
      void results[0].key;
      return { texts: [] };
    },
  });
});

test("failures are among the results where they are collected, and only there", () => {
  const tasks = () => [task(show, { state: { n: 1 } })];
  const contract = { reads: [], writes: ["texts"], tasks } as const;
  b.parallel({
    ...contract,
    onTaskError: "collect",
    reduce(_state, results) {
      expectTypeOf(results[0]!.status).toEqualTypeOf<"completed" | "failed">();
      // @ts-expect-error -- a task that has failed has no state
      expectTypeOf(results[0]!.state);
      return { texts: [] };
    },
  });
  b.parallel({
    ...contract,
    mode: "settled",
    reduce(_state, results) {
      expectTypeOf(results.filter((one): one is TaskFailed => one.status === "failed")[0]!.error).toBeUnknown();
      return { texts: [] };
    },
  });
});

test("tasks are checked by what they run", () => {
  const add = b.action({ reads: ["n"], writes: ["text"], inputs: { by: input<number>() }, run: (_state, { by }) => ({ text: `${by}` }) }); // prettier-ignore
  task(add, { state: { n: 1 }, inputs: { by: 2 } });
  // @ts-expect-error -- the action reads `n`
  task(show);
  // @ts-expect-error -- `n` is a number
  task(show, { state: { n: "1" } });
  // @ts-expect-error -- the input `by` is required
  task(add, { state: { n: 1 } });
  // @ts-expect-error -- the graph has no such action
  task(graph, { entrypoint: "nope", state: { n: 1 } });
  // @ts-expect-error -- a graph needs to know where it begins
  task(graph, { state: { n: 1 } });
});

test("`reduce` and `fold` are held to `writes`", () => {
  const tasks = () => [task(show, { state: { n: 1 } })];
  const contract = { reads: [], writes: ["texts"], tasks } as const;
  // @ts-expect-error -- does not write `texts`
  b.parallel({ ...contract, reduce: () => ({}) });
  // @ts-expect-error -- writes `n`, which is not declared
  b.parallel({ ...contract, reduce: () => ({ texts: [], n: 1 }) });
  b.parallel({
    ...contract,
    fold: {
      start: () => 0,
      add: (sum, { result }) => sum + result.length,
      end: (_state, sum) => ({ texts: [sum.toFixed(0)] }),
    },
  });
});

test("the events of tasks and of sub-graphs are among those of the run, with their chunks", () => {
  const all = b.parallel({ reads: [], writes: ["texts"], tasks: () => [task(graph, { entrypoint: "talk" })], reduce: () => ({ texts: [] }) }); // prettier-ignore
  const act = graph.asAction({ reads: ["n"], writes: ["text"], entrypoint: "talk" });
  const app = b.application({
    actions: { all, act },
    transitions: [["all", "act"]],
    entrypoint: "all",
    state: { n: 1 },
  });
  void (async () => {
    for await (const event of app.stream()) {
      if (event.type === "chunk") expectTypeOf(event.chunk).toEqualTypeOf<{ readonly word: "a" }>();
      if (event.type === "step-end" && event.action === "show" && event.status === "completed") {
        expectTypeOf(event.result).toEqualTypeOf<{ length: number }>();
      }
    }
    for await (const item of await app.streamResult({ haltAfter: "act" })) expectTypeOf(item.chunk).toEqualTypeOf<{ readonly word: "a" }>(); // prettier-ignore
  });
});

test("asAction() is typed at its boundary", () => {
  interface Outer {
    question: string;
    report: string;
  }
  const outer = burr<Outer>();
  const act = graph.asAction({
    reads: ["question"],
    writes: ["report"],
    entrypoint: "show",
    haltAfter: "show",
    in: ({ question }: { readonly question: string }) => ({ n: question.length }),
    out: ({ state, result }) => [result, { report: state.text }],
  });
  expectTypeOf<SpecOf<typeof act>["result"]>().toEqualTypeOf<{ length: number }>();
  outer.application({ actions: { act }, transitions: [], entrypoint: "act", state: { question: "" } });
  const wrong = graph.asAction({
    reads: ["question"],
    writes: ["report"],
    entrypoint: "show",
    in: ({ question }: { readonly question: number }) => ({ n: question }),
    out: () => ({ report: "" }),
  });
  // @ts-expect-error -- `question` is a text here
  outer.application({ actions: { wrong }, transitions: [], entrypoint: "wrong", state: { question: "" } });
  // @ts-expect-error -- `out` does not write `report`
  graph.asAction({ reads: [], writes: ["report"], entrypoint: "show", out: () => ({ text: "" }) });
  // @ts-expect-error -- `in` gives a key that the graph's state does not have
  graph.asAction({ reads: [], writes: [], entrypoint: "show", in: () => ({ nope: 1 }), out: () => ({}) });
  // @ts-expect-error -- no such action
  graph.asAction({ reads: [], writes: ["text"], entrypoint: "nope" });
});

test("ctx.spawn() gives an application of what it is given, and refuses a state that lacks something", () => {
  b.action({
    reads: [],
    writes: ["text"],
    async *run(_state, _inputs, ctx) {
      const child = await ctx.spawn(graph, { entrypoint: "show", state: { n: 1 } });
      const end = yield* ctx.relay(child.stream({ haltAfter: "talk" }));
      if (end.stopped === "after") expectTypeOf(end.state.text).toEqualTypeOf<string>();
      // @ts-expect-error -- `n` is read, and nobody writes it
      await ctx.spawn(graph, { entrypoint: "show", state: {} });
      return { text: "" };
    },
  });
});
