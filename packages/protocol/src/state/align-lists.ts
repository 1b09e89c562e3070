import { isObject } from "../parse/check.ts";
import { numbering, sameJson, type Tick } from "./same-json.ts";
import { commonSubsequence, increasing, type Match } from "./subsequence.ts";
import { isTagged } from "./tags.ts";

/** What became of the items of a list. */
export interface Alignment {
  /** For each item after, its position before; `undefined` for a new one. */
  readonly origins: readonly (number | undefined)[];
  /** The positions after of items that stand in another order than before. */
  readonly moved: ReadonlySet<number>;
}

/**
 * Finds which item of a list is which of another one: by their `id` or `key`, if all have one of their own, else by what they are.
 * Items that are not found again are taken for changed ones where new ones stand at the same place.
 */
export function alignLists(before: readonly unknown[], after: readonly unknown[], tick: Tick): Alignment {
  const origins: (number | undefined)[] = Array.from({ length: after.length });
  const moved = new Set<number>();
  const identities = identitiesOf(before, after);
  const number = numbering(tick);
  const [one, other] = identities ?? [before.map(number), after.map(number)];
  const inOrder = identities === undefined ? commonSubsequence(one, other) : increasing(samePlaces(one, other));
  for (const [i, j] of inOrder) origins[j] = i;
  for (const [i, j] of leftOver(one, other, inOrder)) {
    origins[j] = i;
    moved.add(j);
  }
  if (identities === undefined) {
    const taken = new Set(origins);
    for (const gap of gaps(inOrder, before.length, after.length)) {
      const lost = range(gap.before).filter((i) => !taken.has(i));
      const fresh = range(gap.after).filter((j) => origins[j] === undefined);
      for (const [i, j] of changedItems(lost, fresh, (old, now) => likenessOf(before[old], after[now], tick)))
        origins[j] = i;
    }
  }
  return { origins, moved };
}

const identityKeys = ["id", "key"];

/** The identities of the items as numbers, if each has one of its own. */
function identitiesOf(
  before: readonly unknown[],
  after: readonly unknown[],
): readonly [readonly number[], readonly number[]] | undefined {
  for (const key of identityKeys) {
    const numbers = new Map<unknown, number>();
    const numberOf = (identity: unknown): number => {
      const number = numbers.get(identity) ?? numbers.size;
      numbers.set(identity, number);
      return number;
    };
    const [one, other] = [identitiesBy(key, before), identitiesBy(key, after)];
    if (one !== undefined && other !== undefined) return [one.map(numberOf), other.map(numberOf)];
  }
  return undefined;
}

function identitiesBy(key: string, items: readonly unknown[]): readonly unknown[] | undefined {
  const identities = items.map((item) => (isObject(item) && Object.hasOwn(item, key) ? item[key] : undefined));
  const usable = identities.every((identity) => typeof identity === "string" || typeof identity === "number");
  return usable && new Set(identities).size === identities.length ? identities : undefined;
}

/** Where the numbers of one list, each of which it has once, are in the other one. */
function samePlaces(one: readonly number[], other: readonly number[]): readonly Match[] {
  const places = new Map(other.map((number, at) => [number, at]));
  return one.flatMap((number, at): readonly Match[] => {
    const place = places.get(number);
    return place === undefined ? [] : [[at, place]];
  });
}

/** The pairs of equal numbers that are in no order. */
function leftOver(one: readonly number[], other: readonly number[], inOrder: readonly Match[]): readonly Match[] {
  const [usedBefore, usedAfter] = [new Set(inOrder.map(([i]) => i)), new Set(inOrder.map(([, j]) => j))];
  const waiting = new Map<number, number[]>();
  // From the end, so that the first one is taken first.
  for (let i = one.length - 1; i >= 0; i -= 1) {
    const number = one[i];
    if (number === undefined || usedBefore.has(i)) continue;
    const same = waiting.get(number);
    if (same === undefined) waiting.set(number, [i]);
    else same.push(i);
  }
  return other.flatMap((number, j): readonly Match[] => {
    const i = usedAfter.has(j) ? undefined : waiting.get(number)?.pop();
    return i === undefined ? [] : [[i, j]];
  });
}

type Range = readonly [from: number, to: number];

/** What lies between the matches. */
function gaps(inOrder: readonly Match[], ...ends: Match): readonly { readonly before: Range; readonly after: Range }[] {
  let [i, j] = [0, 0];
  return [...inOrder, ends].map(([nextI, nextJ]) => {
    const gap = { before: [i, nextI], after: [j, nextJ] } as const;
    [i, j] = [nextI + 1, nextJ + 1];
    return gap;
  });
}

function range([from, to]: Range): readonly number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

const mostLooks = 10_000;

/** Pairs of a lost and a fresh item, in the order of both, each time the most alike of those left. */
function changedItems(
  lost: readonly number[],
  fresh: readonly number[],
  alike: (lost: number, fresh: number) => number,
): readonly Match[] {
  const choice = lost.length * fresh.length > mostLooks ? 1 : fresh.length;
  const pairs: Match[] = [];
  let next = 0;
  for (const [done, i] of lost.entries()) {
    // Those lost later need somebody too.
    const last = Math.max(next, fresh.length - (lost.length - done));
    let [found, likest] = [-1, -1];
    for (let at = next; at <= last && at < fresh.length && at < next + choice; at += 1) {
      const likeness = alike(i, fresh[at] ?? -1);
      if (likeness > likest) [found, likest] = [at, likeness];
    }
    const j = fresh[found];
    if (j === undefined || found === -1) continue;
    pairs.push([i, j]);
    next = found + 1;
  }
  return pairs;
}

/** How much two values are alike; below 0: they are not the same value, changed. */
function likenessOf(before: unknown, after: unknown, tick: Tick): number {
  if (Array.isArray(before) || Array.isArray(after)) return Array.isArray(before) && Array.isArray(after) ? 0 : -1;
  if (!isObject(before) || !isObject(after)) return isObject(before) || isObject(after) ? -1 : 0;
  if (isTagged(before) || isTagged(after)) return isTagged(before) && isTagged(after) ? 0 : -1;
  const [one, other] = [Object.keys(before), Object.keys(after)];
  const shared = one.filter((key) => Object.hasOwn(after, key));
  if (shared.length * 2 < Math.max(one.length, other.length)) return -1;
  return shared.filter((key) => sameJson(before[key], after[key], tick)).length;
}
