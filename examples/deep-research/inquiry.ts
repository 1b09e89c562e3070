import { burr } from "@burrjs/core";
import type { Passage } from "./documents.ts";
import type { Library } from "./library.ts";
import { type Model, ModelError } from "./model.ts";
import { summaryPrompt } from "./prompts.ts";

/** The state of one inquiry. */
const b = burr<{
  question: string;
  passages: readonly Passage[];
  summary: string;
}>();
const mostPassages = 4;

/** The graph that looks into one question: search, then summarise what was found. */
export function inquiryGraph(library: Library, model: Model) {
  const search = b.action({
    reads: ["question"],
    writes: ["passages"],
    run({ question }, _inputs, ctx) {
      const passages = ctx.span("read", ({ log }) => {
        const found = library.find(question, mostPassages);
        log({ sources: found.map(({ source }) => source) });
        return found;
      });
      return [{ found: passages.length }, { passages }];
    },
  });

  const summarise = b.action({
    reads: ["question", "passages"],
    writes: ["summary"],
    retry: { attempts: 3, baseMs: 200, on: ModelError },
    timeoutMs: 60_000,
    run: async ({ question, passages }, _inputs, context) => ({
      summary: await model.ask(summaryPrompt(question, passages), context),
    }),
  });

  const shrug = b.action({
    reads: [],
    writes: ["summary"],
    run: () => ({ summary: "The documents say nothing about this." }),
  });

  return b.graph({
    actions: { search, summarise, shrug },
    transitions: [
      ["search", "summarise", b.check(["passages"], ({ passages }) => passages.length > 0, "found")],
      ["search", "shrug"],
    ],
  });
}
