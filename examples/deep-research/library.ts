import type { Passage } from "./documents.ts";
import { termsOf } from "./terms.ts";

/** Passages that can be searched. */
export interface Library {
  /** The passages that fit a question best, best first; none when nothing in them is asked about. */
  find(question: string, most: number): Passage[];
}

// How much it counts that a term is there again, and that a passage is long: the usual values of BM25.
const [saturation, lengthWeight] = [1.2, 0.75];

/** Indexes passages for a search by BM25: rare terms count more than common ones, and in short passages more than in long ones. */
export function createLibrary(passages: readonly Passage[]): Library {
  const indexed = passages.map((passage) => ({ passage, terms: termsOf(`${passage.title} ${passage.text}`) }));
  const meanLength = indexed.reduce((sum, { terms }) => sum + terms.length, 0) / Math.max(1, indexed.length);
  const rarity = (term: string): number => {
    const count = indexed.filter(({ terms }) => terms.includes(term)).length;
    return Math.log(1 + (indexed.length - count + 0.5) / (count + 0.5));
  };
  return {
    find(question, most) {
      const wanted = [...new Set(termsOf(question))].map((term) => ({ term, weight: rarity(term) }));
      const scored = indexed.map(({ passage, terms }) => {
        const norm = saturation * (1 - lengthWeight + (lengthWeight * terms.length) / meanLength);
        const score = wanted.reduce((sum, { term, weight }) => {
          const count = terms.filter((one) => one === term).length;
          return sum + (weight * count * (saturation + 1)) / (count + norm);
        }, 0);
        return { passage, score };
      });
      return scored
        .filter(({ score }) => score > 0)
        .toSorted((one, two) => two.score - one.score)
        .slice(0, most)
        .map(({ passage }) => passage);
    },
  };
}
