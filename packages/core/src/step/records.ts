import { isPromiseLike } from "../promises.ts";
import type { Operation } from "../state/operations.ts";
import { makeCheckpoint } from "./checkpoints.ts";
import { PartialBuffer, type PartialChunks } from "./partial.ts";
import type { Step } from "./step.ts";

/** Chunks per record of a detached stream. */
const detachedBatch = 64;

/** What a step leaves behind while it runs: its chunks and checkpoints, and who has to be told of them. */
export class StepRecords {
  /** The delta of a checkpoint that no event has told of yet. */
  untoldCheckpoint: readonly Operation[] | undefined;
  /** What has to be stored before the next chunk is delivered, or the step ends. */
  storing: Promise<unknown> | undefined;
  readonly #step: Step;
  #chunks: PartialBuffer | undefined;
  #detached: unknown[] = [];
  #streamStartedMs = 0;
  #firstItemMs: number | undefined;

  constructor(step: Step) {
    this.#step = step;
  }

  /** How many chunks were taken. */
  get chunkCount(): number {
    return this.#chunks?.seen ?? 0;
  }

  get partial(): PartialChunks {
    return (this.#chunks ?? new PartialBuffer(0)).toPartial();
  }

  /** Forgets the chunks of a try that has failed. */
  dropChunks(): void {
    this.#flushNow();
    this.#chunks = undefined;
  }

  /** The stream is about to begin. */
  startStream(): void {
    const { hooks, now } = this.#step.settings;
    if (hooks.has("postStreamItem")) this.#streamStartedMs = now();
  }

  /** Takes note of a chunk. A promise, if the consumer must not see it before that has settled. */
  takeChunk(chunk: unknown): PromiseLike<unknown> | undefined {
    const { settings, run, isStreamed } = this.#step;
    this.#chunks ??= new PartialBuffer(settings.keepChunks);
    this.#chunks.add(chunk);
    if (run.isDetached && settings.journal !== undefined) this.#logDetached(chunk);
    if (isStreamed && settings.hooks.has("postStreamItem")) this.holdFor(this.#tellItem(chunk));
    const { storing } = this;
    this.storing = undefined;
    return storing;
  }

  /** Stores an intermediate state; see `StepContext.checkpoint`. */
  saveCheckpoint(update: object): void {
    const step = this.#step;
    if (step.ending !== undefined) return; // the action went on after the engine gave up waiting for its end
    const { values, delta } = makeCheckpoint(step, update);
    const { hooks, journal } = step.settings;
    const stored = journal?.append({ type: "checkpoint", ...step.identity(), delta });
    const { runtime } = step.run;
    const keep = (): void => {
      // It may be stored late, when this step or another has committed: then there is nothing to go on from.
      const isCurrent = step.ending?.accepted === undefined && runtime.data === step.base;
      if (isCurrent) runtime.checkpoint = { action: step.node.name, values };
    };
    if (isPromiseLike(stored)) this.holdFor(stored.then(keep));
    else keep();
    this.untoldCheckpoint = delta;
    if (hooks.has("postCheckpoint")) this.holdFor(hooks.call("postCheckpoint", { ...step.identity(), delta }));
  }

  /** Holds the next chunk, and the end of the step, back until `pending` has settled. */
  holdFor(pending: void | PromiseLike<void>): void {
    if (!isPromiseLike(pending)) return;
    this.storing = Promise.all([this.storing, pending]);
    this.storing.catch(() => {}); // seen where it is awaited
  }

  /** Writes the chunks that the journal has not got yet. */
  flush(): void | PromiseLike<void> {
    if (this.#detached.length === 0) return;
    const chunks = this.#detached;
    this.#detached = [];
    const index = this.chunkCount - chunks.length;
    return this.#step.settings.journal?.append({ type: "chunks", ...this.#step.identity(), index, chunks });
  }

  #tellItem(item: unknown): void | PromiseLike<void> {
    const { hooks, now } = this.#step.settings;
    this.#firstItemMs ??= now();
    return hooks.call("postStreamItem", {
      ...this.#step.identity(),
      item,
      itemIndex: this.chunkCount - 1,
      streamInitializeTimeMs: this.#streamStartedMs,
      firstStreamItemStartTimeMs: this.#firstItemMs,
    });
  }

  /** Keeps a chunk that nobody reads any more for the journal, which gets them in batches. */
  #logDetached(chunk: unknown): void {
    this.#detached.push(chunk);
    if (this.#detached.length >= detachedBatch) this.#flushNow();
  }

  /** As `flush`, and whatever goes wrong shows before the next chunk. */
  #flushNow(): void {
    try {
      this.holdFor(this.flush());
    } catch (error) {
      this.holdFor(Promise.reject(error)); // a journal may throw at once
    }
  }
}
