import { isPromiseLike } from "../promises.ts";
import type { TaskDone, TaskFailed } from "./task-types.ts";

/** What is known of a task that is over. */
export type TaskResult = TaskDone | TaskFailed;

/** How results are put together. */
export interface Fold {
  /** What it begins with. */
  readonly start: () => unknown;
  /** Takes the next result in. A promise is waited for. */
  readonly add: (sum: unknown, result: TaskResult) => unknown;
}

/** Takes results in the order of their tasks, whichever comes first. */
export class Collector {
  readonly #fold: Fold;
  /** What came before its turn. */
  readonly #early = new Map<number, TaskResult>();
  /** The tasks that have failed. */
  readonly failed: { readonly key: string; readonly error: unknown }[] = [];
  #next = 0;
  #sum: unknown;

  constructor(fold: Fold) {
    this.#fold = fold;
    this.#sum = fold.start();
  }

  /** How many are taken in: all before this place. */
  get taken(): number {
    return this.#next;
  }

  get sum(): unknown {
    return this.#sum;
  }

  /** Whether the result of this task is here already. */
  has(index: number): boolean {
    return index < this.#next || this.#early.has(index);
  }

  /** Takes a result, or keeps it until those before it are here. One at a time. */
  async add(index: number, result: TaskResult): Promise<void> {
    if (result.status === "failed") this.failed.push({ key: result.key, error: result.error });
    if (index !== this.#next) {
      this.#early.set(index, result);
      return;
    }
    await this.#take(result);
    for (let early = this.#early.get(this.#next); early !== undefined; early = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      await this.#take(early);
    }
  }

  /** What the result alone comes to. */
  async only(result: TaskResult): Promise<unknown> {
    return await this.#fold.add(await this.#fold.start(), result);
  }

  /** Adds a result; waits only where there is something to wait for. */
  #take(result: TaskResult): void | Promise<void> {
    this.#next += 1;
    const sum = this.#fold.add(this.#sum, result);
    if (isPromiseLike(sum)) return this.#settle(sum);
    this.#sum = sum;
  }

  async #settle(sum: PromiseLike<unknown>): Promise<void> {
    this.#sum = await sum;
  }
}

/** Keeps all results in a list. */
export const listFold: Fold = {
  start: () => [],
  add(list, result) {
    (list as TaskResult[]).push(result); // made by `start`
    return list;
  },
};
