import { createActor } from "xstate";
import { counterApp, counterGraph, eventMachine } from "./counter.ts";
import { compare, type Effort } from "./measure.ts";
import type { Findings, Row } from "./table.ts";

const steps = 5_000;
const peerSteps = 500;

/** What a step costs when somebody reads all events of the run. */
export async function measure(effort: Effort): Promise<Findings> {
  const { graph, options } = counterGraph(peerSteps);
  const machine = eventMachine(steps);
  const times = await compare(
    {
      raw: { operations: steps, run: () => consume(rawEvents()) },
      run: { operations: steps, run: () => counterApp("patch", steps).run() },
      stream: { operations: steps, run: () => consume(counterApp("patch", steps).stream()) },
      iterate: { operations: steps, run: () => consume(counterApp("patch", steps).iterate()) },
      xstate: {
        operations: steps,
        run: () => {
          let count = 0;
          const actor = createActor(machine);
          actor.subscribe(() => {
            count += 1;
          });
          actor.start();
          for (let step = 0; step < steps; step += 1) actor.send({ type: "count" });
          return count;
        },
      },
      langgraph: {
        operations: peerSteps,
        run: async () => consume(await graph.stream({ counter: 0 }, { ...options, streamMode: "updates" })),
      },
    },
    effort,
  );
  const row = (benchmark: string, name: Parameters<typeof times.micros>[0]): Row => ({
    benchmark,
    unit: "µs",
    ours: times.micros(name),
    base: times.micros("raw"),
    excess: times.excess(name, "raw"),
    xstate: times.micros("xstate"),
    langgraph: times.micros("langgraph"),
  });
  const perSecond = Math.round(1_000 / times.micros("stream"));
  return {
    rows: [
      row("whole run: run(), a step", "run"),
      row("whole run: stream() with its 3 events, a step", "stream"),
      row("whole run: iterate(), a step", "iterate"),
    ],
    notes: [
      `Whole run: stream() goes through ${perSecond},000 steps a second. Base is an async generator that yields 3 events a step. ` +
        'XState: subscribe() and an event each. LangGraph: stream mode "updates".',
    ],
  };
}

async function* rawEvents(): AsyncGenerator<unknown, void, void> {
  for (let step = 0; step < steps; step += 1) {
    yield { type: "step-start", step };
    yield { type: "step-end", step };
    yield { type: "transition", step };
  }
}

async function consume(source: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const item of source) count += item === undefined ? 0 : 1;
  return count;
}
