import type { DiffEntry } from "../api.ts";
import { isObject } from "../parse/check.ts";
import { alignLists } from "./align-lists.ts";
import { escapePointer } from "./pointer.ts";
import { preview } from "./preview.ts";
import { sameJson, type Tick } from "./same-json.ts";
import { isTagged } from "./tags.ts";

/** A value, or none. */
export type Maybe = readonly [] | readonly [unknown];

/** What an object has under a key of its own. */
export function memberOf(object: Readonly<Record<string, unknown>>, key: string): Maybe {
  return Object.hasOwn(object, key) ? [object[key]] : [];
}

/** The difference between two values that are not the same. */
export function difference(before: Maybe, after: Maybe): Omit<DiffEntry, "path"> {
  return {
    op: before.length === 0 ? "add" : after.length === 0 ? "remove" : "change",
    ...(before.length === 1 && { before: preview(before[0]) }),
    ...(after.length === 1 && { after: preview(after[0]) }),
  };
}

/** Collects the differences. */
export class Differ {
  readonly #entries: DiffEntry[];
  readonly #tick: Tick;

  constructor(entries: DiffEntry[], tick: Tick) {
    this.#entries = entries;
    this.#tick = tick;
  }

  member(place: Place, before: Maybe, after: Maybe): void {
    if (before.length === 1 && after.length === 1) this.#compare(place, before[0], after[0]);
    else this.#add(place, before, after);
  }

  #add(place: Place, before: Maybe, after: Maybe): void {
    this.#entries.push({ path: after.length === 0 ? place.before : place.after, ...difference(before, after) });
  }

  #compare(place: Place, before: unknown, after: unknown): void {
    this.#tick();
    if (before === after) return;
    if (Array.isArray(before) && Array.isArray(after)) this.#lists(place, before, after);
    else if (isPlainObject(before) && isPlainObject(after)) {
      for (const key of keysOfBoth(before, after)) {
        this.member(inside(place, escapePointer(key)), memberOf(before, key), memberOf(after, key));
      }
    } else {
      const contents = contentsOf(before, after);
      if (contents !== undefined) this.#compare(inside(place, "value"), ...contents);
      else if (!sameJson(before, after, this.#tick)) this.#add(place, [before], [after]);
    }
  }

  #lists(place: Place, before: readonly unknown[], after: readonly unknown[]): void {
    const start = before.findIndex((item, at) => at >= after.length || !sameJson(item, after[at], this.#tick));
    const from = start === -1 ? before.length : start;
    let [beforeTo, afterTo] = [before.length, after.length];
    while (beforeTo > from && afterTo > from && sameJson(before[beforeTo - 1], after[afterTo - 1], this.#tick)) {
      beforeTo -= 1;
      afterTo -= 1;
    }
    const [one, other] = [before.slice(from, beforeTo), after.slice(from, afterTo)];
    const { origins, moved } = alignLists(one, other, this.#tick);
    const kept = new Set(origins);
    const nextInOrder = nextOrigins(origins, moved, one.length);
    let next = 0;
    const removeUpTo = (to: number): void => {
      for (; next < to; next += 1) {
        if (!kept.has(next)) this.#add(inside(place, from + next), [one[next]], []);
      }
    };
    for (const [at, item] of other.entries()) {
      const origin = origins[at];
      const itemPlace = inside(place, from + (origin ?? at), from + at);
      if (!moved.has(at)) removeUpTo(nextInOrder[at] ?? one.length);
      if (origin === undefined) {
        this.#add(itemPlace, [], [item]);
        continue;
      }
      if (moved.has(at)) {
        this.#entries.push({ path: itemPlace.after, op: "move", from: itemPlace.before, after: preview(item) });
      }
      this.#compare(itemPlace, one[origin], item);
    }
    removeUpTo(one.length);
  }
}

/** For each item the position before of the first one from there on that was not moved: what is gone before it comes first. */
function nextOrigins(
  origins: readonly (number | undefined)[],
  moved: ReadonlySet<number>,
  end: number,
): readonly number[] {
  const next: number[] = Array.from({ length: origins.length });
  let found = end;
  for (let at = origins.length - 1; at >= 0; at -= 1) {
    if (!moved.has(at)) found = origins[at] ?? found;
    next[at] = found;
  }
  return next;
}

/** Where a value was, and where it is. */
interface Place {
  readonly before: string;
  readonly after: string;
}

function inside(place: Place, before: string | number, after: string | number = before): Place {
  return { before: `${place.before}/${before}`, after: `${place.after}/${after}` };
}

/** Whether a value is an object with keys of the user. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !isTagged(value);
}

/** What two tags hold, if they are of the same kind and it is lists or objects: then smaller differences can be found in it. */
function contentsOf(before: unknown, after: unknown): readonly [unknown, unknown] | undefined {
  if (!isTagged(before) || !isTagged(after) || before.$burr !== after.$burr || before.$burr === "ref") return undefined;
  const both = [before.value, after.value] as const;
  return both.every(Array.isArray) || both.every(isPlainObject) ? both : undefined;
}

/** The keys of two objects, each once. */
export function keysOfBoth(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}
