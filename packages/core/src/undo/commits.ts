import type { Data } from "../state/operations.ts";

/** A commit that can be undone. */
export interface Commit {
  readonly action: string;
  readonly sequenceId: number;
  /** The action of the commit before it; `undefined`: there was none. */
  readonly before: string | undefined;
  /** The state that it led to; looked up when it is needed. */
  readonly data?: Data;
}

/** A commit, as the `undo` of its action sees it. */
export interface UndoneCommit<TState = unknown> {
  readonly sequenceId: number;
  /** The keys that the action reads and writes, as they were after this commit. */
  readonly state: TState;
}

/** The commits of this process whose actions have an `undo`, oldest first. */
export class Commits {
  #commits: Commit[] = [];

  get all(): readonly Commit[] {
    return this.#commits;
  }

  add(commit: Commit): void {
    this.#commits.push(commit);
  }

  dropLast(): void {
    this.#commits.pop();
  }

  clear(): void {
    this.#commits = [];
  }
}
