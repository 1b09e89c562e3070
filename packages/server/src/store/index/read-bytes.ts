import { Buffer } from "node:buffer";
import type { RunFiles } from "@burrjs/protocol";

/** Part of a log; what cannot be read (any more) is empty. */
export async function readBytes(files: RunFiles, from: number, to: number): Promise<Buffer> {
  if (to <= from) return Buffer.alloc(0);
  try {
    const bytes = await files.read(from, to);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch {
    return Buffer.alloc(0); // The log was deleted meanwhile, or the disk fails: either way there is nothing to show.
  }
}

/** Gives other work its turn. */
export async function letOthers(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

/** A function that says when `sliceMs` have passed since it was made, or since it was reset. */
export class Slice {
  readonly #sliceMs: number;
  #endMs: number;

  constructor(sliceMs: number) {
    this.#sliceMs = sliceMs;
    this.#endMs = performance.now() + sliceMs;
  }

  /** Whether the time is over. */
  readonly isOver = (): boolean => performance.now() > this.#endMs;

  /** Gives other work its turn if the time is over, and begins anew. */
  async pause(): Promise<void> {
    if (!this.isOver()) return;
    await letOthers();
    this.#endMs = performance.now() + this.#sliceMs;
  }
}
