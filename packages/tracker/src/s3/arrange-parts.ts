import type { ReadManifest } from "./manifest.ts";
import type { Part } from "./part-name.ts";

/** The parts of a log, and those that are there besides and say nothing new. */
export interface ArrangedParts {
  /** In the order of the log. */
  readonly parts: readonly Part[];
  /** What went into a joined part and was not deleted yet, and joined parts that do not count yet. */
  readonly leftover: readonly Part[];
}

/**
 * Puts parts in order. Of a joined part and what went into it, one counts: the joined one, unless its manifest is pending.
 *
 * @param listed - All that are there.
 * @param readManifest - Asked only about joined parts of which something seems to be left.
 * @returns Those that make up the log.
 */
export async function arrangeParts(listed: readonly Part[], readManifest: ReadManifest): Promise<ArrangedParts> {
  const hidden = new Set<string>();
  for (const one of listed) {
    if (one.joined === undefined) continue;
    const others = listed.filter((part) => part !== one && part.stem >= one.firstStem && part.firstStem <= one.stem);
    if (others.length === 0) continue;
    const manifest = await readManifest(one.name);
    if (manifest?.isPending === true) hidden.add(one.name);
    else for (const name of manifest?.names ?? changedBefore(others, one.joined.asOfMs)) hidden.add(name);
  }
  const parts = listed.filter(({ name }) => !hidden.has(name));
  return { parts: parts.toSorted(byStart), leftover: listed.filter(({ name }) => hidden.has(name)) };
}

// Without a manifest, the time tells what was joined from what came later.
function changedBefore(parts: readonly Part[], asOfMs: number): readonly string[] {
  return parts.filter(({ modifiedAtMs }) => modifiedAtMs <= asOfMs).map(({ name }) => name);
}

function byStart(one: Part, other: Part): number {
  return compare(one.firstStem, other.firstStem) || compare(one.name, other.name);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
