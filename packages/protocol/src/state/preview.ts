import type { ValuePreview } from "../api.ts";
import { beginOf } from "../text/begin-of.ts";
import { blobReference, isTagged } from "./tags.ts";

/** Values whose JSON has more bytes are cut. */
const wholeBytes = 8192;
const previewLength = 200;

/** A value of the log, or what it would be: of values over 8 KB only how they begin. */
export function preview(value: unknown): ValuePreview {
  const blob = blobReference(value);
  if (blob !== undefined) {
    const begin = beginOf(blob.preview, previewLength);
    return { type: typeOfJson(blob.preview), bytes: blob.bytes, preview: begin, truncated: true };
  }
  const json = JSON.stringify(value) ?? "null";
  const here = utf8Length(json);
  const bytes = json.includes('"$burr":"ref"') ? here + bytesElsewhere(value) : here;
  const head = { type: typeOf(value), bytes, ...lengthOf(value) };
  return here > wholeBytes
    ? { ...head, preview: beginOf(json, previewLength), truncated: true }
    : { ...head, value: value === undefined ? null : value };
}

/** How much longer the JSON is with what stands in files of its own. */
function bytesElsewhere(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const blob = blobReference(value);
  if (blob !== undefined) return blob.bytes - utf8Length(JSON.stringify(value));
  return Object.values(value).reduce((sum: number, member) => sum + bytesElsewhere(member), 0);
}

function typeOf(value: unknown): ValuePreview["type"] {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  if (type === "object") return isTagged(value) ? "special" : "object";
  return type === "string" || type === "number" || type === "boolean" ? type : "special";
}

/** The type of a value of which only the beginning of its JSON is known. */
function typeOfJson(json: string): ValuePreview["type"] {
  if (json.startsWith('{"$burr":')) return "special";
  if (json.startsWith("{")) return "object";
  if (json.startsWith("[")) return "array";
  // Of a text the reference has how it begins itself, without quotes; nothing else is that large.
  return "string";
}

function lengthOf(value: unknown): { readonly length?: number } {
  if (Array.isArray(value)) return { length: value.length };
  return typeof value === "object" && value !== null && !isTagged(value) ? { length: Object.keys(value).length } : {};
}

/** The bytes that a text has in UTF-8. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    // Both halves of a pair are counted once in `length`, and have two bytes each.
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
