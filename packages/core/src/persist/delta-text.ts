import { BurrError } from "../errors.ts";
import { AppendList } from "../state/append-list.ts";
import { type Data, type Operation, valueAt } from "../state/operations.ts";
import type { ValueCodec } from "./codec/codec.ts";

/** How the values of one key are stored, when the usual way will not do. */
export interface KeyCodec {
  /** Something that can be stored; it may contain dates, maps and so on. */
  encode(value: unknown): unknown;
  decode(data: unknown): unknown;
}

/** Turns operations into text and back. */
export interface Encoding {
  readonly codec: ValueCodec;
  readonly keys: Readonly<Record<string, KeyCodec>>;
}

/** The operations of a step as text, those left out that a later one makes void. `before` and `after` are the states around it. */
export function deltaText(encoding: Encoding, delta: readonly Operation[], before: Data, after: Data): string {
  const { codec, keys } = encoding;
  const last = new Map<string, number>();
  delta.forEach(({ op, key }, index) => {
    if (op === "set" || op === "delete") last.set(key, index);
  });
  const coded = new Set<string>();
  const parts: string[] = [];
  delta.forEach((operation, index) => {
    const { key } = operation;
    if (index < (last.get(key) ?? 0) || coded.has(key)) return;
    if (Object.hasOwn(keys, key) && Object.hasOwn(after, key)) {
      coded.add(key); // its codec sees whole values only
      parts.push(codedText(encoding, key, valueAt(after, key)));
      return;
    }
    if (operation.op === "delete") {
      parts.push(`["delete",${JSON.stringify(key)}]`);
      return;
    }
    const { op, value } = operation;
    const grown = op === "set" ? itemsBehind(before, key, value) : undefined;
    const path = pathOf(key);
    parts.push(
      grown === undefined
        ? `["${op}",${JSON.stringify(key)},${codec.encode(value, op === "append" ? `${path}[${lengthAt(before, key)}]` : path)}]`
        : `["extend",${JSON.stringify(key)},${codec.encode(grown, path)}]`,
    );
  });
  return `[${parts.join(",")}]`;
}

/** A whole state as text: the operations that make it from nothing. */
export function snapshotText(encoding: Encoding, data: Data): string {
  const parts = Object.keys(data).map((key) => keyText(encoding, data, key));
  return `[${parts.join(",")}]`;
}

/** The keys of a state that take most room, largest first, with the bytes of each. */
export function largestKeys(encoding: Encoding, data: Data): { readonly key: string; readonly sizeBytes: number }[] {
  const encoder = new TextEncoder();
  return Object.keys(data)
    .map((key) => ({ key, sizeBytes: encoder.encode(keyText(encoding, data, key)).length }))
    .toSorted((one, other) => other.sizeBytes - one.sizeBytes)
    .slice(0, 3);
}

/** Applies stored texts (a snapshot, deltas) to the values so far, which are changed in place. */
export function applyTexts(encoding: Encoding, values: Record<string, unknown>, texts: readonly string[]): void {
  const lists = encoding.codec.decode(`[${texts.join(",")}]`) as readonly (readonly unknown[])[]; // checked one by one
  for (const operations of lists) {
    for (const operation of operations) applyStored(encoding, values, operation);
  }
}

function applyStored({ keys }: Encoding, values: Record<string, unknown>, operation: unknown): void {
  const [op, key, value] = Array.isArray(operation) ? (operation as unknown[]) : [];
  if (typeof key !== "string" || key.startsWith("__")) throw unreadable(String(key));
  const current = Object.hasOwn(values, key) ? values[key] : undefined;
  if (op === "set") values[key] = value;
  else if (op === "delete") delete values[key];
  else if (op === "code") values[key] = (keys[key] ?? missingCodec(key)).decode(value);
  else if (op === "increment" && typeof value === "bigint")
    values[key] = (current === undefined ? 0n : asBigint(current, key)) + value; // prettier-ignore
  else if (op === "increment" && typeof value === "number")
    values[key] = (current === undefined ? 0 : asNumber(current, key)) + value; // prettier-ignore
  else if (op === "append" || op === "extend") {
    const items = op === "append" ? [value] : value;
    if (current === undefined) values[key] = [...asList(items, key)];
    // In place: it was read from text just now, and nobody else has it.
    else for (const item of asList(items, key)) asList(current, key).push(item);
  } else throw unreadable(key);
}

function keyText(encoding: Encoding, data: Data, key: string): string {
  const value = valueAt(data, key);
  return Object.hasOwn(encoding.keys, key)
    ? codedText(encoding, key, value)
    : `["set",${JSON.stringify(key)},${encoding.codec.encode(value, pathOf(key))}]`;
}

function codedText({ codec, keys }: Encoding, key: string, value: unknown): string {
  return `["code",${JSON.stringify(key)},${codec.encode(keys[key]?.encode(value), pathOf(key))}]`;
}

/** What stands behind the old items, when a list was replaced by itself and more, as in `[...list, item]`. */
function itemsBehind(before: Data, key: string, value: unknown): readonly unknown[] | undefined {
  if (!Array.isArray(value) || !Object.hasOwn(before, key)) return undefined;
  const old = valueAt(before, key);
  if (!Array.isArray(old) || old.length === 0 || old.length > value.length) return undefined;
  // Not every(), which passes over holes.
  for (let index = 0; index < old.length; index += 1) {
    if (!Object.is(old[index], value[index]) || index in old !== index in value) return undefined;
  }
  return (value as unknown[]).slice(old.length);
}

function lengthAt(data: Data, key: string): number {
  const list = Object.hasOwn(data, key) ? data[key] : undefined;
  return Array.isArray(list) || list instanceof AppendList ? list.length : 0;
}

function pathOf(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `state.${key}` : `state[${JSON.stringify(key)}]`;
}

function asList(value: unknown, key: string): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw unreadable(key);
}

function asNumber(value: unknown, key: string): number {
  if (typeof value === "number") return value;
  throw unreadable(key);
}

function asBigint(value: unknown, key: string): bigint {
  if (typeof value === "bigint") return value;
  throw unreadable(key);
}

function missingCodec(key: string): never {
  throw new BurrError(
    "unreadable-value",
    `The stored values of "${key}" were written by a codec of that key. Pass it again, in \`keys\` of the persister.`,
    { tag: null },
  );
}

function unreadable(key: string): BurrError {
  return new BurrError(
    "unreadable-value",
    `A stored change of "${key}" is not one that this version wrote. Another program may have changed it.`,
    { tag: null },
  );
}
