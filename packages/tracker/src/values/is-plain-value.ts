import type { RedactRules } from "./redact.ts";
import { longText } from "./tags.ts";

/** How many values are looked at, and how deep; the careful way does the rest. */
const mostValues = 5_000_000;
const deepest = 64;

/**
 * True for what `JSON.stringify` writes exactly as the log has to have it: plain JSON without long texts and without keys that are
 * hidden. May throw, as getters do.
 */
export function isPlainValue(value: unknown, rules: RedactRules): boolean {
  return new Look(rules).isPlain(value, deepest);
}

class Look {
  readonly #rules: RedactRules;
  readonly #hidesNoKey: boolean;
  #left = mostValues;

  constructor(rules: RedactRules) {
    this.#rules = rules;
    this.#hidesNoKey = rules.isEmpty;
  }

  isPlain(value: unknown, room: number): boolean {
    switch (typeof value) {
      case "string":
        return value.length <= longText;
      case "number":
        return value - value === 0 && (value !== 0 || 1 / value > 0); // no NaN, no infinity, no -0
      case "boolean":
        return true;
      case "object":
        return value === null || this.#isPlainInside(value, room);
      default:
        return false;
    }
  }

  #isPlainInside(value: object, room: number): boolean {
    // A toJSON() would be called, also a hidden one.
    if (room === 0 || this.#left < 0 || "toJSON" in value) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (Array.isArray(value)) return prototype === Array.prototype && this.#isPlainList(value, room - 1);
    return prototype === Object.prototype && this.#isPlainRecord(value, room - 1);
  }

  #isPlainList(list: readonly unknown[], room: number): boolean {
    const items: readonly unknown[] = Object.values(list);
    if (items.length !== list.length) return false;
    this.#left -= items.length;
    for (let index = 0; index < items.length; index++) {
      if (!this.isPlain(items[index], room)) return false;
    }
    return true;
  }

  #isPlainRecord(value: object, room: number): boolean {
    for (const key in value) {
      this.#left -= 1;
      if (key === "$burr" || !(this.#hidesNoKey || !this.#rules.hidesKey(key))) return false;
      const item: unknown = value[key as never]; // a key of it
      if (!this.isPlain(item, room)) return false;
    }
    return true;
  }
}
