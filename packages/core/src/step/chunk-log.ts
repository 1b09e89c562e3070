import { isPromiseLike } from "../promises.ts";
import type { HookStep } from "../run/hooks.ts";
import type { ChunksRecord } from "../run/journal.ts";
import type { Step } from "./step.ts";

/** Chunks that may wait for the journal before the stream has to. */
const mostWaiting = 64;

/**
 * Hands the chunks of a step to the journal: one write at a time, and all that come meanwhile go into the next one. So
 * whoever follows the stream elsewhere is one write behind, however fast it is.
 */
export class ChunkLog {
  readonly #step: Step;
  /** Of the attempt whose chunks these are: a later write must not take them for those of the next. */
  readonly #identity: HookStep;
  /** Of the first chunk that waits. */
  #index: number;
  #waiting: unknown[] = [];
  #writing: Promise<void> | undefined;
  #hasFailed = false;

  /** `index`: of the first chunk that it will be given. */
  constructor(step: Step, index: number) {
    this.#step = step;
    this.#identity = step.identity();
    this.#index = index;
  }

  /** Takes the next chunk. A promise, if the stream has to wait; one that rejects when the journal refused. */
  add(chunk: unknown): Promise<void> | undefined {
    this.#waiting.push(chunk);
    if (this.#writing === undefined) this.#write();
    return this.#waiting.length < mostWaiting && !this.#hasFailed ? undefined : this.#writing;
  }

  /** Resolves when all that was taken is stored. */
  flush(): Promise<void> | undefined {
    return this.#writing;
  }

  #write(): void {
    const chunks = this.#waiting;
    this.#waiting = [];
    const record: ChunksRecord = { type: "chunks", ...this.#identity, index: this.#index, chunks };
    this.#index += chunks.length;
    let stored: unknown;
    try {
      stored = this.#step.settings.journal?.append([record], undefined, this.#step);
    } catch (error) {
      stored = Promise.reject(error); // a journal may throw at once
    }
    if (!isPromiseLike(stored)) return;
    this.#writing = Promise.resolve(stored).then((): Promise<void> | void => {
      this.#writing = undefined;
      if (this.#waiting.length === 0) return;
      this.#write();
      return this.#writing;
    });
    this.#writing.catch(() => {
      this.#hasFailed = true; // it shows before the next chunk, or at the end of the step
    });
  }
}
