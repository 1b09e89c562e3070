import { isObject } from "../parse/check.ts";
import { escapePointer } from "./pointer.ts";
import { isMissingValue } from "./tags.ts";

/** What stands in place of a value that is not in the log. */
export const missingMark = "‹redacted›";

/** A value of the log without tags that nobody can read back, and where they stood. */
export interface Masked<TValue> {
  readonly value: TValue;
  /** JSON Pointers. */
  readonly missing: readonly string[];
}

/** `value` with a mark in place of what was redacted, could not be stored, or whose file is gone. */
export function maskMissing<TValue>(value: TValue): Masked<TValue> {
  const missing: string[] = [];
  return { value: masked(value, "", missing) as TValue, missing }; // the same fields
}

function masked(value: unknown, path: string, missing: string[]): unknown {
  if (isMissingValue(value)) {
    missing.push(path);
    return missingMark;
  }
  if (Array.isArray(value)) return value.map((one, index) => masked(one, `${path}/${index}`, missing));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, masked(one, `${path}/${escapePointer(key)}`, missing)]),
  );
}
