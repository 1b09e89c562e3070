import { blobReference, hiddenText, type Tagged } from "@burrjs/protocol";
import { bytesText } from "../terminal/quantities.ts";

/** Whether `today` can be the text that was recorded: any text fits where the log has hidden some. */
export function isSameText(recorded: string, today: string): boolean {
  const [head = "", ...rest] = recorded.split(hiddenText);
  const tail = rest.pop();
  if (tail === undefined) return recorded === today;
  if (!today.startsWith(head)) return false;
  let place = head.length;
  for (const part of rest) {
    const found = today.indexOf(part, place);
    if (found < 0) return false;
    place = found + part.length;
  }
  return place + tail.length <= today.length && today.endsWith(tail);
}

/** A tag for people: `‹date 2026-11-29T02:30:00.000Z›`, `‹redacted 3fa9c2…›`. */
export function tagText(tag: Tagged): string {
  const reference = blobReference(tag);
  if (reference !== undefined) return `‹${bytesText(reference.bytes)} ${reference.preview}›`;
  const { $burr: kind, value } = tag;
  if (value === undefined) return `‹${kind}›`;
  return `‹${kind} ${typeof value === "string" ? value : JSON.stringify(value)}›`;
}
