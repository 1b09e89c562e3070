import { isRecord } from "../state/freeze.ts";
import type { JSONValue } from "./graph-json.ts";

/** A copy of `value`, or `undefined` when JSON cannot say it as it is: a date, a map, `NaN`, `-0`, a hole, a cycle. */
export function jsonOf(value: unknown, within: readonly unknown[] = []): JSONValue | undefined {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined;
  if (within.includes(value)) return undefined;
  const inside = [...within, value];
  if (Array.isArray(value)) {
    const items = Array.from(value, (item) => jsonOf(item, inside));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (!isRecord(value) || Object.getOwnPropertySymbols(value).length > 0) return undefined;
  const entries = Object.entries(value).map(([key, item]) => [key, jsonOf(item, inside)] as const);
  return entries.every((entry): entry is readonly [string, JSONValue] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}
