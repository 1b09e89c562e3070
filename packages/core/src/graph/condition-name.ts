import { BurrError } from "../errors.ts";
import { isRecord } from "../state/freeze.ts";

/** The name of a condition that compares keys of state with these values. */
export function whenName(values: readonly (readonly [key: string, value: unknown])[]): string {
  return values.map(([key, value]) => `${key}=${typeof value === "string" ? value : nameOf(key, value)}`).join(", ");
}

function nameOf(key: string, value: unknown): string {
  try {
    return textOf(value, []);
  } catch (error) {
    if (error !== cycle) return "…"; // a getter or a proxy that throws: a name is not worth an error
    throw new BurrError(
      "invalid-condition",
      `The value for "${key}" in when() contains itself, and so cannot be compared. Compare a part of it with check().`,
      { key },
    );
  }
}

/** Thrown and caught in this file. */
const cycle = new Error("A value contains itself.");

/** As in a program, as far as possible; of instances of classes no more than the class. */
function textOf(value: unknown, within: readonly unknown[]): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name === "" ? "function" : value.name;
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "-0" : String(value);
  if (within.includes(value)) throw cycle;
  const inside = [...within, value];
  const listed = (items: Iterable<unknown>): string => Array.from(items, (item) => textOf(item, inside)).join(",");
  if (Array.isArray(value)) return `[${listed(value)}]`;
  if (isRecord(value)) {
    const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${textOf(item, inside)}`);
    return `{${fields.join(",")}}`;
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Set) return `Set{${listed(value)}}`;
  if (value instanceof Map) {
    const entries = Array.from(value, ([key, item]) => `${textOf(key, inside)}=>${textOf(item, inside)}`);
    return `Map{${entries.join(",")}}`;
  }
  return `${value.constructor.name}{…}`;
}
