import { termsOf } from "../terms.ts";

/** What is known of a request. */
export interface Asked {
  readonly system: string;
  readonly user: string;
}

/** A model of straw: it makes its answers of sentences that stand in the request, and always the same of the same. */
export function answerOf({ system, user }: Asked): string {
  const question = /^Question: (.*)$/m.exec(user)?.[1] ?? "";
  if (system.startsWith("Split")) return clausesOf(question).join("\n");
  if (system.startsWith("Which")) return openQuestions(user).join("\n") || "NONE";
  if (system.startsWith("Write")) return /^Notes: (.*)$/m.exec(user)?.[1] ?? "";
  return extract(question, user);
}

/** "How did A, who did B, and what was C?" are three questions. */
function clausesOf(question: string): string[] {
  return question
    .replace(/\?$/, "")
    .split(/,? and (?=how|what|when|where|which|who|why)|, (?=how|what|when|where|which|who|why)/i)
    .map((clause) => `${clause.slice(0, 1).toUpperCase()}${clause.slice(1)}?`);
}

/** The sentences of the passages that have most terms of the question, three at most, each with its source. */
function extract(question: string, user: string): string {
  const wanted = new Set(termsOf(question));
  const sentences = Array.from(user.matchAll(/^\[([\w-]+)\] (.*)$/gm)).flatMap(([, source = "", text = ""]) =>
    sentencesOf(text).map((sentence) => ({ source, sentence })),
  );
  const scored = sentences.map((one) => ({
    ...one,
    score: new Set(termsOf(one.sentence).filter((term) => wanted.has(term))).size,
  }));
  const best = Math.max(...scored.map(({ score }) => score));
  return scored
    .filter(({ score }) => score > best / 2)
    .slice(0, 3)
    .map(({ sentence, source }) => `${sentence} [${source}]`)
    .join(" ");
}

/** People who were found, and whom no question is about. */
function openQuestions(user: string): string[] {
  const asked = Array.from(user.matchAll(/^Asked: (.*)$/gm), ([, question = ""]) => question).join("\n");
  const found = Array.from(user.matchAll(/^Found: (.*)$/gm), ([, summary = ""]) => summary);
  const names = found.flatMap((summary) => summary.match(/\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+/gu) ?? []);
  return [...new Set(names)]
    .filter((name) => termsOf(name).length === 2 && !asked.includes(name))
    .slice(0, 2)
    .map((name) => `What is known about ${name}?`);
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?]) (?=\p{Lu})/u);
}
