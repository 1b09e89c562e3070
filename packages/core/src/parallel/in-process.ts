import { TaskSource } from "./task-source.ts";
import type { ExecuteOptions, Executor, ExecutorTask, RunningTask, TaskEvent, TaskListener } from "./executor.ts";

/** Runs tasks as child applications in this process. */
export const inProcessExecutor: Executor = {
  locality: "in-process",
  execute: (tasks, options) => new InProcess(tasks[Symbol.asyncIterator](), options),
};

type Item = IteratorResult<TaskEvent, void>;

/** Tasks that may begin before their first events are looked at. */
const mostAtOnce = 1024;

/**
 * The events of tasks in this process, in the order in which they come. Each task has at most one waiting, and is asked for
 * the next when its last was taken: so a busy one cannot keep others from being heard, and nothing is made too early.
 */
class InProcess implements AsyncIterableIterator<TaskEvent, void, void> {
  readonly #tasks: AsyncIterator<ExecutorTask, void, void>;
  readonly #options: ExecuteOptions;
  readonly #running = new Set<RunningTask>();
  /** What was told, and not taken yet, with whom to ask for more. */
  readonly #ready: { readonly event: TaskEvent; readonly from: RunningTask | undefined }[] = [];
  #taken = 0;
  /** How many of them are outcomes. */
  #endsWaiting = 0;
  /** Whose last event was taken. */
  #toAsk: RunningTask | undefined;
  #isPulling = false;
  /** Whether tasks are being begun: what they tell at once waits until all have begun. */
  #isFilling = false;
  #isExhausted = false;
  #failure: { readonly error: unknown } | undefined;
  #resolve: ((item: Item) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor(tasks: AsyncIterator<ExecutorTask, void, void>, options: ExecuteOptions) {
    this.#tasks = tasks;
    this.#options = options;
    if (options.signal.aborted) this.#isExhausted = true;
    else options.signal.addEventListener("abort", this.#stop);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Item> {
    return new Promise(this.#ask);
  }

  async return(): Promise<Item> {
    this.#resolve?.({ done: true, value: undefined });
    this.#resolve = undefined;
    this.#stopAll(new DOMException("The tasks were left before their end.", "AbortError"));
    while ((await this.next()).done !== true);
    return { done: true, value: undefined };
  }

  readonly #ask = (resolve: (item: Item) => void, reject: (error: unknown) => void): void => {
    this.#resolve = resolve;
    this.#reject = reject;
    const asked = this.#toAsk;
    this.#toAsk = undefined;
    this.#isFilling = true;
    asked?.pull();
    this.#fill();
    this.#isFilling = false;
    this.#deliver();
  };

  /** Begins tasks, as long as there is room. */
  #fill(): void {
    for (let begun = 0; begun < mostAtOnce && this.#hasRoom; begun += 1) {
      this.#isPulling = true;
      const next = this.#tasks instanceof TaskSource ? this.#tasks.take() : this.#tasks.next();
      if (next instanceof Promise) {
        next.then(this.#onTask, this.#onBroken);
        return;
      }
      this.#take(next);
    }
  }

  get #hasRoom(): boolean {
    // Outcomes that nobody has taken hold their places: so few of them wait, however slow the reader is.
    const isFull = this.#running.size + this.#endsWaiting >= this.#options.concurrency;
    return !this.#isPulling && !this.#isExhausted && !isFull;
  }

  readonly #onTask = (item: IteratorResult<ExecutorTask, void>): void => {
    this.#take(item);
    this.#fill();
    this.#deliver();
  };

  #take(item: IteratorResult<ExecutorTask, void>): void {
    this.#isPulling = false;
    if (item.done === true) this.#isExhausted = true;
    else if (!this.#isExhausted) this.#begin(item.value);
  }

  readonly #onBroken = (error: unknown): void => {
    this.#isPulling = false;
    this.#failure = { error };
    this.#stopAll(error);
    this.#deliver();
  };

  #begin(task: ExecutorTask): void {
    const { index, signal } = task;
    let running: RunningTask | undefined;
    let isOver = false;
    const listener: TaskListener = {
      event: (event) => {
        this.#add({ type: "chunk", index, event }, running);
      },
      end: (outcome) => {
        isOver = true;
        if (running !== undefined) this.#running.delete(running);
        signal?.removeEventListener("abort", onAbort);
        this.#add({ ...outcome, index });
      },
    };
    const onAbort = (): void => {
      running?.stop(signal?.reason);
    };
    running = task.start(listener);
    if (isOver) return;
    this.#running.add(running);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener("abort", onAbort);
    running.pull();
  }

  #add(event: TaskEvent, from?: RunningTask): void {
    this.#ready.push({ event, from });
    if (from === undefined) this.#endsWaiting += 1;
    if (!this.#isFilling) this.#deliver();
  }

  /** Hands on what is ready, if somebody waits. */
  #deliver(): void {
    const resolve = this.#resolve;
    if (resolve === undefined) return;
    const first = this.#ready[this.#taken];
    if (first === undefined) {
      this.#end();
      return;
    }
    this.#taken += 1;
    // Cut when half of it is taken, so that taking costs a constant time.
    if (this.#taken > 64 && this.#taken * 2 > this.#ready.length) {
      this.#ready.splice(0, this.#taken);
      this.#taken = 0;
    }
    this.#toAsk = first.from;
    if (first.from === undefined) this.#endsWaiting -= 1;
    this.#resolve = undefined;
    resolve({ done: false, value: first.event });
  }

  #end(): void {
    if (!this.#isExhausted || this.#isPulling || this.#running.size > 0) return;
    this.#options.signal.removeEventListener("abort", this.#stop);
    const [resolve, reject] = [this.#resolve, this.#reject];
    this.#resolve = undefined;
    if (this.#failure === undefined) resolve?.({ done: true, value: undefined });
    else reject?.(this.#failure.error);
  }

  readonly #stop = (): void => {
    this.#stopAll(this.#options.signal.reason);
  };

  #stopAll(reason: unknown): void {
    this.#isExhausted = true;
    for (const running of this.#running) running.stop(reason);
    this.#deliver();
  }
}
