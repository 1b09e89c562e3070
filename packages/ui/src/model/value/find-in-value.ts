import { childPointer } from "./pointer-text.ts";
import { specialValue } from "./special-value.ts";
import { pageLength } from "./tree-node.ts";

/** A place where a text was found, and what has to be open to see it. */
export interface ValueHit {
  readonly pointer: string;
  /** From the outermost on; `page`: which hundred of its children the way goes through. */
  readonly way: readonly { readonly pointer: string; readonly page: number }[];
}

const most = 1000;

/** The keys and values that have a text in them, without regard to case; at most 1,000. */
export function findInValue(value: unknown, text: string): readonly ValueHit[] {
  const hits: ValueHit[] = [];
  const wanted = text.toLowerCase();
  if (wanted === "") return hits;
  const has = (given: string): boolean => given.toLowerCase().includes(wanted);
  const look = (pointer: string, key: string, found: unknown, way: ValueHit["way"]): void => {
    if (hits.length >= most) return;
    const special = specialValue(found);
    if (pointer !== "" && (has(key) || has(leafText(found, special?.parts === undefined ? special?.text : undefined))))
      hits.push({ pointer, way });
    if (special !== undefined)
      children(
        pointer,
        (special.parts ?? []).map(({ key: name, path, value: part }) => [name, pointer + path, part]),
        way,
      );
    else if (typeof found === "object" && found !== null) {
      children(
        pointer,
        Object.entries(found).map(([name, part]: [string, unknown]) => [name, childPointer(pointer, name), part]),
        way,
      );
    }
  };
  const children = (
    pointer: string,
    parts: readonly (readonly [key: string, pointer: string, value: unknown])[],
    way: ValueHit["way"],
  ): void => {
    for (const [index, [key, child, part]] of parts.entries()) {
      look(child, key, part, [...way, { pointer, page: Math.floor(index / pageLength) }]);
    }
  };
  look("", "", value, []);
  return hits;
}

function leafText(value: unknown, special: string | undefined): string {
  if (special !== undefined) return special;
  return typeof value === "object" && value !== null ? "" : String(value);
}
