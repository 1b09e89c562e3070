import { Buffer } from "node:buffer";
import { refused } from "../errors.ts";

/** The text of a cursor: where a list goes on, for nobody else to read. */
export function writeCursor(place: object): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/**
 * The place that a cursor stands for.
 *
 * @param cursor - As `writeCursor` gave it.
 * @param isPlace - Whether a value is such a place.
 * @returns The place.
 * @throws A refusal, 400, when it is no cursor of this list.
 */
export function readCursor<TPlace>(cursor: string, isPlace: (value: unknown) => value is TPlace): TPlace {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    value = undefined; // refused below
  }
  if (isPlace(value)) return value;
  throw refused(400, {
    code: "invalid_cursor",
    message: "The cursor is none of this list.",
    hint: "Begin without a cursor, and pass `next` on as it is.",
  });
}

/** The refusal of a cursor of a log that has been replaced since, to be thrown. */
export function goneCursor(): Error {
  return refused(410, {
    code: "gone",
    message: "The log is another one than the cursor is of.",
    hint: "Begin anew, without a cursor.",
  });
}
