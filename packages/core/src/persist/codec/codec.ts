import type { ClassCodec } from "./class-codec.ts";
import { classKinds } from "./class-kinds.ts";
import { readTagged } from "./decode.ts";
import { writeTagged } from "./encode.ts";
import { isPlainJson } from "./is-plain.ts";
import { tagKey } from "./tagged.ts";
import { unreadable } from "./unreadable.ts";

/** Turns values into JSON text and back. */
export interface ValueCodec {
  /**
   * The JSON text of `value`: what `JSON.stringify` gives for plain JSON; other values become tags in it.
   *
   * @param value - Left untouched, and not kept.
   * @param path - Where the value stands, such as `state.docs[3]`: for messages.
   * @returns Text for `decode`.
   * @throws `unserializable-value`, with the path of the first thing inside that cannot be stored.
   */
  encode(value: unknown, path: string): string;
  /**
   * The value that was encoded, made anew.
   *
   * @param text - From `encode`, or JSON of any other origin.
   * @returns The value; nothing in it is shared with anything.
   * @throws `unreadable-value`, when the text is no JSON, or has a tag that cannot be read.
   */
  decode(text: string): unknown;
}

/**
 * A codec that brings back exactly what it was given: JSON, `undefined` and holes, `bigint`, `NaN`, infinities and `-0`,
 * `Date`, `Map`, `Set`, `RegExp`, `URL`, the classes of bytes and of errors that the language has, objects without a
 * prototype, and instances of the classes that were registered. Everything else is refused by name, with its path.
 *
 * As with JSON, an object that stands in two places comes back as two, getters are stored as what they give, and hidden
 * (non-enumerable) properties are left out.
 *
 * @param options - What to take beyond the classes of the language.
 * @param options.classes - Made by `classCodec`, one for each class.
 * @returns The codec; it keeps nothing between calls.
 * @throws `invalid-option`, for two codecs of one name or class, and for an empty name.
 */
export function valueCodec({ classes = [] }: { readonly classes?: readonly ClassCodec[] } = {}): ValueCodec {
  const kinds = classKinds(classes);
  return {
    encode: (value, path) => (isPlainJson(value) ? JSON.stringify(value) : writeTagged(value, path, kinds)),
    decode(text) {
      const stored = parse(text);
      return text.includes(tagKey) ? readTagged(stored, kinds) : stored;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not passed on as the cause: its message quotes the text.
    throw unreadable(null, "A stored text is not JSON. Look for what changed it in the store.");
  }
}

export { classCodec } from "./class-codec.ts";
export type { ClassCodec };
