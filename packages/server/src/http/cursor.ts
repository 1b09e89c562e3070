import { refused } from "../errors.ts";

/**
 * Makes a cursor for a list that is given out in pages.
 *
 * @param list - Which list: a cursor of another one is refused.
 * @param offset - Where the next page begins.
 * @returns Text that means nothing to the client.
 */
export function cursorAt(list: string, offset: number): string {
  return btoa(`1:${list}:${offset}`).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_");
}

/**
 * Reads a cursor.
 *
 * @param list - Which list is asked for.
 * @param cursor - What the client gave; `undefined`: the beginning.
 * @returns Where the page begins.
 * @throws A refusal, 400.
 */
export function offsetOf(list: string, cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [version, name, offset, ...more] = decoded(cursor).split(":");
  if (version !== "1" || name !== list || offset === undefined || !/^\d{1,15}$/.test(offset) || more.length > 0) {
    const message = "The cursor is none of this list.";
    throw refused(400, {
      code: "invalid_cursor",
      message,
      hint: "Begin without a cursor, and pass `next` on as it is.",
    });
  }
  return Number(offset);
}

function decoded(cursor: string): string {
  try {
    return atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return ""; // no cursor of ours, which the caller says
  }
}
