import { BurrError } from "@burrjs/core";

/** The error for what is wrong at `path` of a graph as data; `problem` is a sentence, and so is `remedy`. */
export function invalidAt(path: string, problem: string, remedy: string): BurrError {
  const place = path === "" ? "" : ` at ${path}`;
  return new BurrError("invalid-graph-json", `The graph cannot be loaded${place}: ${problem} ${remedy}`, { path });
}

/** A field of a plain object, by name, and never one of its prototype. */
export type Fields = ReadonlyMap<string, unknown>;

/** The fields of a plain object that has no others than those `known`; of any, without `known`. */
export function readFields(value: unknown, path: string, known?: readonly string[]): Fields {
  if (!isRecord(value)) throw invalidAt(path, `There is ${kindOf(value)}.`, "Put an object there.");
  const fields = new Map(Object.entries(value));
  const unknown = known === undefined ? undefined : [...fields.keys()].find((name) => !known.includes(name));
  if (unknown === undefined) return fields;
  throw invalidAt(
    path,
    `It has a field ${JSON.stringify(unknown)}, which is not known.`,
    `Take it away, or correct its name: ${(known ?? []).join(", ")}.`,
  );
}

/** A text. */
export function readText(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  throw invalidAt(path, `There is ${kindOf(value)}.`, "Put a text there.");
}

/** A list. */
export function readList(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidAt(path, `There is ${kindOf(value)}.`, "Put a list there.");
}

/** A list of texts. */
export function readTexts(value: unknown, path: string): string[] {
  return readList(value, path).map((item, index) => readText(item, `${path}[${index}]`));
}

/** Refuses a value that is no boolean. */
export function checkBoolean(value: unknown, path: string): void {
  if (typeof value !== "boolean") throw invalidAt(path, `There is ${kindOf(value)}.`, "Put true or false there.");
}

/** The path of the field `name` of what is at `path`. */
export function fieldPath(path: string, name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

/** True for an object literal, or what JSON makes. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What `value` is, for messages. */
export function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? (isRecord(value) ? "an object" : "an instance of a class") : `a ${typeof value}`;
}
