import { Nested } from "../children/nested.ts";

/** The last chunks of a step that did not end, oldest first. */
export interface PartialChunks<TChunk = unknown> extends ReadonlyArray<TChunk> {
  /** How many earlier chunks were dropped to keep memory constant (see `keepChunks`). */
  readonly dropped: number;
}

/** Collects chunks and keeps the last `keep` of them. */
export class PartialBuffer {
  #chunks: unknown[] = [];
  #seen = 0;
  readonly #keep: number;

  constructor(keep: number) {
    this.#keep = keep;
  }

  /** How many chunks were added. */
  get seen(): number {
    return this.#seen;
  }

  add(chunk: unknown): void {
    this.#seen += 1;
    this.#chunks.push(chunk);
    // Cut in halves, so that dropping costs a constant time per chunk.
    if (this.#chunks.length >= 2 * this.#keep + 2) this.#chunks = this.#kept();
  }

  toPartial(): PartialChunks {
    const chunks = this.#kept().flatMap((chunk) => (chunk instanceof Nested ? (chunk.item ?? []) : [chunk]));
    return Object.defineProperty(chunks, "dropped", { value: this.#seen - chunks.length }) as unknown[] & {
      dropped: number;
    };
  }

  #kept(): unknown[] {
    return this.#keep === 0 ? [] : this.#chunks.slice(-this.#keep);
  }
}
