import { createActor, initialTransition, transition } from "xstate";
import {
  alwaysMachine,
  asyncCounterApp,
  counterApp,
  counterGraph,
  countByHand,
  countByHandAsync,
  eventMachine,
} from "./counter.ts";
import { compare, type Contender, type Effort } from "./measure.ts";
import { atMost, fasterThan, type Findings, type Row } from "./table.ts";

const steps = 5_000;
const peerSteps = 1_000; // LangGraph.js takes 100 times as long, so its batches are shorter

/** What one step costs: an action, its update, and the choice of the next action. */
export async function measure(effort: Effort): Promise<Findings> {
  const always = alwaysMachine(steps);
  const events = eventMachine(steps);
  const langgraph = counterGraph(peerSteps);
  const times = await compare(
    {
      byHand: counting(() => countByHand(steps)),
      byHandAsync: counting(() => countByHandAsync(steps)),
      patch: ours(() => counterApp("patch", steps).runSync()),
      frozen: ours(() => counterApp("patch", steps, { freeze: true }).runSync()),
      increment: ours(() => counterApp("increment", steps).runSync()),
      append: ours(() => counterApp("incrementAndAppend", steps).runSync()),
      appendFrozen: ours(() => counterApp("incrementAndAppend", steps, { freeze: true }).runSync()),
      guarded: ours(() => counterApp("guarded", steps, { budgets: { tokens: 1 } }).runSync({ maxSteps: steps + 1 })),
      hooks: ours(() => counterApp("patch", steps, { hooks: threeHooks() }).runSync()),
      run: ours(() => counterApp("patch", steps).run()),
      runAsync: ours(() => asyncCounterApp(steps).run()),
      runTimed: ours(() => asyncCounterApp(steps, {}, 1_000).run()),
      runHooks: ours(() => counterApp("patch", steps, { hooks: threeHooks() }).run()),
      runAsyncHooks: ours(() => asyncCounterApp(steps, { hooks: threeHooks() }).run()),
      always: counting(() => createActor(always).start().getSnapshot().context),
      send: counting(() => {
        const actor = createActor(events).start();
        for (let step = 0; step < steps; step += 1) actor.send({ type: "count" });
        return actor.getSnapshot().context;
      }),
      transition: counting(() => {
        let [snapshot] = initialTransition(events);
        for (let step = 0; step < steps; step += 1) [snapshot] = transition(events, snapshot, { type: "count" });
        return snapshot.context;
      }),
      langgraph: counting(() => langgraph.graph.invoke({ counter: 0 }, langgraph.options), peerSteps),
    },
    effort,
  );
  const fastest = times.fastest("always", "send", "transition");
  const row = (benchmark: string, name: Parameters<typeof times.micros>[0], base: "byHand" | "byHandAsync"): Row => ({
    benchmark,
    unit: "µs",
    ours: times.micros(name),
    base: times.micros(base),
    excess: times.excess(name, base),
    xstate: times.micros(fastest),
    langgraph: times.micros("langgraph"),
  });
  const limited = (limitMicros: number, one: Row): Row => ({ ...one, targets: [atMost(one.ours, limitMicros, "µs")] });
  const peers = [
    fasterThan("XState", times.ratio(fastest, "patch"), 4),
    fasterThan("LangGraph", times.ratio("langgraph", "patch"), 150),
  ];
  const patch = limited(1, row("step: runSync, patch", "patch", "byHand"));
  return {
    rows: [
      { ...patch, targets: [...(patch.targets ?? []), ...peers] },
      row("step: runSync, patch, freezing on", "frozen", "byHand"),
      limited(1.5, row("step: runSync, increment", "increment", "byHand")),
      limited(1.5, row("step: runSync, increment + append", "append", "byHand")),
      row("step: runSync, increment + append, freezing on", "appendFrozen", "byHand"),
      row("step: runSync, patch, with retry, fallback, limits", "guarded", "byHand"),
      row("step: runSync, patch, 3 hooks", "hooks", "byHand"),
      limited(3, row("step: run, sync action", "run", "byHand")),
      limited(3, row("step: run, async action", "runAsync", "byHandAsync")),
      row("step: run, async action, with timeoutMs", "runTimed", "byHandAsync"),
      row("step: run, sync action, 3 hooks", "runHooks", "byHand"),
      row("step: run, async action, 3 hooks", "runAsyncHooks", "byHandAsync"),
    ],
    notes: [
      `Step: base is the same graph walked by hand. XState's times are those of its fastest way (${fastest}), in µs: ` +
        (["send", "always", "transition"] as const).map((one) => `${one} ${times.micros(one).toFixed(1)}`).join(", ") +
        `. Each of the 3 hooks has preRunStep and postRunStep.`,
    ],
  };
}

interface Counted {
  readonly counter?: number;
}

/** A contender that has to count to `operations`. */
function counting(count: () => Counted | Promise<Counted>, operations = steps): Contender {
  const run = async (): Promise<void> => {
    const { counter } = await count();
    if (counter !== operations) throw new Error(`Counted to ${counter} in place of ${operations}.`);
  };
  return { operations, run };
}

function ours(count: () => { readonly state: Counted } | Promise<{ readonly state: Counted }>): Contender {
  return counting(async () => (await count()).state);
}

function threeHooks() {
  let calls = 0;
  const count = (): void => {
    calls += 1;
  };
  return Array.from({ length: 3 }, () => ({ preRunStep: count, postRunStep: count }));
}
