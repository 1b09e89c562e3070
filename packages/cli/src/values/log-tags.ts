import { blobReference, isTagged, type Tagged } from "@burrjs/protocol";
import { bytesText } from "../terminal/quantities.ts";

/** Whether the log does not tell a value: it was redacted, could not be stored, or its file is gone. */
export function isMissingValue(value: unknown): boolean {
  return isTagged(value) && (value.$burr === "redacted" || value.$burr === "omitted" || value.$burr === "ref");
}

/** A tag for people: `‹date 2026-11-29T02:30:00.000Z›`, `‹redacted 3fa9c2…›`. */
export function tagText(tag: Tagged): string {
  const reference = blobReference(tag);
  if (reference !== undefined) return `‹${bytesText(reference.bytes)} ${reference.preview}›`;
  const { $burr: kind, value } = tag;
  if (value === undefined) return `‹${kind}›`;
  return `‹${kind} ${typeof value === "string" ? value : JSON.stringify(value)}›`;
}

/** Whether `value` is an object with fields, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
