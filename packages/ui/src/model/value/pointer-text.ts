import { escapePointer, pointerKeys } from "@burrjs/protocol";
import { visibleText } from "../../format/visible-text.ts";

/** A JSON Pointer as people write it: `/history/0/content` as `history[0].content`. */
export function pointerText(pointer: string): string {
  const keys = pointerKeys(pointer);
  if (keys === undefined) return visibleText(pointer);
  if (keys.length === 0) return "state";
  return visibleText(keys.map((key, index) => keyText(key, index === 0)).join(""));
}

function keyText(key: string, isFirst: boolean): string {
  if (/^(?:0|[1-9]\d*)$/.test(key)) return `[${key}]`;
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return isFirst ? key : `.${key}`;
  return `[${JSON.stringify(key)}]`;
}

/** The pointer of a child. */
export function childPointer(parent: string, key: string): string {
  return `${parent}/${escapePointer(key)}`;
}

/** The key at the top of a state that a pointer leads into; `undefined` for the whole. */
export function topKey(pointer: string): string | undefined {
  return pointerKeys(pointer)?.[0];
}

/** The pointers of what a pointer leads through, from the outermost on, without itself. */
export function ancestorPointers(pointer: string): readonly string[] {
  const keys = pointerKeys(pointer) ?? [];
  return keys.map((_, index) => keys.slice(0, index).map((key) => `/${escapePointer(key)}`).join("")); // prettier-ignore
}
