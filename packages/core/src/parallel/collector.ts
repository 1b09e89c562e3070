import type { TaskDone, TaskFailed } from "./task-types.ts";

/** What is known of a task that is over. */
export type TaskResult = TaskDone | TaskFailed;

/** How results are put together. */
export interface Fold {
  /** What it begins with. */
  readonly start: () => unknown;
  /** Takes the next result in. */
  readonly add: (sum: unknown, result: TaskResult) => unknown;
}

/** Takes results in the order of their tasks, whichever comes first. */
export class Collector {
  readonly #fold: Fold;
  /** What came before its turn. */
  readonly #early = new Map<number, TaskResult>();
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

  /** Takes a result, or keeps it until those before it are here. */
  add(index: number, result: TaskResult): void {
    if (index !== this.#next) {
      this.#early.set(index, result);
      return;
    }
    this.#take(result);
    for (let early = this.#early.get(this.#next); early !== undefined; early = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      this.#take(early);
    }
  }

  /** What the result alone comes to. */
  only(result: TaskResult): unknown {
    return this.#fold.add(this.#fold.start(), result);
  }

  #take(result: TaskResult): void {
    this.#next += 1;
    this.#sum = this.#fold.add(this.#sum, result);
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
