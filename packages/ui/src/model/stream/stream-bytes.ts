import { textIn } from "./stream-lanes.ts";

const encoder = new TextEncoder();

/** How many bytes the items of a stream have: of text as UTF-8, of others as JSON. */
export function streamBytes(items: readonly unknown[]): number {
  return items.reduce<number>(
    (sum, item) => sum + encoder.encode(textIn(item) ?? JSON.stringify(item) ?? "").length,
    0,
  );
}
