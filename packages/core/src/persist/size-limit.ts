import { BurrError } from "../errors.ts";
import type { Data } from "../state/operations.ts";
import { largestKeys } from "./delta-text.ts";
import type { RowWriter } from "./tail.ts";

/** Refuses a text that the backend could not hold, while the largest keys can still be named. */
export function assertFits({ maxTextBytes, encoding }: RowWriter, data: Data, text: string, subject: string): void {
  // A character takes three bytes at most.
  if (text.length * 3 <= maxTextBytes) return;
  const sizeBytes = new TextEncoder().encode(text).length;
  if (sizeBytes <= maxTextBytes) return;
  const keys = largestKeys(encoding, data);
  const sizes = keys.map(({ key, sizeBytes: size }) => `"${key}" (${size.toLocaleString("en")} bytes)`).join(", ");
  throw new BurrError(
    "state-too-large",
    `${subject} makes the stored state ${sizeBytes.toLocaleString("en")} bytes, and the limit is ${maxTextBytes.toLocaleString("en")}. ` +
      `The largest keys are ${sizes}. Keep large values in an artifact store, and shorten lists that only grow.`,
    { keys: keys.map(({ key }) => key), sizeBytes, limitBytes: maxTextBytes },
  );
}

/** Refuses notes of a run that the backend could not hold. */
export function assertNotesFit({ maxTextBytes }: RowWriter, text: string, subject: string): void {
  if (text.length * 3 <= maxTextBytes) return;
  const sizeBytes = new TextEncoder().encode(text).length;
  if (sizeBytes <= maxTextBytes) return;
  throw new BurrError(
    "state-too-large",
    `${subject} takes ${sizeBytes.toLocaleString("en")} bytes, and the limit is ${maxTextBytes.toLocaleString("en")}. Keep large values in an artifact store.`,
    { keys: [], sizeBytes, limitBytes: maxTextBytes },
  );
}
