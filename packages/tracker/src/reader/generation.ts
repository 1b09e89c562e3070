import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";

const headBytes = 256;

/**
 * Tells one log from another under the same name: by the file itself, and by how its first line begins. It does not change as a log
 * grows, except once, when its first line is finished.
 */
export async function generationOf(handle: FileHandle, stats: { ino: number; birthtimeMs: number }): Promise<string> {
  const head = new Uint8Array(headBytes);
  const { bytesRead } = await handle.read(head, 0, headBytes, 0);
  const end = head.subarray(0, bytesRead).indexOf(0x0a);
  const known = end !== -1 ? head.subarray(0, end) : head.subarray(0, bytesRead === headBytes ? headBytes : 0);
  const begin = createHash("sha256").update(known).digest("hex").slice(0, 12);
  return `${stats.ino.toString(36)}-${Math.floor(stats.birthtimeMs).toString(36)}-${begin}`;
}

/** How often each log has become shorter while we looked, which its file does not tell. */
export class Cuts {
  readonly #seen = new Map<string, { sizeBytes: number; cuts: number }>();

  /** Notes the size of a log; how often it was cut so far, as the end of its generation. */
  note(path: string, generation: string, sizeBytes: number): string {
    const key = `${path}\0${generation}`;
    const before = this.#seen.get(key);
    const cuts = (before?.cuts ?? 0) + (before !== undefined && sizeBytes < before.sizeBytes ? 1 : 0);
    this.#seen.delete(key);
    this.#seen.set(key, { sizeBytes, cuts });
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= 10_000) break;
      this.#seen.delete(oldest);
    }
    return cuts === 0 ? generation : `${generation}-${cuts}`;
  }
}
