import { Nested } from "../children/nested.ts";
import { isPromiseLike } from "../promises.ts";
import type { HookSet } from "../run/hook-set.ts";
import type { Operation } from "../state/operations.ts";
import { makeCheckpoint } from "./checkpoints.ts";
import { ChunkLog } from "./chunk-log.ts";
import { Once } from "./once.ts";
import { PartialBuffer, type PartialChunks } from "./partial.ts";
import type { Step } from "./step.ts";

/** What a step leaves behind while it runs: its chunks and checkpoints, and who has to be told of them. */
export class StepRecords {
  /** The delta of a checkpoint that no event has told of yet. */
  untoldCheckpoint: readonly Operation[] | undefined;
  /** What has to be stored before the next chunk is delivered, or the step ends. */
  storing: Promise<unknown> | undefined;
  /** The keys of the children that the try under way has spawned. */
  readonly childKeys = new Map<string, number>();
  readonly #step: Step;
  #chunks: PartialBuffer | undefined;
  #log: ChunkLog | undefined;
  #once: Once | undefined;
  #streamStartedMs = 0;
  #firstItemMs: number | undefined;

  constructor(step: Step) {
    this.#step = step;
  }

  /** How many chunks were taken. */
  get chunkCount(): number {
    return this.#chunks?.seen ?? 0;
  }

  /** The side effects that must not be repeated. */
  get once(): Once {
    this.#once ??= new Once(this.#step);
    return this.#once;
  }

  /** Whether chunks have gone to the journal. */
  get logs(): boolean {
    return this.#log !== undefined;
  }

  get partial(): PartialChunks {
    return (this.#chunks ?? new PartialBuffer(0)).toPartial();
  }

  /** Forgets the chunks of a try that has failed. */
  dropChunks(): void {
    this.holdFor(this.flush());
    this.#log = undefined;
    this.#chunks = undefined;
  }

  /** The stream is about to begin. */
  startStream(): void {
    const { now } = this.#step.settings;
    if (this.#step.streamHooks?.has("postStreamItem") === true) this.#streamStartedMs = now();
  }

  /** Takes note of a chunk. A promise, if the consumer must not see it before that has settled. */
  takeChunk(chunk: unknown): PromiseLike<unknown> | undefined {
    const { settings, run, streamHooks } = this.#step;
    this.#chunks ??= new PartialBuffer(settings.keepChunks);
    this.#chunks.add(chunk);
    if (settings.journal !== undefined && (run.isDetached || settings.logsChunks(this.#step.node.name))) {
      this.#log ??= new ChunkLog(this.#step, this.chunkCount - 1);
      this.holdFor(this.#log.add(chunk));
    }
    if (streamHooks?.has("postStreamItem") === true && !(chunk instanceof Nested))
      this.holdFor(this.#tellItem(streamHooks, chunk));
    const { storing } = this;
    this.storing = undefined;
    return storing;
  }

  /** Stores an intermediate state; see `StepContext.checkpoint`. */
  saveCheckpoint(update: object): void {
    const step = this.#step;
    if (step.isOver) return; // the action went on after its end, or after the engine gave up waiting for it
    const { values, delta } = makeCheckpoint(step, update);
    const { hooks, journal } = step.settings;
    const stored = journal?.append(
      [{ type: "checkpoint", ...step.identity(), notesKey: step.notesKey, delta }],
      undefined,
      step,
    );
    const { runtime } = step.run;
    const keep = (): void => {
      // It may be stored late, when this step or another has committed: then there is nothing to go on from.
      const isCurrent = step.ending?.accepted === undefined && runtime.data === step.base;
      if (isCurrent) runtime.noteCheckpoint(step.notesKey, values);
    };
    if (isPromiseLike(stored)) this.holdFor(stored.then(keep));
    else keep();
    this.untoldCheckpoint = delta;
    if (hooks.has("postCheckpoint")) this.holdFor(hooks.call("postCheckpoint", { ...step.identity(), delta }, step));
  }

  /** Holds the next chunk, and the end of the step, back until `pending` has settled. */
  holdFor(pending: void | PromiseLike<void>): void {
    if (!isPromiseLike(pending)) return;
    this.storing = Promise.all([this.storing, pending]);
    this.storing.catch(() => {}); // seen where it is awaited
  }

  /** Resolves when the journal has all chunks that are meant for it. */
  flush(): Promise<void> | undefined {
    return this.#log?.flush();
  }

  #tellItem(hooks: HookSet, item: unknown): void | PromiseLike<void> {
    const { now } = this.#step.settings;
    this.#firstItemMs ??= now();
    return hooks.call(
      "postStreamItem",
      {
        ...this.#step.identity(),
        item,
        itemIndex: this.chunkCount - 1,
        streamInitializeTimeMs: this.#streamStartedMs,
        firstStreamItemStartTimeMs: this.#firstItemMs,
      },
      this.#step,
    );
  }
}
