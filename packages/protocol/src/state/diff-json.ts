import type { DiffEntry } from "../api.ts";
import { difference, Differ, isPlainObject, keysOfBoth, type Maybe, memberOf } from "./differ.ts";
import { escapePointer } from "./pointer.ts";
import { sameJson } from "./same-json.ts";

/** How long to look for small differences. */
export interface DiffOptions {
  /** After this, keys at the top are compared as a whole. Default: 200. */
  readonly budgetMs?: number;
  /** Milliseconds since any point in time. Default: `performance.now`. */
  readonly now?: () => number;
}

/**
 * What differs between two values of the log, in the order of the keys and items. The order of keys does not count. Items of lists
 * are found again by their `id` or `key`, or by what they are, so that an inserted one is one difference; those that only stand
 * elsewhere are marked as moved. Paths are JSON Pointers: of what was removed, where it was; of anything else, where it is.
 */
export function diffJson(before: unknown, after: unknown, options: DiffOptions = {}): readonly DiffEntry[] {
  const { budgetMs = 200, now = () => performance.now() } = options;
  const entries: DiffEntry[] = [];
  const tick = budgetTick(now() + budgetMs, now);
  const differ = new Differ(entries, tick);
  for (const { path, compare, whole } of partsOf(before, after, differ)) {
    const length = entries.length;
    try {
      tick(true);
      compare();
    } catch (error) {
      if (!(error instanceof BudgetSpent)) throw error;
      entries.length = length;
      entries.push(...whole().map((entry) => ({ ...entry, path, coarse: true as const })));
    }
  }
  return entries;
}

interface Part {
  readonly path: string;
  readonly compare: () => void;
  /** The difference of the whole part, if there is one. */
  readonly whole: () => readonly Omit<DiffEntry, "path">[];
}

/** The keys at the top, or the whole. */
function partsOf(before: unknown, after: unknown, differ: Differ): readonly Part[] {
  if (!isPlainObject(before) || !isPlainObject(after)) return [partOf("", [before], [after], differ)];
  return keysOfBoth(before, after).map((key) =>
    partOf(`/${escapePointer(key)}`, memberOf(before, key), memberOf(after, key), differ),
  );
}

function partOf(path: string, before: Maybe, after: Maybe, differ: Differ): Part {
  return {
    path,
    compare: () => {
      differ.member({ before: path, after: path }, before, after);
    },
    whole: () => (before.length === after.length && sameJson(before[0], after[0]) ? [] : [difference(before, after)]),
  };
}

class BudgetSpent extends Error {}

/** Throws when the time has come; looks at the clock each thousandth time, or when told to. */
function budgetTick(endMs: number, now: () => number): (look?: boolean) => void {
  let count = 0;
  return (look = false) => {
    count += 1;
    if ((look || count % 1000 === 0) && now() >= endMs) throw new BudgetSpent();
  };
}
