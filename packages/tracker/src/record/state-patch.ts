import type { Operation } from "@burrjs/core";
import { escapePointer } from "@burrjs/protocol";
import { type Gap, listGaps } from "./list-gaps.ts";
import type { ValuePath } from "../values/redact.ts";
import type { ValueText } from "../values/value-text.ts";

/** Changes of one value that are told apart, and how deep they are looked for: beyond, the value is written anew. */
const mostOperations = 500;
const deepest = 24;

/** Thrown and caught in this file. */
const tooMany = new Error("A value has too many changes.");

/** What leads from one value of a key to the next. Both are left as they are, and in the log the first stands as plain JSON. */
export interface KeyChange {
  readonly key: string;
  readonly before: unknown;
  readonly after: unknown;
  /** The operations on this key, if it is known that these alone have changed it. */
  readonly operations: readonly Operation[];
}

/**
 * The operations of a patch, as JSON text, that change a value in parts; `undefined` where it is better written anew: it is another
 * value altogether, is hidden, has too many changes, or cannot be looked at.
 */
export function changesOf(change: KeyChange, texts: ValueText): readonly string[] | undefined {
  const { key, before, after, operations } = change;
  const appended = appendedItems(before, after, operations);
  const path = ["state", key];
  const pointer = `/${escapePointer(key)}`;
  if (appended !== undefined && !texts.hides(path, after)) {
    const first = (after as Items).length - appended.length; // a list, or nothing was appended
    return appended.map((item, index) =>
      operation("add", `${pointer}/-`, texts.inline(item, [...path, first + index])),
    );
  }
  const changes = new Changes(texts);
  try {
    const place = { path, pointer };
    if (!changes.canCompare(place, before, after)) return undefined;
    changes.add(place, before, after);
    return changes.operations;
  } catch {
    return undefined; // there were too many, or a getter or a proxy has thrown
  }
}

/** One operation of a patch as JSON text. */
export function operation(op: "add" | "replace" | "remove", pointer: string, value?: string): string {
  const rest = value === undefined ? "" : `,"value":${value}`;
  return `{"op":"${op}","path":${JSON.stringify(pointer)}${rest}}`;
}

interface Place {
  readonly path: ValuePath;
  readonly pointer: string;
}

type Items = readonly unknown[];

interface Lists {
  readonly before: Items;
  readonly after: Items;
}

type Members = Readonly<Record<string, unknown>>;

/** Finds what has changed by going down only where two values are not the very same. */
class Changes {
  readonly operations: string[] = [];
  readonly #texts: ValueText;
  readonly #around = new Set<unknown>();

  constructor(texts: ValueText) {
    this.#texts = texts;
  }

  add(place: Place, before: unknown, after: unknown): void {
    if (this.canCompare(place, before, after)) {
      this.#around.add(before).add(after);
      if (Array.isArray(before) && Array.isArray(after)) this.#list(place, before, after);
      else this.#record(place, before as Members, after as Members); // both are, by what was asked
      this.#around.delete(before);
      this.#around.delete(after);
    } else this.#push("replace", place, after);
  }

  /** Whether both are written as plain JSON of one kind, nothing of which is hidden as a whole, and are worth comparing. */
  canCompare({ path }: Place, before: unknown, after: unknown): boolean {
    if (path.length > deepest || this.#around.has(before) || this.#around.has(after)) return false;
    const isPair = (isPlainList(before) && isPlainList(after)) || (isPlainRecord(before) && isPlainRecord(after));
    return isPair && !this.#texts.hides(path, before) && !this.#texts.hides(path, after);
  }

  #record(place: Place, before: Members, after: Members): void {
    for (const key of Object.keys(before)) {
      if (!Object.hasOwn(after, key)) this.#push("remove", inside(place, key));
    }
    for (const key of Object.keys(after)) {
      if (Object.hasOwn(before, key)) {
        if (!Object.is(before[key], after[key])) this.add(inside(place, key), before[key], after[key]);
      } else this.#push("add", inside(place, key), after[key]);
    }
  }

  #list(place: Place, before: Items, after: Items): void {
    // From the end, so that what is done leaves the positions of what is still to do.
    for (const gap of listGaps(before, after).toReversed()) this.#gap(place, gap, { before, after });
  }

  #gap(place: Place, gap: Gap, { before, after }: Lists): void {
    const [from, to] = gap.before;
    const [first, end] = gap.after;
    const paired = Math.min(to - from, end - first);
    const at = (index: number): Place => ({ path: [...place.path, first + index], pointer: `${place.pointer}/${from + index}` }); // prettier-ignore
    for (let index = 0; index < paired; index += 1) {
      const [old, now] = [before[from + index], after[first + index]];
      if (!Object.is(old, now)) this.add(at(index), old, now);
    }
    for (let index = to - from - 1; index >= paired; index -= 1) this.#push("remove", at(index));
    for (let index = paired; index < end - first; index += 1) {
      const pointer = to === before.length ? `${place.pointer}/-` : at(index).pointer;
      this.#push("add", { path: at(index).path, pointer }, after[first + index]);
    }
  }

  #push(op: "add" | "replace" | "remove", { path, pointer }: Place, value?: unknown): void {
    if (this.operations.length >= mostOperations) throw tooMany;
    this.operations.push(operation(op, pointer, op === "remove" ? undefined : this.#texts.inline(value, path)));
  }
}

function inside({ path, pointer }: Place, key: string): Place {
  return { path: [...path, key], pointer: `${pointer}/${escapePointer(key)}` };
}

/** The items that were put at the end of a list, if nothing else was done with it. */
function appendedItems(before: unknown, after: unknown, operations: readonly Operation[]): Items | undefined {
  if (operations.length === 0 || !Array.isArray(after) || !isPlainList(before)) return undefined;
  const items = operations.flatMap((one) => {
    if (one.op === "append") return [one.value];
    return one.op === "extend" && Array.isArray(one.value) ? (one.value as Items) : [];
  });
  const isAll = operations.every(({ op }) => op === "append" || op === "extend");
  if (!isAll || before.length + items.length !== after.length || items.length > mostOperations) return undefined;
  plainLists.add(after); // and so is the next one that something is appended to
  return items;
}

/** Lists that were looked at: with thousands of items, that takes time. */
const plainLists = new WeakSet<Items>();

/** Lists that the log has as lists: without holes. */
function isPlainList(value: unknown): value is Items {
  if (!Array.isArray(value)) return false;
  if (plainLists.has(value)) return true;
  const isPlain = Object.getPrototypeOf(value) === Array.prototype && !hasHoles(value);
  if (isPlain) plainLists.add(value);
  return isPlain;
}

function hasHoles(list: Items): boolean {
  for (let index = 0; index < list.length; index += 1) if (list[index] === undefined && !(index in list)) return true;
  return false;
}

/** Objects that the log has as objects. */
function isPlainRecord(value: unknown): value is Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return Object.getPrototypeOf(value) === Object.prototype && !Object.hasOwn(value, "$burr");
}
