import type { Page } from "@burrjs/protocol";
import { jsonText } from "./answer.ts";
import { cursorAt, offsetOf } from "./cursor.ts";

/** The most characters of an answer that can be given out in parts. */
const maxAnswerBytes = 2 * 1024 * 1024;

/**
 * Asks for a page, and for a smaller one as long as its text is too long.
 *
 * @param limit - The most items; or how deep, of what has a depth.
 * @param ask - Gives a page of at most so many items.
 * @returns The text of the page as JSON; `undefined` when there is no such list.
 */
export async function pageText<TPage extends object>(
  limit: number,
  ask: (limit: number) => Promise<TPage | undefined>,
): Promise<string | undefined> {
  for (let most = limit; ; most = Math.max(1, Math.floor(most / 2))) {
    const page = await ask(most);
    if (page === undefined) return undefined;
    const text = jsonText(page);
    if (most === 1 || text.length <= maxAnswerBytes) return text;
  }
}

/**
 * Cuts a page out of a list that is there as a whole.
 *
 * @param items - The list.
 * @param list - Its name, for the cursor.
 * @param options - Which page.
 * @returns The page.
 */
export function pageOf<TItem>(
  items: readonly TItem[],
  list: string,
  options: { readonly cursor?: string | undefined; readonly limit: number },
): Page<TItem> {
  const from = offsetOf(list, options.cursor);
  const to = from + options.limit;
  return { items: items.slice(from, to), total: items.length, next: to < items.length ? cursorAt(list, to) : null };
}
