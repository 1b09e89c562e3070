import { isTagged } from "@burrjs/protocol";

/** A part of a special value, and the way to it in the log: `path` is a JSON Pointer from the tag on. */
interface SpecialPart {
  readonly key: string;
  readonly path: string;
  readonly value: unknown;
}

/** What a tag of the log stands for. */
export interface SpecialValue {
  /** What it is: `Date`, `Map`. */
  readonly name: string;
  /** The value itself, in a line. */
  readonly text: string;
  /** How it is coloured. */
  readonly tone: "number" | "keyword" | "special" | "chip";
  /** What is in it, if that can be opened. */
  readonly parts?: readonly SpecialPart[];
}

type Stored = unknown;

const arrays = new Map(
  ["Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array", "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "ArrayBuffer", "DataView"].map((name) => [name.toLowerCase(), name]), // prettier-ignore
);
// A map, since tags come from outside.
const kinds = new Map<string, (stored: Stored) => SpecialValue>([
  ["date", (stored) => ({ name: "Date", text: typeof stored === "string" ? stored : "Invalid Date", tone: "special" })],
  ["number", (stored) => ({ name: "number", text: text(stored), tone: "number" })],
  ["bigint", (stored) => ({ name: "bigint", text: `${text(stored)}n`, tone: "number" })],
  ["undefined", () => ({ name: "undefined", text: "undefined", tone: "keyword" })],
  ["url", (stored) => ({ name: "URL", text: text(stored), tone: "special" })],
  ["regexp", (stored) => ({ name: "RegExp", text: `/${text(at(stored, 0))}/${text(at(stored, 1))}`, tone: "special" })],
  ["redacted", (stored) => ({ name: "redacted", text: `redacted ${text(stored)}`, tone: "chip" })],
  ["omitted", (stored) => ({ name: "omitted", text: `not recorded: ${text(stored)}`, tone: "chip" })],
  ["initial", () => ({ name: "initial", text: "as the application begins", tone: "chip" })],
  ["map", mapView],
  ["set", (stored) => listed("Set", stored, "/value")],
  ["sparse", sparseView],
  ["object", (stored) => membersView("Object", stored)],
  ["bare", (stored) => membersView("Object", stored)],
  ["error", errorView],
  ["ref", refView],
]);

/** What a tag stands for; `undefined` for a value that is none. */
export function specialValue(value: unknown): SpecialValue | undefined {
  if (!isTagged(value)) return undefined;
  const { $burr: kind, value: stored } = value;
  const view = kinds.get(kind);
  if (view !== undefined) return view(stored);
  const name = arrays.get(kind);
  if (name !== undefined) return { name, text: `${name} of ${base64Bytes(text(stored))} bytes`, tone: "special" };
  // A class that the application has registered.
  const parts = partsOf(stored, "/value");
  return { name: kind, text: kind, tone: "special", ...(parts.length === 0 ? {} : { parts }) };
}

function mapView(stored: Stored): SpecialValue {
  const pairs = Array.isArray(stored) ? (stored as readonly unknown[]) : [];
  const parts = pairs.map((pair, index): SpecialPart => {
    const key = at(pair, 0);
    return { key: typeof key === "string" ? key : JSON.stringify(key), path: `/value/${index}/1`, value: at(pair, 1) };
  });
  return { name: "Map", text: `Map of ${parts.length}`, tone: "special", parts };
}

function listed(name: string, stored: Stored, path: string): SpecialValue {
  const parts = partsOf(stored, path);
  return { name, text: `${name} of ${parts.length}`, tone: "special", parts };
}

function membersView(name: string, stored: Stored): SpecialValue {
  const parts = partsOf(stored, "/value");
  return { name, text: `${name} of ${parts.length}`, tone: "special", parts };
}

function sparseView(stored: Stored): SpecialValue {
  const items = at(stored, 1);
  const pairs = Array.isArray(items) ? (items as readonly unknown[]) : [];
  const parts = pairs.map((pair, index): SpecialPart => ({
    key: text(at(pair, 0)),
    path: `/value/1/${index}/1`,
    value: at(pair, 1),
  }));
  return { name: "Array", text: `Array of ${text(at(stored, 0))}, ${parts.length} set`, tone: "special", parts };
}

function errorView(stored: Stored): SpecialValue {
  const name = text(field(stored, "name") ?? field(stored, "type") ?? "Error");
  return {
    name,
    text: `${name}: ${text(field(stored, "message"))}`,
    tone: "special",
    parts: partsOf(stored, "/value"),
  };
}

function refView(stored: Stored): SpecialValue {
  return { name: "large value", text: `${text(field(stored, "preview"))}…`, tone: "special" };
}

function partsOf(stored: Stored, path: string): readonly SpecialPart[] {
  if (typeof stored !== "object" || stored === null) return [];
  return Object.entries(stored).map(([key, value]: [string, unknown]) => ({ key, path: `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`, value })); // prettier-ignore
}

function at(stored: Stored, index: number): unknown {
  return Array.isArray(stored) ? (stored as readonly unknown[])[index] : undefined;
}

function field(stored: Stored, name: string): unknown {
  return typeof stored === "object" && stored !== null && Object.hasOwn(stored, name)
    ? Reflect.get(stored, name)
    : undefined;
}

function text(stored: Stored): string {
  return typeof stored === "string" ? stored : stored === undefined ? "" : JSON.stringify(stored);
}

function base64Bytes(base64: string): number {
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
  return Math.max(0, Math.floor((base64.length * 3) / 4) - padding);
}
