import { isBurrError } from "@burrjs/core";
import type { ValueCodec } from "@burrjs/core/persist";
import { redactJson } from "./redact-json.ts";
import type { Redactions, ValuePath } from "./redact.ts";
import { depthOf, longText, omitted, referenceTo } from "./tags.ts";

/** What a log needs to write values. */
export interface ValueTextOptions {
  readonly codec: ValueCodec;
  readonly redactions: Redactions;
  /** Stores a large value; absent: all values stand in the log. */
  readonly writeBlob?: (hash: string, bytes: Uint8Array) => void;
}

/** How deep values may stand in each other, and how many there may be: readers must be able to follow. */
const deepest = 180;
const mostValues = 2_000_000;

/** The JSON of one value, with tags for what JSON does not have, and for what is not written. Used for one value only. */
export class LogTree {
  readonly #options: ValueTextOptions;
  /** The objects that the value at hand stands in. */
  readonly #around = new Set<object>();
  #left = mostValues;

  constructor(options: ValueTextOptions) {
    this.#options = options;
  }

  /** The text of the value at `path`. Never throws. */
  text(value: unknown, path: ValuePath): string {
    try {
      return JSON.stringify(this.#member(value, path, 0));
    } catch (error) {
      return JSON.stringify(omitted(`cannot be written: ${nameOf(error)}`));
    }
  }

  #member(value: unknown, path: ValuePath, depth: number): unknown {
    const { redactions } = this.#options;
    const verdict = redactions.rules.isEmpty ? undefined : redactions.rules.verdict(path, value);
    if (verdict === undefined) return this.#value(value, path, depth);
    if ("hide" in verdict) return redactions.tag(value, this.#fingerprint(value));
    try {
      return this.#encoded(verdict.replacement); // not asked about again: it may look like what it stands for
    } catch (error) {
      return omitted(`a replacement that cannot be stored: ${nameOf(error)}`);
    }
  }

  #value(value: unknown, path: ValuePath, depth: number): unknown {
    switch (typeof value) {
      case "string":
        return value.length > longText ? this.#reference(JSON.stringify(value), value) : value;
      case "boolean":
        return value;
      case "function":
      case "symbol":
        return omitted(typeof value);
      case "object":
        return value === null ? null : this.#object(value, path, depth);
      default:
        return this.#encoded(value);
    }
  }

  #object(value: object, path: ValuePath, depth: number): unknown {
    this.#left -= 1;
    if (this.#around.has(value)) return omitted("the object that it stands in");
    if (depth > deepest) return omitted(`deeper than ${deepest} levels`);
    if (this.#left < 0) return omitted(`more than ${mostValues} values`);
    this.#around.add(value);
    try {
      return this.#byKind(value, path, depth);
    } catch (error) {
      return omitted(`cannot be read: ${nameOf(error)}`);
    } finally {
      this.#around.delete(value);
    }
  }

  #byKind(value: object, path: ValuePath, depth: number): unknown {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (Array.isArray(value)) {
      if (prototype === Array.prototype) return this.#list(value, path, depth);
    } else if (prototype === Object.prototype) {
      const members = this.#members(value, path, depth + (Object.hasOwn(value, "$burr") ? 2 : 1));
      return Object.hasOwn(value, "$burr") ? { $burr: "object", value: members } : members;
    } else if (prototype === null) return { $burr: "bare", value: this.#members(value, path, depth + 2) };
    const { rules } = this.#options.redactions;
    const entries = entriesOf(value, prototype);
    if (entries !== undefined && !rules.isEmpty) return this.#entries(entries, path, depth);
    try {
      const json = this.#encoded(value, path);
      if (depth + depthOf(json, deepest) <= deepest) return json;
    } catch (error) {
      if (entries === undefined) return omitted(this.#options.redactions.clean(refusalOf(error, value)));
    }
    return entries === undefined ? omitted(`deeper than ${deepest} levels`) : this.#entries(entries, path, depth);
  }

  #members(value: object, path: ValuePath, depth: number): object {
    const members: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      let member: unknown;
      try {
        const item: unknown = value[key as never]; // a key of it
        member = this.#member(item, [...path, key], depth);
      } catch (error) {
        member = omitted(`cannot be read: ${nameOf(error)}`);
      }
      if (key === "__proto__") Object.defineProperty(members, key, { value: member, enumerable: true });
      else members[key] = member;
    }
    return members;
  }

  #list(list: readonly unknown[], path: ValuePath, depth: number): unknown {
    const keys = Object.keys(list).filter((key) => isIndex(key));
    this.#left -= keys.length;
    const isWhole = keys.length === list.length;
    const items = keys.map((key): readonly [number, unknown] => {
      const index = Number(key);
      return [index, this.#member(list[index], [...path, index], depth + (isWhole ? 1 : 4))];
    });
    return isWhole ? items.map(([, item]) => item) : { $burr: "sparse", value: [list.length, items] };
  }

  #entries({ tag, pairs }: Entries, path: ValuePath, depth: number): unknown {
    this.#left -= pairs.length;
    const value = pairs.map(([key, item], index) => {
      const member = this.#member(item, [...path, typeof key === "string" ? key : index], depth + 4);
      return tag === "set" ? member : [this.#value(key, path, depth + 4), member];
    });
    return { $burr: tag, value };
  }

  /** What the codec makes of a value. Throws when it refuses. */
  #encoded(value: unknown, path?: ValuePath): unknown {
    const { codec, redactions } = this.#options;
    const text = codec.encode(value, "value");
    const isLong = text.length > longText && typeof value === "object";
    if (path === undefined || redactions.rules.isEmpty) return isLong ? this.#reference(text) : JSON.parse(text);
    const json = redactJson(JSON.parse(text), path, redactions);
    return isLong ? this.#reference(JSON.stringify(json)) : json;
  }

  #reference(text: string, preview = text): unknown {
    const { writeBlob } = this.#options;
    return writeBlob === undefined ? (JSON.parse(text) as unknown) : referenceTo(text, writeBlob, preview);
  }

  /** Equal for equal values. */
  #fingerprint(value: unknown): string {
    try {
      return this.#options.codec.encode(value, "value");
    } catch {
      return typeof value; // what cannot be stored cannot be compared either
    }
  }
}

interface Entries {
  readonly tag: "map" | "set";
  readonly pairs: readonly (readonly [unknown, unknown])[];
}

/** What is in a map or a set, whatever its methods have been replaced by. */
function entriesOf(value: object, prototype: unknown): Entries | undefined {
  const pairs: (readonly [unknown, unknown])[] = [];
  const add = (item: unknown, key: unknown): void => void pairs.push([key, item]);
  if (prototype === Map.prototype) Map.prototype.forEach.call(value, add);
  else if (prototype === Set.prototype)
    Set.prototype.forEach.call(value, (item) => void pairs.push([pairs.length, item]));
  else return undefined;
  return { tag: prototype === Map.prototype ? "map" : "set", pairs };
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key);
}

/** Why the codec has refused a value: of what class it is. Of errors also what they say. */
function refusalOf(error: unknown, value: object): string {
  const kind = isBurrError(error) && error.code === "unserializable-value" ? error.details.kind : nameOf(error);
  const message: unknown = value instanceof Error ? Reflect.get(value, "message") : undefined;
  return typeof message === "string" ? `${kind}: ${message.slice(0, 200)}` : kind;
}

function nameOf(error: unknown): string {
  try {
    return error instanceof Error ? error.name.slice(0, 80) : typeof error;
  } catch {
    return "error"; // it is a proxy, or its name throws
  }
}
