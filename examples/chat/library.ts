import MiniSearch from "minisearch";
import type { Passage, Query } from "./chat.ts";
import { type Document, splitDocument } from "./documents.ts";
import { allTermsOf, termsOf } from "./terms.ts";

/** Documents that can be searched. */
export interface Library {
  readonly documents: readonly Document[];
  readonly passages: readonly Passage[];
  /** Some headings that say what can be asked about. */
  readonly topics: readonly string[];
  /** The best passages among those that `isWanted`, best first; none when nothing fits well enough. */
  find(query: Query, isWanted?: (passage: Passage) => boolean): Passage[];
}

const mostPassages = 3;

/** Splits documents into passages and indexes them. */
export function createLibrary(documents: readonly Document[]): Library {
  const passages = documents.flatMap(splitDocument);
  const index = new MiniSearch<Passage & { readonly id: number }>({
    fields: ["heading", "text", "code", "file"],
    tokenize: allTermsOf,
    processTerm: (term) => term,
    searchOptions: {
      boost: { heading: 2, code: 0.5, file: 0.5 },
      prefix: (term) => term.length > 3,
      fuzzy: (term) => (term.length > 5 ? 0.2 : false),
    },
  });
  index.addAll(passages.map((passage, id) => ({ id, ...passage })));
  return {
    documents,
    passages,
    topics: topicsOf(documents, passages),
    find({ terms, topic }, isWanted = () => true) {
      const wanted = [...new Set([...terms, ...topic])];
      const boostTerm = (term: string): number => (terms.length === 0 || terms.includes(term) ? 1 : 0.3);
      const results = index.search(wanted.join(" "), { tokenize: () => wanted, boostTerm }).flatMap((result) => {
        const passage = passages[Number(result.id)];
        const known = terms.filter((term) => result.queryTerms.includes(term));
        const fits = passage !== undefined && 2 * known.length >= terms.length && isWanted(passage);
        return fits ? [{ passage, score: result.score }] : [];
      });
      // Of a long section, which is several passages, only the best one.
      const sections = new Set<string>();
      const isFirst = ({ passage: { file, heading } }: (typeof results)[number]): boolean =>
        sections.size < sections.add(`${file}\n${heading}`).size;
      const worst = 0.4 * (results[0]?.score ?? 0);
      return results
        .filter(({ score }) => score >= worst)
        .filter(isFirst)
        .slice(0, mostPassages)
        .map(({ passage }) => passage);
    },
  };
}

/** One heading per document in turn, without what stands under the documents' titles. */
function topicsOf(documents: readonly Document[], passages: readonly Passage[]): string[] {
  const byFile = documents.map(({ file }) => {
    const [first, ...rest] = passages.filter((passage) => passage.file === file).map(({ heading }) => heading);
    return new Set(rest.filter((heading) => heading !== first).map((heading) => heading.replace(/ › .*/, "")));
  });
  const longest = Math.max(0, ...byFile.map(({ size }) => size));
  const inTurn = Array.from({ length: longest }, (_, turn) => byFile.flatMap((headings) => [...headings][turn] ?? []));
  const topics = [...new Set(inTurn.flat())];
  const saysMuch = (topic: string): boolean => termsOf(topic).length > 1;
  return [...topics.filter(saysMuch), ...topics.filter((topic) => !saysMuch(topic))].slice(0, 4);
}
