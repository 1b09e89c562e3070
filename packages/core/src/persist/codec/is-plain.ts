import { tagKey } from "./tagged.ts";

// Deeper values, and with them all cycles, are left to the slow way: it looks closer.
const depth = 64;

/**
 * True for what `JSON.stringify` stores exactly. False means "look closer": it may be exact none the less. This runs over
 * every value that is stored, so it allocates little and goes through an object once.
 */
export function isPlainJson(value: unknown): boolean {
  return isPlain(value, depth);
}

// Small, so that engines put it into the loops that call it.
function isPlain(value: unknown, room: number): boolean {
  if (typeof value === "string") return true;
  if (typeof value === "number") return isPlainNumber(value);
  if (typeof value === "object") return value === null || isPlainInside(value, room);
  return typeof value === "boolean";
}

function isPlainInside(value: object, room: number): boolean {
  // A toJSON() would be called, also a hidden one.
  if (room === 0 || "toJSON" in value || Object.getOwnPropertySymbols(value).length > 0) return false;
  return Array.isArray(value) ? isPlainList(value, room - 1) : isPlainObject(value, room - 1);
}

/** True for numbers that JSON has: no `NaN`, no infinity, no `-0`. */
export function isPlainNumber(value: number): boolean {
  return value - value === 0 && (value !== 0 || 1 / value > 0);
}

function isPlainList(list: readonly unknown[], room: number): boolean {
  if (Object.getPrototypeOf(list) !== Array.prototype) return false;
  // Its items, and what else was put on it (a match of a RegExp has more). Faster to go through than the list itself.
  const items: readonly unknown[] = Object.values(list);
  if (items.length !== list.length || list.includes(undefined)) return false;
  for (let index = 0; index < items.length; index++) {
    if (!isPlain(items[index], room)) return false;
  }
  return true;
}

function isPlainObject(value: object, room: number): boolean {
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  // Inherited keys come too, if somebody put some on Object.prototype: then the slow way has to tell them apart.
  for (const key in value) {
    const item: unknown = value[key as never]; // a key of it
    if (key === tagKey || !isPlain(item, room)) return false;
  }
  return true;
}
