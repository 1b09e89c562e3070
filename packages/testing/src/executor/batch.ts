import assert from "node:assert/strict";
import type { Executor, ExecutorTask, TaskEvent, TaskOutcome } from "@burrjs/core/parallel";
import { within } from "./within.ts";

/** An outcome, with the place of its task. */
export type IndexedOutcome = TaskOutcome & { readonly index: number };

/** Tasks that are run together, and what was told of them. */
export class Batch {
  /** All that was told, in order. */
  readonly told: TaskEvent[] = [];
  readonly #chunks = new Map<number, unknown[]>();
  readonly #stop = new AbortController();
  readonly #iterator: AsyncIterableIterator<TaskEvent, void, void>;
  readonly #patienceMs: number;

  constructor(
    executor: Executor,
    tasks: Iterable<ExecutorTask> | AsyncIterable<ExecutorTask>,
    { concurrency = 16, patienceMs }: { readonly concurrency?: number; readonly patienceMs: number },
  ) {
    this.#patienceMs = patienceMs;
    this.#iterator = executor.execute(each(tasks), { concurrency, signal: this.#stop.signal });
  }

  /** Asks for the next thing that is told; `undefined` at the end. */
  async next(): Promise<TaskEvent | undefined> {
    const item = await within(this.#iterator.next(), this.#patienceMs, "the executor tells what comes next");
    if (item.done === true) return undefined;
    const told = item.value;
    this.told.push(told);
    if (told.type === "chunk" && told.event.type === "chunk") this.#chunksOf(told.index).push(told.event.chunk);
    return told;
  }

  /** Reads until something that fits is told. */
  async until(fits: (event: TaskEvent) => boolean | Promise<boolean>): Promise<TaskEvent> {
    for (;;) {
      const event = await this.next();
      assert.ok(event !== undefined, "the executor has ended before all was told");
      if (await fits(event)) return event;
    }
  }

  /** Reads to the end. Who does not wait for it is not told when it fails. */
  drain(): Promise<this> {
    const drained = this.#drain();
    drained.catch(() => {}); // whoever waits is told
    return drained;
  }

  /** As a reader that breaks out of its loop. */
  async leave(): Promise<void> {
    await within(Promise.resolve(this.#iterator.return?.()), this.#patienceMs, "the executor lets its reader leave");
  }

  abort(reason: unknown): void {
    this.#stop.abort(reason);
  }

  get outcomes(): readonly IndexedOutcome[] {
    return this.told.filter((event) => event.type !== "chunk");
  }

  /** The only outcome of a task. */
  outcome(index: number): IndexedOutcome {
    const outcomes = this.outcomes.filter((outcome) => outcome.index === index);
    const [outcome] = outcomes;
    assert.ok(outcome !== undefined && outcomes.length === 1, `task ${index} has ${outcomes.length} outcomes, not one`);
    return outcome;
  }

  /** The chunks of a task, until now. */
  chunks(index: number): readonly unknown[] {
    return this.#chunksOf(index);
  }

  #chunksOf(index: number): unknown[] {
    const chunks = this.#chunks.get(index) ?? [];
    this.#chunks.set(index, chunks);
    return chunks;
  }

  async #drain(): Promise<this> {
    while ((await this.next()) !== undefined);
    return this;
  }
}

async function* each(
  tasks: Iterable<ExecutorTask> | AsyncIterable<ExecutorTask>,
): AsyncGenerator<ExecutorTask, void, void> {
  // prettier-ignore
  yield* tasks;
}
