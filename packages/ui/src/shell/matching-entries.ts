/** What can be found: by its name, and less so by what is told beside it. */
interface Findable {
  readonly text: string;
  readonly detail?: string;
}

/** Those that have what was typed in their names, the ones that come closest to it first. */
export function matchingEntries<TEntry extends Findable>(entries: readonly TEntry[], typed: string): readonly TEntry[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return entries;
  return entries
    .flatMap((entry) => {
      const rank = rankOf(entry, wanted);
      return rank === -1 ? [] : [{ entry, rank }];
    })
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ entry }) => entry);
}

/** How close a name comes to what was typed, 0 the closest; −1: not at all. */
function rankOf({ text, detail = "" }: Findable, wanted: string): number {
  const name = text.toLowerCase();
  const starts = wordStarts(text);
  const words = wanted.split(/\s+/);
  const ranks = [
    name === wanted,
    name.startsWith(wanted),
    starts.some((at) => name.startsWith(wanted, at)),
    words.every((word) => starts.some((at) => name.startsWith(word, at))),
    // The first letters of its words: `gtp` for "Go to projects".
    wanted.length > 1 &&
      starts
        .map((at) => name[at])
        .join("")
        .startsWith(wanted),
    name.includes(wanted),
    words.every((word) => `${name} ${detail.toLowerCase()}`.includes(word)),
  ];
  return ranks.indexOf(true);
}

/** Where words begin: `decide`, `Mode` of `decideMode`, each part of `answer_question`. */
function wordStarts(text: string): readonly number[] {
  return [...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}]|(?<=\p{Ll})\p{Lu}/gu)].map(({ index }) => index);
}
