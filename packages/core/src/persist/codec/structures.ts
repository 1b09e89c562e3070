import { type Readable, tagged } from "./tagged.ts";
import { storedList } from "./unreadable.ts";

/** An object that has the key of tags itself, as a tag. */
export function taggedObject(members: object): object {
  return tagged("object", members);
}

/** An object without a prototype, as a tag. */
export function taggedBare(members: object): object {
  return tagged("bare", members);
}

/** A list with holes, as a tag. */
export function taggedSparse(length: number, items: readonly (readonly [index: number, item: unknown])[]): object {
  return tagged("sparse", [length, items]);
}

/** How the tags above are read. */
export const structures: readonly Readable[] = [
  { tag: "object", decode: (stored, reader) => reader.members(stored) },
  {
    tag: "bare",
    decode: (stored, reader) => Object.assign(Object.create(null) as object, reader.members(stored)), // typed as `any`
  },
  {
    tag: "sparse",
    decode(stored, reader) {
      const [length, items] = storedList(stored, 2);
      const list: unknown[] = [];
      list.length = indexBelow(2 ** 32, length);
      for (const entry of storedList(items)) {
        const [index, item] = storedList(entry, 2);
        list[indexBelow(list.length, index)] = reader.part(item);
      }
      return list;
    },
  },
];

function indexBelow(end: number, value: unknown): number {
  if (Number.isInteger(value) && Number(value) >= 0 && Number(value) < end) return Number(value);
  throw new TypeError("This is no index.");
}
