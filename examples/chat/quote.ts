import type { Passage, Query } from "./chat.ts";
import { termsOf } from "./terms.ts";

const sentencesPerPassage = [3, 2, 1];
const mostLinesOfCode = 14;
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** An answer made of what the passages say: their best sentences, one paragraph per passage, each with its `[number]`. */
export function quote({ terms, topic }: Query, passages: readonly Passage[]): string {
  // All of the topic together weighs less than one term of the question.
  const weights = new Map(topic.map((term) => [term, 0.4 / topic.length]));
  for (const term of terms) weights.set(term, 1);
  const paragraphs = passages.map((passage, index) => {
    const sentences = bestSentences(passage, weights, sentencesPerPassage[index] ?? 1);
    const cited = `${sentences} [${index + 1}]`.trim();
    return index === 0 && isWorthShowing(passage, weights) ? `${cited}\n\n\`\`\`\n${passage.code}\n\`\`\`` : cited;
  });
  return paragraphs.join("\n\n");
}

/** Cuts a text into words with the space after them, so that the pieces together are the text. */
export function wordsOf(text: string): string[] {
  return text.match(/\S+\s*/g) ?? [];
}

/** The `count` best sentences in the order of the text; " … " stands for what is left out between them. */
function bestSentences({ text }: Passage, weights: ReadonlyMap<string, number>, count: number): string {
  const sentences = sentencesOf(text).map((sentence, index) => ({ sentence, index, score: score(sentence, weights) }));
  const ranked = sentences.toSorted((a, b) => b.score - a.score || a.index - b.index);
  const enough = 0.5 * (ranked[0]?.score ?? 0);
  const best = ranked
    .filter((one, rank) => rank === 0 || (one.score > 0 && one.score >= enough))
    .slice(0, count)
    .toSorted((a, b) => a.index - b.index);
  return best
    .map(({ sentence, index }, rank) => {
      const before = best[rank - 1];
      const whole = sentence.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()); // rows of tables often begin small
      return before === undefined ? whole : `${before.index + 1 === index ? " " : " … "}${whole}`;
    })
    .join("");
}

function score(sentence: string, weights: ReadonlyMap<string, number>): number {
  const found = termsOf(sentence).reduce((sum, term) => sum + (weights.get(term) ?? 0), 0);
  // What ends in a colon introduces something that is not quoted with it; what is very long says much besides.
  return found / (sentence.endsWith(":") ? 4 : Math.max(1, Math.sqrt(sentence.length / 200)));
}

function sentencesOf(text: string): string[] {
  return text.split("\n").flatMap((line) => {
    const sentences = Array.from(segmenter.segment(line), ({ segment }) => segment.trim());
    return sentences.filter((one) => one !== "").map((one) => (/[.!?:;…]["”)`]*$/.test(one) ? one : `${one}.`));
  });
}

/** Short code that has to do with the question. */
function isWorthShowing({ code }: Passage, weights: ReadonlyMap<string, number>): boolean {
  const lines = code.split("\n").length;
  return code !== "" && lines <= mostLinesOfCode && termsOf(code).some((term) => weights.get(term) === 1);
}
