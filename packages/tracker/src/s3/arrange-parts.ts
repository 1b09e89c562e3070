import type { Part } from "./part-name.ts";

/** The names that went into a joined part; `undefined` when that is not known any more. */
export type ReadManifest = (joinedName: string) => Promise<readonly string[] | undefined>;

/** The parts of a log, and those that are there besides and say nothing new. */
export interface ArrangedParts {
  /** In the order of the log. */
  readonly parts: readonly Part[];
  /** What went into a joined part and was not deleted yet, and joined parts that are not needed yet. */
  readonly leftover: readonly Part[];
}

/**
 * Puts parts in order. Of a joined part and what went into it, one counts: the joined one once something of the others is gone
 * that is in no other joined part, and not before; so two that join the same parts at the same time do no harm.
 *
 * @param listed - All that are there.
 * @param readManifest - Asked only about joined parts of which something seems to be left.
 * @returns Those that make up the log.
 */
export async function arrangeParts(listed: readonly Part[], readManifest: ReadManifest): Promise<ArrangedParts> {
  const names = new Set(listed.map(({ name }) => name));
  const hidden = new Set<string>();
  const inForce = new Map<string, readonly string[]>();
  for (const one of listed) {
    if (one.joined === undefined) continue;
    const others = listed.filter((part) => part !== one && part.stem >= one.firstStem && part.firstStem <= one.stem);
    if (others.length === 0) continue;
    inForce.set(one.name, (await readManifest(one.name)) ?? changedBefore(others, one.joined.asOfMs));
  }
  for (const [name, covered] of inForce) {
    const isElsewhere = (one: string): boolean =>
      names.has(one) || [...inForce].some(([other, theirs]) => other !== name && theirs.includes(one));
    if (!covered.every(isElsewhere)) continue;
    inForce.delete(name);
    hidden.add(name);
  }
  for (const covered of inForce.values()) for (const name of covered) hidden.add(name);
  const parts = listed.filter(({ name }) => !hidden.has(name));
  return { parts: parts.toSorted(byStart), leftover: listed.filter(({ name }) => hidden.has(name)) };
}

// Without a list, the time tells what was joined from what came later. The nameless one is gone: the joined part is in force.
function changedBefore(parts: readonly Part[], asOfMs: number): readonly string[] {
  return [...parts.filter(({ modifiedAtMs }) => modifiedAtMs <= asOfMs).map(({ name }) => name), ""];
}

function byStart(one: Part, other: Part): number {
  return compare(one.firstStem, other.firstStem) || compare(one.name, other.name);
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
