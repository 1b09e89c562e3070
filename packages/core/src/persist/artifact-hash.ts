import { BurrError } from "../errors.ts";

/** Refuses what cannot be the hash of an artifact. A backend calls it before it makes a path or a key of it. */
export function checkArtifactHash(hash: string): void {
  if (isArtifactHash(hash)) return;
  throw new BurrError(
    "invalid-option",
    "The `hash` of an artifact is a SHA-256 in 64 lower-case hexadecimal digits: pass the `hash` of an Artifact.",
    { option: "hash" },
  );
}

/** True for a SHA-256 as artifacts have it: 64 lower-case hexadecimal digits. */
export function isArtifactHash(value: unknown): value is string {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

/** The SHA-256 of `bytes`. In a web page it needs a secure context (https, or localhost): there is no `crypto.subtle` elsewhere. */
export async function artifactHash(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", overArrayBuffer(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The same bytes without the methods of a subclass (such as Node's `Buffer`); copied only out of shared memory. */
export function overArrayBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array<ArrayBuffer> {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer, byteOffset, byteLength);
  return new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
}
