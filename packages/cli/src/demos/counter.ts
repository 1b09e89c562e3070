import { burr, otherwise } from "@burrjs/core";
import type { Demo, DemoTools } from "./demo.ts";

interface Counting {
  counter: number;
  limit: number;
  /** Every tenth number. */
  milestones: number[];
}

const b = burr<Counting>();

/** A loop that counts: long runs of short steps, and all the ways in which a run stops. */
export const counter: Demo = {
  project: "demo-counter",
  about: "long loops, limits, halts",
  runs: (random) => {
    const of = (name: string): string => `${name}-${random.fork(name).hex(6)}`;
    return [
      { appId: of("to-ten"), run: async (tools) => void (await counting(tools, of("to-ten"), 10).run()) },
      { appId: of("to-300"), run: async (tools) => void (await counting(tools, of("to-300"), 300).run()) },
      { appId: of("limited"), run: async (tools) => void (await counting(tools, of("limited"), 1000).run({ maxSteps: 25 })) }, // prettier-ignore
      { appId: of("unlucky"), run: async (tools) => void (await counting(tools, of("unlucky"), 666).run()) },
      {
        appId: of("in-turns"),
        async run(tools) {
          const app = counting(tools, of("in-turns"), 12);
          for (let turn = 0; turn < 3; turn += 1) await app.run({ haltAfter: "celebrate", maxSteps: 8 });
        },
      },
    ];
  },
};

function counting({ tracker, pace }: DemoTools, appId: string, limit: number) {
  const increment = b.action({
    reads: ["counter", "limit"],
    writes: ["counter"],
    async run(state, _inputs, ctx) {
      await pace(1, ctx.signal);
      // A number that means the end for whoever counts as far as that.
      if (state.limit === 666 && state.counter === 13) ctx.halt("unlucky number");
      return [{ from: state.counter }, state.increment({ counter: 1 })];
    },
  });
  const note = b.action({
    reads: ["counter"],
    writes: ["milestones"],
    run: (state) => state.append({ milestones: state.counter }),
  });
  const celebrate = b.action({
    reads: ["counter", "limit"],
    writes: [],
    run: ({ counter: reached, limit: wanted }) => [{ text: `${reached} of ${wanted}: there we are.` }, {}],
  });
  return b.application({
    actions: { increment, note, celebrate },
    transitions: [
      ["increment", "celebrate", b.check(["counter", "limit"], (s) => s.counter >= s.limit, "counter >= limit")],
      ["increment", "note", b.check(["counter"], (s) => s.counter % 10 === 0, "counter % 10 = 0")],
      ["increment", "increment", otherwise],
      ["note", "increment"],
    ],
    entrypoint: "increment",
    state: { counter: 0, limit, milestones: [] },
    appId,
    tracker,
  });
}
