import { duplicateKey } from "../children/child-id.ts";
import type { Task } from "./task.ts";

/** What names a task within its step: its key, or its place. */
export function keyOf({ key }: Task, index: number): string {
  return key ?? String(index);
}

/** The keys of the tasks of one step. */
export class TaskKeys {
  readonly #action: string;
  /** Those of all tasks since the first that was given one, with their places. */
  readonly #taken = new Map<string, number>();
  /** How many came before that: their places are their keys, and need not be kept. */
  #leading = 0;

  constructor(action: string) {
    this.#action = action;
  }

  /** The key of a task. Throws `duplicate-key` when another one has it. */
  claim(task: Task, index: number): string {
    const key = keyOf(task, index);
    if (task.key === undefined && this.#taken.size === 0) {
      this.#leading = index + 1;
      return key;
    }
    const isLeading = /^(?:0|[1-9]\d*)$/.test(key) && Number(key) < this.#leading;
    const before = isLeading ? Number(key) : this.#taken.get(key);
    if (before !== undefined) throw duplicateKey(this.#action, "tasks", [before, index]);
    this.#taken.set(key, index);
    return key;
  }
}
