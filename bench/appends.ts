import { burr } from "@burrjs/core";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { assign, createActor, createMachine } from "xstate";
import { compare, type Contender, type Effort } from "./measure.ts";
import { atMost, type Findings, type Row } from "./table.ts";

const appends = 4_000;

interface Text {
  counter: number;
  pieces: string[];
}

const b = burr<Text>();
const actions = {
  append: b.action({
    reads: ["counter"],
    writes: ["counter", "pieces"],
    run: (state) => state.increment({ counter: 1 }).append({ pieces: pieceOf(state.counter) }),
  }),
  appendAndRead: b.action({
    reads: ["counter", "pieces"],
    writes: ["counter", "pieces"],
    run: (state) => state.update({ counter: state.pieces.length + 1 }).append({ pieces: pieceOf(state.counter) }),
  }),
  appendInOneStep: b.action({
    reads: ["counter"],
    writes: ["counter", "pieces"],
    run: (state) => {
      let next = state.update({ counter: appends }).append({ pieces: pieceOf(0) });
      for (let index = 1; index < appends; index += 1) next = next.append({ pieces: pieceOf(index) });
      return next;
    },
  }),
};

/** What it costs to let one list grow to 4,000 strings of 50 characters. */
export async function measure(effort: Effort): Promise<Findings> {
  const graph = graphOfAppends();
  const machine = machineOfAppends();
  const times = await compare(
    {
      spread: once(() => {
        let pieces: readonly string[] = [];
        for (let index = 0; index < appends; index += 1) pieces = [...pieces, pieceOf(index)];
        return pieces;
      }),
      steps: once(() => ours("append", false)),
      stepsFrozen: once(() => ours("append", true)),
      reads: once(() => ours("appendAndRead", false)),
      readsFrozen: once(() => ours("appendAndRead", true)),
      oneStep: once(() => ours("appendInOneStep", false)),
      oneStepFrozen: once(() => ours("appendInOneStep", true)),
      xstate: once(() => {
        const actor = createActor(machine).start();
        for (let index = 0; index < appends; index += 1) actor.send({ type: "append" });
        return actor.getSnapshot().context.pieces;
      }),
      langgraph: once(async () => {
        const state = await graph.invoke({ counter: 0, pieces: [] }, { recursionLimit: appends + 10 });
        return state.pieces;
      }),
    },
    { ...effort, rounds: Math.ceil(effort.rounds / 4) }, // LangGraph.js needs seconds for each
  );
  const milliseconds = (name: Parameters<typeof times.micros>[0]): number => times.micros(name) / 1000;
  const row = (how: string, name: Parameters<typeof times.micros>[0], limitMs: number): Row => ({
    benchmark: `4,000 appends: ${how}`,
    unit: "ms",
    ours: milliseconds(name),
    base: milliseconds("spread"),
    xstate: milliseconds("xstate"),
    langgraph: milliseconds("langgraph"),
    targets: [atMost(milliseconds(name), limitMs, "ms")],
  });
  return {
    rows: [
      row("a step each", "steps", 50),
      row("a step each, freezing on", "stepsFrozen", 100),
      row("a step each that reads the list", "reads", 50),
      row("a step each that reads the list, freezing on", "readsFrozen", 100),
      row("in one step", "oneStep", 50),
      row("in one step, freezing on", "oneStepFrozen", 100),
    ],
    notes: [
      "Appends: base is [...list, item] in a loop without steps. XState: an event each, assign with a spread. " +
        "LangGraph: a step each, with a reducer that concatenates.",
    ],
  };
}

function once(run: () => readonly string[] | Promise<readonly string[]>): Contender {
  return {
    operations: 1,
    run: async () => {
      const { length } = await run();
      if (length !== appends) throw new Error(`The list has ${length} items in place of ${appends}.`);
    },
  };
}

function ours(action: keyof typeof actions, freeze: boolean): readonly string[] {
  const app = b.application({
    actions: { append: actions[action] },
    transitions: [["append", "append", b.check(["counter"], ({ counter }) => counter < appends)]],
    entrypoint: "append",
    state: { counter: 0, pieces: [] },
    freeze,
  });
  return app.runSync().state.pieces ?? [];
}

function machineOfAppends() {
  return createMachine({
    types: {} as { context: { pieces: readonly string[] }; events: { type: "append" } },
    context: { pieces: [] },
    on: {
      append: {
        actions: assign({ pieces: ({ context: { pieces } }) => [...pieces, pieceOf(pieces.length)] }),
      },
    },
  });
}

function graphOfAppends() {
  const state = Annotation.Root({
    counter: Annotation<number>,
    pieces: Annotation<string[]>({ reducer: (pieces, more) => pieces.concat(more), default: () => [] }),
  });
  return new StateGraph(state)
    .addNode("append", ({ counter }) => ({ counter: counter + 1, pieces: [pieceOf(counter)] }))
    .addEdge(START, "append")
    .addConditionalEdges("append", ({ counter }) => (counter < appends ? "append" : END))
    .compile();
}

function pieceOf(index: number): string {
  return String(index).padStart(50);
}
