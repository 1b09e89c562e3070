import { isBurrError } from "../../errors.ts";
import { builtIns } from "./built-ins.ts";
import { type ClassKinds, classPrefix } from "./class-kinds.ts";
import { quotedName } from "./path.ts";
import { primitives } from "./primitives.ts";
import { structures } from "./structures.ts";
import { maxDepth, type Readable, type Reader, tagKey } from "./tagged.ts";
import { storedRecord, unreadable } from "./unreadable.ts";

/** The value of stored JSON, which is used up: parts of it become parts of the value. Throws `unreadable-value`. */
export function readTagged(stored: unknown, classes: ClassKinds): unknown {
  return new TagReader(classes).part(stored);
}

const byTag: ReadonlyMap<string, Readable> = new Map(
  [...primitives, ...structures, ...builtIns].map((kind) => [kind.tag, kind]),
);

class TagReader implements Reader {
  readonly #classes: ClassKinds;
  #depth = 0;

  constructor(classes: ClassKinds) {
    this.#classes = classes;
  }

  readonly part = (stored: unknown): unknown => {
    if (typeof stored !== "object" || stored === null) return stored;
    // One more than is written: `undefined` and such become objects, too.
    if (this.#depth > maxDepth)
      throw unreadable(null, `A stored value is deeper than ${maxDepth} levels: this codec did not write it.`);
    this.#depth++;
    const value = this.#object(stored);
    this.#depth--;
    return value;
  };

  members(stored: unknown): Record<string, unknown> {
    const record = storedRecord(stored);
    for (const key of Object.keys(record)) {
      const member = record[key];
      const value = this.part(member);
      // Whatever the key is: the record has it, so that it is not set in a prototype.
      if (value !== member) record[key] = value;
    }
    return record;
  }

  #object(stored: object): unknown {
    if (Array.isArray(stored)) return this.#list(stored);
    return Object.hasOwn(stored, tagKey) ? this.#tagged(storedRecord(stored)) : this.members(stored);
  }

  #list(list: unknown[]): unknown[] {
    for (let index = 0; index < list.length; index++) {
      const item = list[index];
      const value = this.part(item);
      if (value !== item) list[index] = value;
    }
    return list;
  }

  #tagged({ [tagKey]: tag, value, ...more }: Record<string, unknown>): unknown {
    if (typeof tag !== "string" || Object.keys(more).length > 0) {
      throw unreadable(null, `A stored object has the key "${tagKey}", and is no tag: this codec did not write it.`);
    }
    const kind = byTag.get(tag) ?? this.#classes.byTag.get(tag);
    if (kind === undefined) throw unknownTag(tag);
    try {
      return kind.decode(value, this);
    } catch (error) {
      if (isBurrError(error) && error.code === "unreadable-value") throw error;
      // Not passed on as the cause: what the language says of a bad value quotes it.
      throw unreadable(
        tag,
        `What is stored as ${quotedName(tag)} is malformed. Look for what changed it in the store.`,
      );
    }
  }
}

function unknownTag(tag: string): Error {
  if (!tag.startsWith(classPrefix)) {
    return unreadable(
      tag,
      `A stored value has the unknown tag ${quotedName(tag)}. A newer version may have written it.`,
    );
  }
  const name = quotedName(tag.slice(classPrefix.length));
  const codec = `classCodec({ name: ${name}, type, encode, decode })`;
  return unreadable(
    tag,
    `A stored instance of ${name} has no codec here. Register its class in \`classes\`: ${codec}.`,
  );
}
