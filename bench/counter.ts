// One machine in three libraries and by hand: count to a limit, then end. One step is one action and the choice of the next.
import { burr, type Hooks } from "@burrjs/core";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { assign, createMachine } from "xstate";

interface Counter {
  counter: number;
  log: string[];
}

/** How our application is set up besides its action. */
export interface CounterOptions {
  readonly freeze?: boolean;
  readonly budgets?: Readonly<Record<string, number>>;
  readonly hooks?: readonly Hooks[];
}

const b = burr<Counter>();

/** Actions that do one more of the same, each in another way. */
export const increments = {
  patch: b.action({ reads: ["counter"], writes: ["counter"], run: (state) => ({ counter: state.counter + 1 }) }),
  /** As `patch`, with what would happen if it failed. */
  guarded: b.action({
    reads: ["counter"],
    writes: ["counter"],
    retry: 3,
    timeoutMs: 1_000,
    fallback: () => ({ counter: 0 }),
    run: (state) => ({ counter: state.counter + 1 }),
  }),
  increment: b.action({ reads: [], writes: ["counter"], run: (state) => state.increment({ counter: 1 }) }),
  incrementAndAppend: b.action({
    reads: [],
    writes: ["counter", "log"],
    run: (state) => state.increment({ counter: 1 }).append({ log: "one more" }),
  }),
};

/** Our application that counts to `steps`. */
export function counterApp(action: keyof typeof increments, steps: number, options: CounterOptions = {}) {
  return b.application({
    actions: { count: increments[action] },
    transitions: [["count", "count", b.check(["counter"], ({ counter }) => counter < steps)]],
    entrypoint: "count",
    state: { counter: 0, log: [] },
    freeze: false,
    ...options,
  });
}

/** The same with an action that gives a promise, and may have a time limit. */
export function asyncCounterApp(steps: number, options: CounterOptions = {}, timeoutMs?: number) {
  const count = b.action({
    reads: ["counter"],
    writes: ["counter"],
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    run: (state) => Promise.resolve({ counter: state.counter + 1 }),
  });
  return b.application({
    actions: { count },
    transitions: [["count", "count", b.check(["counter"], ({ counter }) => counter < steps)]],
    entrypoint: "count",
    state: { counter: 0, log: [] },
    freeze: false,
    ...options,
  });
}

interface RawNode {
  readonly run: (state: Counter) => Partial<Counter> | Promise<Partial<Counter>>;
  readonly edges: readonly { readonly to: string; readonly test: (state: Counter) => boolean }[];
}

/** The raw limit: a graph of functions, walked by hand. Nothing is checked, recorded or frozen. */
export function countByHand(steps: number): Counter {
  const count = {
    run: (state: Counter) => ({ counter: state.counter + 1 }),
    edges: [{ to: "count", test: ({ counter }: Counter) => counter < steps }],
  };
  const nodes = new Map([["count", count]]);
  let state: Counter = { counter: 0, log: [] };
  for (let node = nodes.get("count"); node !== undefined;) {
    state = { ...state, ...node.run(state) };
    const edge = node.edges.find(({ test }) => test(state));
    node = edge && nodes.get(edge.to);
  }
  return state;
}

/** As `countByHand`, with a function that gives a promise. */
export async function countByHandAsync(steps: number): Promise<Counter> {
  const count: RawNode = {
    run: (state) => Promise.resolve({ counter: state.counter + 1 }),
    edges: [{ to: "count", test: ({ counter }) => counter < steps }],
  };
  const nodes = new Map([["count", count]]);
  let state: Counter = { counter: 0, log: [] };
  for (let node = nodes.get("count"); node !== undefined;) {
    state = { ...state, ...(await node.run(state)) };
    const edge = node.edges.find(({ test }) => test(state));
    node = edge && nodes.get(edge.to);
  }
  return state;
}

/** XState's machine with one event per step: for an actor's `send`, and for the pure `transition`. */
export function eventMachine(steps: number) {
  return createMachine({
    types: {} as { context: { counter: number }; events: { type: "count" } },
    context: { counter: 0 },
    initial: "counting",
    states: {
      counting: {
        on: {
          count: [
            {
              guard: ({ context }) => context.counter < steps - 1,
              target: "counting",
              actions: assign({ counter: ({ context }) => context.counter + 1 }),
            },
            { target: "done", actions: assign({ counter: ({ context }) => context.counter + 1 }) },
          ],
        },
      },
      done: { type: "final" },
    },
  });
}

/** XState's machine that counts by itself once its actor starts, with eventless transitions. */
export function alwaysMachine(steps: number) {
  return createMachine({
    types: {} as { context: { counter: number } },
    context: { counter: 0 },
    initial: "counting",
    states: {
      counting: {
        always: [
          {
            guard: ({ context }) => context.counter < steps,
            target: "counting",
            reenter: true,
            actions: assign({ counter: ({ context }) => context.counter + 1 }),
          },
          { target: "done" },
        ],
      },
      done: { type: "final" },
    },
  });
}

/** LangGraph.js's graph that counts to `steps`, and the options for its `invoke`. */
export function counterGraph(steps: number) {
  const graph = new StateGraph(Annotation.Root({ counter: Annotation<number> }))
    .addNode("count", (state) => ({ counter: state.counter + 1 }))
    .addEdge(START, "count")
    .addConditionalEdges("count", (state) => (state.counter < steps ? "count" : END))
    .compile();
  return { graph, options: { recursionLimit: steps + 10 } };
}
