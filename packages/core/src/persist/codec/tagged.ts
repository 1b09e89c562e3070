import type { Hop } from "./path.ts";

/** The key of a tag: what JSON does not have is stored as `{ "$burr": kind, "value": … }`. */
export const tagKey = "$burr";

/** How deep objects may stand in each other. JSON of it, with all tags, stays far from what a stack can hold. */
export const maxDepth = 500;

/** A tag, ready to become JSON. */
export function tagged(tag: string, value?: unknown): object {
  return { [tagKey]: tag, value };
}

/** What a kind of value needs to store what stands inside of it. */
export interface Writer {
  /** JSON for a value that stands at `hop` inside of the one at hand. */
  readonly part: (value: unknown, hop: Hop) => unknown;
}

/** What a kind of value needs to bring back what stands inside of it. */
export interface Reader {
  /** The value that was stored as `stored`. */
  readonly part: (stored: unknown) => unknown;
  /** An object of the values that were stored in `stored` by key, none of which makes it a tag. */
  members(stored: unknown): Record<string, unknown>;
}

/** How what was stored under one tag is read. */
export interface Readable {
  readonly tag: string;
  /** The value. Throws whatever it likes when `stored` is not what was written. */
  decode(stored: unknown, reader: Reader): unknown;
}

/** How one kind of object is stored and read. */
export interface Kind extends Readable {
  /** What stands behind the tag; `undefined` when `value` only looks like an object of this kind. */
  encode(value: object, writer: Writer): unknown;
}

/** A kind whose `encode` sees only what `is` has accepted. */
export function kind<TValue extends object>(spec: {
  readonly tag: string;
  is(value: object): value is TValue;
  encode(value: TValue, writer: Writer): unknown;
  decode(stored: unknown, reader: Reader): TValue;
}): Kind {
  return {
    tag: spec.tag,
    encode: (value, writer) => (spec.is(value) ? spec.encode(value, writer) : undefined),
    decode: (stored, reader) => spec.decode(stored, reader),
  };
}

/** False if `read` throws, as methods of a class of the language do for an object that only inherits from it. */
export function succeeds(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false; // the answer
  }
}
