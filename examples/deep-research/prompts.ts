import type { Passage } from "./documents.ts";

/** What a model is asked. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
}

/** A question, and what was found out about it. */
export interface Finding {
  readonly question: string;
  /** With the sources in brackets, as in `[fresnel-lens]`. */
  readonly summary: string;
}

/** Asks for the sub-questions of a question, one a line. */
export function planPrompt(question: string): Prompt {
  return {
    system: "Split the question into at most four questions that can be looked up one by one. Answer with one a line.",
    user: `Question: ${question}`,
  };
}

/** Asks what passages say about a question. */
export function summaryPrompt(question: string, passages: readonly Passage[]): Prompt {
  return {
    system:
      "Answer the question in two or three sentences, from the passages alone. Behind each sentence put its [source].",
    user: [`Question: ${question}`, ...passages.map(({ source, text }) => `[${source}] ${text}`)].join("\n"),
  };
}

/** Asks which questions the findings leave open, one a line. */
export function gapsPrompt(question: string, findings: readonly Finding[]): Prompt {
  return {
    system: "Which questions do the findings leave open? Answer with at most two, one a line, or with NONE.",
    user: [`Question: ${question}`, ...findings.map((one) => `Asked: ${one.question}\nFound: ${one.summary}`)].join(
      "\n",
    ),
  };
}

/** Asks for a section of the report. */
export function sectionPrompt({ question, summary }: Finding): Prompt {
  return {
    system: "Write a short section of a report from the notes, without a heading. Keep the [sources].",
    user: `Question: ${question}\nNotes: ${summary}`,
  };
}

/** The questions in an answer, one a line, however the model has decorated them; each once. */
export function questionsIn(answer: string): string[] {
  const lines = answer.split("\n").map((line) => line.replace(/^[\s\d.)*-]+/, "").trim());
  return [...new Set(lines)].filter((line) => line.endsWith("?"));
}

/** The sources that a text cites, each once, in order. */
export function sourcesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\[([\w-]+)\]/g), ([, source = ""]) => source))];
}
