import type { ExecuteOptions, ExecutorTask, TaskEvent } from "@burrjs/core/parallel";
import type { Crossing } from "./crossing.ts";
import type { Pool } from "./pool.ts";
import { RemoteTask, type RemoteTaskPlace } from "./remote-task.ts";

type Item = IteratorResult<TaskEvent, void>;

interface Asker {
  readonly resolve: (item: Item) => void;
  readonly reject: (error: unknown) => void;
}

/** What an execution runs on. */
export interface ExecutionPlace {
  readonly pool: Pool;
  readonly crossing: () => Crossing | Promise<Crossing>;
  /** Called when all is over. */
  readonly onEnd: (execution: Execution) => void;
}

/** The tasks of one action run: what they tell, one from each in turn, so that a busy one keeps no other from being heard. */
export class Execution implements AsyncIterableIterator<TaskEvent, void, void> {
  readonly #tasks: AsyncIterator<ExecutorTask, void, void>;
  readonly #options: ExecuteOptions;
  readonly #place: ExecutionPlace;
  /** Tasks whose outcome was not taken yet. */
  readonly #underWay = new Set<RemoteTask>();
  /** Those that have told something, in the order in which they get their turn. */
  readonly #ready = new Set<RemoteTask>();
  readonly #askers: Asker[] = [];
  #crossing: Crossing | undefined;
  #isPulling = false;
  /** Whether no more tasks are begun. */
  #isExhausted = false;
  #isOver = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(tasks: AsyncIterator<ExecutorTask, void, void>, options: ExecuteOptions, place: ExecutionPlace) {
    this.#tasks = tasks;
    this.#options = options;
    this.#place = place;
    options.signal.addEventListener("abort", this.#onAbort);
    if (options.signal.aborted) this.#onAbort();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Item> {
    return new Promise((resolve, reject) => {
      this.#askers.push({ resolve, reject });
      this.#deliver();
      this.#fill();
    });
  }

  async return(): Promise<Item> {
    this.stop(new DOMException("The tasks were left before their end.", "AbortError"));
    this.#failure = undefined; // nobody is left to be told
    while ((await this.next()).done !== true);
    return { done: true, value: undefined };
  }

  /** Ends it as a failure, its tasks having been stopped. */
  fail(error: unknown): void {
    if (!this.#isExhausted || this.#underWay.size > 0) this.#failure ??= { error };
    this.stop(error);
  }

  /** Room has come up in the pool. */
  goOn(): void {
    if (this.#askers.length > 0) this.#fill();
  }

  /** Begins no more tasks, and stops those under way. */
  stop(reason: unknown): void {
    this.#isExhausted = true;
    for (const task of this.#underWay) task.stop(reason);
    this.#deliver();
  }

  readonly #onAbort = (): void => {
    this.stop(this.#options.signal.reason);
  };

  /** Begins tasks, as long as there is room; one at a time, since the next may depend on what becomes of this one. */
  #fill(): void {
    const { pool } = this.#place;
    // A task that waits for a thread would wait on its own time.
    const isFull = this.#underWay.size >= this.#options.concurrency || !pool.hasRoom;
    if (this.#isPulling || this.#isExhausted || isFull) return;
    this.#isPulling = true;
    void this.#pull();
  }

  async #pull(): Promise<void> {
    try {
      this.#crossing ??= await this.#place.crossing();
      const item = await this.#tasks.next();
      this.#isPulling = false;
      if (item.done === true) this.#isExhausted = true;
      else if (!this.#isExhausted) this.#begin(item.value, this.#crossing);
    } catch (error) {
      this.#isPulling = false;
      if (this.#isExhausted) this.stop(error); // it comes too late
      else this.fail(error);
    }
    this.#deliver();
    this.#fill();
  }

  #begin(made: ExecutorTask, crossing: Crossing): void {
    const place: RemoteTaskPlace = { pool: this.#place.pool, crossing, onReady: this.#onReady };
    const task = new RemoteTask(made, place);
    this.#underWay.add(task);
    task.begin();
  }

  readonly #onReady = (task: RemoteTask): void => {
    this.#ready.add(task);
    this.#deliver();
  };

  /** Hands on what was told, as far as somebody asks. */
  #deliver(): void {
    while (this.#askers.length > 0) {
      const [task] = this.#ready;
      if (task === undefined) {
        this.#end();
        return;
      }
      this.#ready.delete(task);
      const value = task.take();
      if (value === undefined) continue; // what it had told was lost with its thread
      if (task.isReady) this.#ready.add(task);
      if (value.type !== "chunk") this.#underWay.delete(task);
      this.#askers.shift()?.resolve({ done: false, value });
    }
  }

  #end(): void {
    if (!this.#isExhausted || this.#underWay.size > 0) return;
    if (!this.#isOver) {
      this.#isOver = true;
      this.#options.signal.removeEventListener("abort", this.#onAbort);
      this.#place.onEnd(this);
    }
    const asker = this.#askers.shift();
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure === undefined) asker?.resolve({ done: true, value: undefined });
    else asker?.reject(failure.error);
    if (this.#askers.length > 0) this.#end();
  }
}
