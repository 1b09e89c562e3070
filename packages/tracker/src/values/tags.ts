import { machine } from "../machine/machine.ts";

/** From this length on, texts and values are stored by themselves. */
export const longText = 64 * 1024;

const encoder = new TextEncoder();

/** How much of a long value is shown in its place. */
const previewLength = 200;

/** What stands in place of a value that cannot be stored. */
export function omitted(why: string): object {
  return { $burr: "omitted", value: why };
}

/** What stands in place of a long value, which is stored under the hash of its bytes. */
export function referenceTo(
  text: string,
  writeBlob: (hash: string, bytes: Uint8Array) => void,
  preview: string = text,
): object {
  const bytes = encoder.encode(text);
  const sha256 = machine.sha256(bytes);
  writeBlob(sha256, bytes);
  const value = { sha256, bytes: bytes.length, mime: "application/json", preview: preview.slice(0, previewLength) };
  return { $burr: "ref", value };
}

/** How deep JSON is, looking no deeper than `most`. */
export function depthOf(json: unknown, most: number): number {
  if (typeof json !== "object" || json === null) return 0;
  if (most === 0) return 1;
  const items: readonly unknown[] = Object.values(json);
  return 1 + items.reduce<number>((deepest, item) => Math.max(deepest, depthOf(item, most - 1)), 0);
}
