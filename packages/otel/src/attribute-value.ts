import { valueCodec } from "@burrjs/core/persist";
import type { Attributes } from "@opentelemetry/api";

/** A value that every version of OpenTelemetry takes. */
export type PlainAttribute = string | number | boolean | string[] | number[] | boolean[];

/**
 * `value` as OpenTelemetry takes attributes: text, finite numbers, booleans and lists of one of these as they are, all else as JSON
 * text. What cannot be stored as JSON becomes a text for people. Never throws.
 *
 * @param value - Anything; lists are copied.
 * @returns The value of the attribute; `undefined` only for `undefined`.
 */
export function attributeValue(value: unknown): PlainAttribute | undefined {
  if (value === undefined) return undefined;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value); // OTLP has no JSON for the others
  try {
    return listOf(value) ?? codec.encode(value, "attribute");
  } catch {
    return textOf(value);
  }
}

/**
 * As `attributeValue`, for each of a record.
 *
 * @param values - By name.
 * @param isLeftOut - Which names to pass over.
 * @returns New attributes.
 */
export function attributesOf(
  values: Readonly<Record<string, unknown>>,
  isLeftOut: (name: string) => boolean = () => false,
): Attributes {
  const attributes: Attributes = {};
  for (const name of Object.keys(values)) {
    if (isLeftOut(name)) continue;
    const value = attributeValue(readOf(values, name));
    if (value !== undefined) attributes[name] = value;
  }
  return attributes;
}

const codec = valueCodec();

function listOf(value: unknown): string[] | number[] | boolean[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: readonly unknown[] = value;
  // Not `every`, which passes over holes.
  if (isListOf(items, (item) => typeof item === "string")) return items.slice();
  if (isListOf(items, (item) => typeof item === "number" && Number.isFinite(item))) return items.slice();
  return isListOf(items, (item) => typeof item === "boolean") ? items.slice() : undefined;
}

function isListOf<TItem>(items: readonly unknown[], test: (item: unknown) => item is TItem): items is readonly TItem[];
function isListOf(items: readonly unknown[], test: (item: unknown) => boolean): items is readonly number[];
function isListOf(items: readonly unknown[], test: (item: unknown) => boolean): boolean {
  for (let index = 0; index < items.length; index += 1) if (!test(items[index])) return false;
  return true;
}

function readOf(values: Readonly<Record<string, unknown>>, name: string): unknown {
  try {
    return values[name];
  } catch {
    return "(could not be read)"; // a getter that throws
  }
}

/** For people: what a value is that has no JSON. */
function textOf(value: unknown): string {
  if (typeof value === "symbol") return String(value);
  if (typeof value === "function") return `[function ${typeof value.name === "string" ? value.name : ""}]`;
  try {
    const json: unknown = JSON.stringify(value, plain);
    if (typeof json === "string") return json;
  } catch {
    // It refers to itself, or has a getter or a `toJSON` that throws.
  }
  try {
    return String(value);
  } catch {
    return "(could not be shown)";
  }
}

function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  return typeof value === "function" ? "[function]" : value;
}
