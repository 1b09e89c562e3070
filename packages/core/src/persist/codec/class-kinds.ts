import { BurrError } from "../../errors.ts";
import type { ClassCodec } from "./class-codec.ts";
import { quotedName } from "./path.ts";
import type { Kind } from "./tagged.ts";
import { unreadable } from "./unreadable.ts";

/** What the tags of registered classes start with. */
export const classPrefix = "class:";

/** The registered classes. */
export interface ClassKinds {
  readonly byTag: ReadonlyMap<string, Kind>;
  readonly byPrototype: ReadonlyMap<unknown, Kind>;
}

/** Lists the codecs of classes. Throws `invalid-option` for those that could not be told apart, and such. */
export function classKinds(codecs: readonly ClassCodec[]): ClassKinds {
  const byTag = new Map<string, Kind>();
  const byPrototype = new Map<unknown, Kind>();
  for (const codec of codecs) {
    const kind = classKind(codec);
    const prototype: unknown = codec.type.prototype;
    if (codec.name === "") refuse("a codec without a name. Give it the name of its class.");
    const name = quotedName(codec.name);
    if (byTag.has(kind.tag)) refuse(`two codecs of the name ${name}. Give each one its own.`);
    if (byPrototype.has(prototype)) refuse(`a second codec for one class: ${name}. Leave it out.`);
    if (isNoClass(prototype)) refuse(`the codec ${name} for what is no class, or needs no codec. Leave it out.`);
    byTag.set(kind.tag, kind);
    byPrototype.set(prototype, kind);
  }
  return { byTag, byPrototype };
}

function classKind(codec: ClassCodec): Kind {
  const tag = classPrefix + codec.name;
  return {
    tag,
    encode: (value, { part }) => part(codec.encode(value), { shown: ".encode()" }),
    decode(stored, { part }) {
      const data = part(stored);
      try {
        return codec.decode(data);
      } catch (error) {
        const place = `decode() of the codec ${quotedName(codec.name)}`;
        throw unreadable(tag, `${place} failed on a stored value. Make it accept what is stored.`, { cause: error });
      }
    },
  };
}

function isNoClass(prototype: unknown): boolean {
  return typeof prototype !== "object" || [null, Object.prototype, Array.prototype].includes(prototype);
}

function refuse(what: string): never {
  throw new BurrError("invalid-option", `The option "classes" has ${what}`, { option: "classes" });
}
