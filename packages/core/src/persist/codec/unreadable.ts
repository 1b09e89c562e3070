import { BurrError } from "../../errors.ts";

/** What says that a stored text cannot be read; `tag` is the one that could not be. */
export function unreadable(tag: string | null, message: string, options?: ErrorOptions): BurrError<"unreadable-value"> {
  return new BurrError("unreadable-value", message, { tag }, options);
}

/** The text that was stored. Throws for anything else. */
export function storedText(stored: unknown): string {
  if (typeof stored !== "string") throw new TypeError("This is no text.");
  return stored;
}

/** The list that was stored, of `length` items if given. Throws for anything else. */
export function storedList(stored: unknown, length?: number): readonly unknown[] {
  if (!Array.isArray(stored) || (length !== undefined && stored.length !== length)) {
    throw new TypeError("This is no such list.");
  }
  return stored;
}

/** The object that was stored, its values unread. Throws for anything else. */
export function storedRecord(stored: unknown): Record<string, unknown> {
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) throw new TypeError("This is no object.");
  return stored as Record<string, unknown>; // it came from JSON
}
