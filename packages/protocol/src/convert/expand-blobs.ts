import { isObject } from "../parse/check.ts";
import { isTooDeep } from "../parse/limits.ts";
import { blobReference } from "../state/tags.ts";

/** The JSON of a large value, by its SHA-256; `undefined` when it is not there (any more). */
export type BlobText = (sha256: string) => Promise<string | undefined>;

/** At most so many characters are brought back for one value: blobs that refer to each other could be endless. */
const mostCharacters = 256 * 1024 * 1024;
const deepestNesting = 8;
const keptCharacters = 32 * 1024 * 1024;

/**
 * Brings large values back to where they belong. What is not there stays a reference.
 *
 * @returns What to call with a value; it looks only once at what was shared with values that it has seen.
 */
export function blobExpander(blob: BlobText): (value: unknown) => Promise<unknown> {
  const whole = new WeakSet<object>();
  const recent = new Map<string, string>();
  let kept = 0;

  async function textOf(sha256: string): Promise<string | undefined> {
    const known = recent.get(sha256);
    if (known !== undefined) return known;
    const text = await blob(sha256);
    if (text === undefined || text.length > keptCharacters || isTooDeep(text)) {
      return text === undefined || isTooDeep(text) ? undefined : text;
    }
    kept += text.length;
    recent.set(sha256, text);
    for (const [oldest, { length }] of recent) {
      if (kept <= keptCharacters) break;
      recent.delete(oldest);
      kept -= length;
    }
    return text;
  }

  /** Whether there is no reference in it. */
  function isWhole(value: unknown): boolean {
    if (typeof value !== "object" || value === null || whole.has(value)) return true;
    const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    if (blobReference(value) !== undefined || !items.every(isWhole)) return false;
    whole.add(value);
    return true;
  }

  async function expand(value: unknown, room: { left: number }, nesting: number): Promise<unknown> {
    if (isWhole(value)) return value;
    const reference = blobReference(value);
    if (reference !== undefined) {
      const text = nesting === 0 ? undefined : await textOf(reference.sha256);
      if (text === undefined || text.length > room.left) return value;
      room.left -= text.length;
      return await expand(parsed(text, value), room, nesting - 1);
    }
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const item of value) items.push(await expand(item, room, nesting));
      return items;
    }
    if (!isObject(value)) return value;
    const members: [string, unknown][] = [];
    for (const [key, item] of Object.entries(value)) members.push([key, await expand(item, room, nesting)]);
    return Object.fromEntries(members);
  }

  return (value) => expand(value, { left: mostCharacters }, deepestNesting);
}

function parsed(text: string, otherwise: unknown): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return otherwise; // A blob that was cut: the reference stays.
  }
}
