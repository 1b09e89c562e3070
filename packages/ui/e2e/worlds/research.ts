import { burr } from "@burrjs/core";
import { localTracker } from "@burrjs/tracker";
import { ManualClock } from "./manual-clock.ts";

interface Inquiry {
  query: string;
  summary: string;
}

interface Research {
  queries: string[];
  findings: string[];
  report: string;
}

const b = burr<Research>();
const i = burr<Inquiry>();

/** A run whose second step has three runs of its own, side by side; it streams its report at the end. */
export async function writeResearch(dir: string, startMs: number): Promise<void> {
  const clock = new ManualClock(startMs);
  const { now, monotonic } = clock;
  await using tracker = localTracker({ project: "research", dir, now, monotonic, code: false });
  const search = i.action({
    reads: ["query"],
    writes: ["summary"],
    run: ({ query }, _inputs, ctx) =>
      ctx.span("web search", ({ log }) => {
        log({ query });
        clock.pass(120);
        return { summary: `What is known of ${query}.` };
      }),
  });
  const lookInto = i
    .graph({ actions: { search }, transitions: [] })
    .asAction({ reads: ["query"], writes: ["summary"], entrypoint: "search" });
  const plan = b.action({ reads: [], writes: ["queries"], run: () => ({ queries: ["nests", "food", "flight"] }) });
  const investigate = b.mapStates({
    reads: ["queries"],
    writes: ["findings"],
    action: lookInto,
    concurrency: 1,
    states: ({ queries }) => queries.map((query) => ({ query })),
    reduce: (state, results) => state.update({ findings: results.map(({ state: { summary } }) => summary) }),
  });
  const write = b.action({
    reads: ["findings"],
    writes: ["report"],
    async *run(state) {
      let report = "";
      for (const finding of state.findings) {
        clock.pass(200);
        report += `${finding}\n`;
        yield { text: `${finding}\n` };
      }
      return [{ report }, state.update({ report })];
    },
  });
  const app = b.application({
    actions: { plan, investigate, write },
    transitions: [
      ["plan", "investigate"],
      ["investigate", "write"],
    ],
    entrypoint: "plan",
    state: {},
    appId: "gulls",
    tracker,
  });
  await app.stream().get();
}
