import { escapePointer, pointerKeys } from "@burrjs/protocol";
import { invalidArgument } from "../cli-error.ts";

/** A path as a JSON Pointer: `/docs/0/title` as it is, and `docs.0.title` or `docs[0].title` for those who prefer that. */
export function toPointer(text: string): string {
  if (text === "" || text === "/" || text === ".") return "";
  if (text.startsWith("/")) {
    if (pointerKeys(text) !== undefined) return text;
    throw invalidArgument("path", `"${text}" is no path: in a JSON Pointer "~" is written ~0, and "/" in a key ~1.`);
  }
  const keys = text.replaceAll(/\[(\d+)\]/g, ".$1").split(".");
  return keys.map((key) => `/${escapePointer(key)}`).join("");
}

/** A JSON Pointer for people: `docs[0].title`. */
export function pointerText(pointer: string): string {
  return (pointerKeys(pointer) ?? [pointer]).reduce((text, part) => {
    if (/^\d+$/.test(part)) return `${text}[${part}]`;
    const key = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part) ? part : JSON.stringify(part);
    return text === "" ? key : `${text}.${key}`;
  }, "");
}
