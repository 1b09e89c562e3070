import { burr } from "@burrjs/core";
import type { Demo, DemoRun, DemoTools } from "./demo.ts";
import { topics, type Topic } from "./research-topics.ts";
import { askModel, ModelError, streamModel } from "./scripted-model.ts";

interface Inquiry {
  query: string;
  pages: string[];
  summary: string;
}

interface Research {
  topic: string;
  queries: string[];
  findings: Map<string, string>;
  rounds: number;
  report: string;
}

const b = burr<Research>();
const i = burr<Inquiry>();
const model = "gull-large-2";

/** Research on a topic: queries that are looked into side by side, each by an application of its own, until enough is known. */
export const deepResearch: Demo = {
  project: "demo-deep-research",
  about: "parallel branches, children, checkpoints",
  runs: (random) =>
    topics.map((topic): DemoRun => {
      const appId = `${topic.slug}-${random.fork(topic.slug).hex(6)}`;
      return {
        appId,
        async run(tools) {
          const app = research(tools, topic).withIdentifiers({ appId }).withTracker(tools.tracker).build();
          try {
            await app.stream().get();
          } catch (error) {
            if (!(error instanceof ModelError)) throw error; // one of the topics is meant to fail
          }
        },
      };
    }),
};

/** The graph that looks into one query. */
function inquiry(tools: DemoTools, topic: Topic) {
  const search = i.action({
    reads: ["query"],
    writes: ["pages"],
    async run({ query }, _inputs, ctx) {
      const pages = await ctx.span("web search", async ({ log }) => {
        log({ query, "server.address": "search.example" });
        await tools.pace(tools.random.whole(80, 260), ctx.signal);
        return [`https://example.org/${encodeURIComponent(query)}`, "https://example.com/background"];
      });
      return [{ found: pages.length }, { pages }];
    },
  });
  const read = i.action({
    reads: ["pages"],
    writes: [],
    async run({ pages }, _inputs, ctx) {
      await Promise.all(
        pages.map(async (page) => {
          await ctx.span("GET", async ({ log }) => {
            log({ "url.full": page, "http.response.status_code": 200 });
            await tools.pace(tools.random.whole(40, 220), ctx.signal);
          });
        }),
      );
      return {};
    },
  });
  const summarise = i.action({
    reads: ["query"],
    writes: ["summary"],
    tags: ["llm"],
    async run({ query }, _inputs, ctx) {
      const answer = topic.findings[query] ?? "Nothing was found.";
      const fails = answer === "" ? { failsAfter: 0 } : {};
      return { summary: await askModel(ctx, tools, { model, prompt: query, answer, ...fails }) };
    },
  });
  return i.graph({
    actions: { search, read, summarise },
    transitions: [
      ["search", "read"],
      ["read", "summarise"],
    ],
  });
}

function research(tools: DemoTools, topic: Topic) {
  const plan = b.action({
    reads: ["topic", "rounds"],
    writes: ["queries"],
    tags: ["llm"],
    async run(state, _inputs, ctx) {
      const queries = topic.rounds[state.rounds] ?? [];
      await askModel(ctx, tools, { model: "gull-small-1", prompt: state.topic, answer: queries.join("\n") });
      return [{ queries: queries.length }, { queries: [...queries] }];
    },
  });
  const lookInto = inquiry(tools, topic).asAction({
    reads: ["query"],
    writes: ["summary"],
    entrypoint: "search",
  });
  const investigate = b.mapStates({
    reads: ["queries", "findings"],
    writes: ["findings", "rounds"],
    action: lookInto,
    concurrency: 3,
    states: ({ queries }) => queries.map((query) => ({ query })),
    reduce: (state, results) => {
      const found = results.map(({ state: { summary } }, index) => [state.queries[index] ?? "", summary] as const);
      return state.update({ findings: new Map([...state.findings, ...found]) }).increment({ rounds: 1 });
    },
  });
  const write = b.action({
    reads: ["topic", "findings"],
    writes: ["report"],
    tags: ["llm"],
    async *run(state, _inputs, ctx) {
      let report = ctx.resumed?.report ?? "";
      for (const [query, finding] of state.findings) {
        const answer = `## ${query}\n\n${finding.split(". ", 1)[0]}.\n\n`;
        for await (const word of streamModel(ctx, tools, { model, prompt: finding, answer })) {
          report += word;
          yield { report: word };
        }
        ctx.checkpoint({ report });
      }
      return [{ sections: state.findings.size, length: report.length }, state.update({ report })];
    },
  });
  return b
    .app()
    .withActions({ plan, investigate, write })
    .withTransitions(
      ["plan", "investigate"],
      ["investigate", "plan", b.check(["rounds"], ({ rounds }) => rounds < topic.rounds.length, "more to find out")],
      ["investigate", "write"],
    )
    .withState({ topic: topic.title, findings: new Map(), rounds: 0 })
    .withEntrypoint("plan");
}
