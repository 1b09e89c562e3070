import type { SentOutcome, SentTask } from "./messages.ts";

/** A task was lost for good: as often as is allowed, and once more. */
export interface LostOutcome {
  readonly type: "lost";
  /** Why its last thread ended. */
  readonly reason: unknown;
  /** How many threads have ended under it. */
  readonly losses: number;
}

/** Who has given a job to the pool. */
export interface JobListener {
  /** An event, as text of the value codec. */
  event(text: string): void;
  /** Its thread is gone; it begins again from the start. */
  again(): void;
  /** The last call. */
  end(outcome: SentOutcome | LostOutcome | "stopped"): void;
}

/** A task, as the pool of threads sees it. */
export class Job {
  readonly number: number;
  readonly task: SentTask;
  /** How many events of it may be under way. */
  readonly credit: number;
  readonly listener: JobListener;
  /** How many threads have ended under it, by themselves. */
  losses = 0;
  /** Whether it was told to stop. */
  isStopped = false;

  constructor(
    number: number,
    task: SentTask,
    { credit, listener }: { readonly credit: number; readonly listener: JobListener },
  ) {
    // prettier-ignore
    this.number = number;
    this.task = task;
    this.credit = credit;
    this.listener = listener;
  }
}
