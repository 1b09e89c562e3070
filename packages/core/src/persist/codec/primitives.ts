import { tagged, type Readable } from "./tagged.ts";
import { storedText } from "./unreadable.ts";

/** A number that JSON does not have, as a tag. */
export function taggedNumber(value: number): object {
  return tagged("number", Object.is(value, -0) ? "-0" : String(value));
}

/** A `bigint`, as a tag. */
export function taggedBigint(value: bigint): object {
  return tagged("bigint", String(value));
}

/** `undefined`, as a tag. */
export function taggedUndefined(): object {
  return tagged("undefined");
}

const numbers: ReadonlyMap<unknown, number> = new Map([
  ["-0", -0],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
]);

/** How the tags above are read. */
export const primitives: readonly Readable[] = [
  {
    tag: "number",
    decode(stored) {
      const value = numbers.get(stored);
      if (value === undefined) throw new TypeError("This is no such number.");
      return value;
    },
  },
  {
    tag: "bigint",
    decode(stored) {
      const text = storedText(stored);
      if (!/^-?\d+$/.test(text)) throw new TypeError("This is no integer.");
      return BigInt(text);
    },
  },
  {
    tag: "undefined",
    decode(stored) {
      if (stored !== undefined) throw new TypeError("This is a value.");
      return undefined;
    },
  },
];
