import { visibleLine } from "./visible-text.ts";

/** In UTF-16 code units. */
const longest = 1024;

/**
 * Whether `text` is the path of a source below the folder of its project: names with `/` between them, of which none leads elsewhere
 * (`..`, a drive, a scheme) and none hides a character.
 */
export function isSourcePath(text: string): boolean {
  return text.length <= longest && text.split("/").every(isName) && visibleLine(text) === text;
}

function isName(name: string): boolean {
  return name !== "" && name !== "." && name !== ".." && !/[\\:]/.test(name);
}
