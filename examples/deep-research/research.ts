import { burr, type Hooks, type Persister } from "@burrjs/core";
import { inquiryGraph } from "./inquiry.ts";
import type { Library } from "./library.ts";
import { type Model, ModelError } from "./model.ts";
import { type Finding, gapsPrompt, planPrompt, questionsIn, sectionPrompt, sourcesIn } from "./prompts.ts";

/** The state of a piece of research. */
interface Research {
  question: string;
  /** What has to be looked into next. */
  open: readonly string[];
  /** How often something was looked into. */
  rounds: number;
  findings: readonly Finding[];
  report: string;
}

const b = burr<Research>();

/** What research is done with. */
export interface ResearchOptions {
  readonly library: Library;
  readonly model: Model;
  readonly persister: Persister;
  /** Names it: it is gone on with where it has got to. */
  readonly appId: string;
  readonly question: string;
  readonly maxRounds: number;
  /** The most tokens that all of it may cost. */
  readonly maxTokens: number;
  /** What writes the log of its runs. Default: none. */
  readonly tracker?: Hooks;
}

/** The share of the tokens that is kept for the report. */
const reserve = 0.4;

/** The application: research into one question, as far as it is stored. */
export function createResearch(options: ResearchOptions) {
  const { library, model, persister, appId, question, maxRounds, maxTokens, tracker = {} } = options;
  const inquiry = inquiryGraph(library, model);
  const patience = { retry: { attempts: 3, baseMs: 200, on: ModelError } };

  const plan = b.action({
    ...patience,
    reads: ["question"],
    writes: ["open", "rounds", "findings"],
    async run(state, _inputs, context) {
      const questions = questionsIn(await model.ask(planPrompt(state.question), context));
      const open = questions.length > 0 ? questions : [state.question];
      return [{ open }, { open, rounds: 0, findings: [] }];
    },
  });

  const investigate = b.mapStates({
    reads: ["open", "rounds", "findings"],
    writes: ["rounds", "findings"],
    action: inquiry,
    entrypoint: "search",
    haltAfter: ["summarise", "shrug"],
    states: ({ open }) => open.map((one) => ({ question: one })),
    key: (state) => state.question ?? "",
    onTaskError: "collect",
    reduce: ({ rounds, findings }, results) => ({
      rounds: rounds + 1,
      findings: [
        ...findings,
        ...results.map((result) => ({
          question: result.key,
          summary: result.status === "completed" ? result.state.summary : `Not known. ${messageOf(result.error)}`,
        })),
      ],
    }),
  });

  const reflect = b.action({
    ...patience,
    reads: ["question", "rounds", "findings"],
    writes: ["open"],
    async run({ question: asked, rounds, findings }, _inputs, context) {
      const enough =
        rounds >= maxRounds
          ? `round ${maxRounds} is the last`
          : context.spend("tokens", 0) < reserve * maxTokens
            ? "the other tokens are for the report"
            : undefined;
      const answer = enough === undefined ? await model.ask(gapsPrompt(asked, findings), context) : "";
      const known = new Set(findings.map((finding) => finding.question));
      const open = questionsIn(answer).filter((one) => !known.has(one));
      return [{ open, enough: enough ?? "nothing is left open" }, { open }];
    },
  });

  const write = b.action({
    ...patience,
    reads: ["question", "findings"],
    writes: ["report"],
    async *run({ question: asked, findings }, _inputs, context) {
      let report = context.resumed?.report ?? `# ${asked}\n`;
      for (const [index, finding] of findings.entries()) {
        if (index < sectionsIn(report)) continue; // written before a crash
        const progress = `${index + 1} of ${findings.length}`;
        let section = "";
        yield { progress, text: `## ${finding.question}\n\n` };
        using span = context.startSpan("section");
        const { signal, spend } = context;
        for await (const text of model.stream(sectionPrompt(finding), { signal, spend, log: span.log })) {
          section += text;
          yield { progress, text };
        }
        yield { progress, text: "\n" };
        report += `\n## ${finding.question}\n\n${section.replaceAll(/^#+ /gm, "")}\n`; // the headings are ours
        context.checkpoint({ report });
      }
      const sources = `\nSources: ${sourcesIn(report).join(", ")}\n`;
      yield { progress: "all", text: sources };
      return { report: report + sources };
    },
  });

  return b
    .app()
    .withActions({ plan, investigate, reflect, write })
    .withTransitions(
      ["plan", "investigate"],
      ["investigate", "reflect"],
      ["reflect", "investigate", b.check(["open"], ({ open }) => open.length > 0, "questions are open")],
      ["reflect", "write"],
    )
    .withOptions({ budgets: { tokens: maxTokens } })
    .initializeFrom(persister, { defaultState: { question }, defaultEntrypoint: "plan" })
    .withPersister(persister, { onConflict: "queue" })
    .withIdentifiers({ appId })
    .withTracker(tracker)
    .build();
}

/** What `createResearch()` gives a promise of. */
export type ResearchApp = Awaited<ReturnType<typeof createResearch>>;

function sectionsIn(report: string): number {
  return report.split("\n## ").length - 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
