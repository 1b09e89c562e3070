import { Job, type JobListener } from "./job.ts";
import type { SentTask } from "./messages.ts";
import { PoolThread, type ThreadEnd, type ThreadOptions } from "./pool-thread.ts";

/** How many threads there are, and what they do. */
export interface PoolOptions extends ThreadOptions {
  readonly threads: number;
  readonly tasksPerThread: number;
  /** How often a task may lose its thread and begin again. */
  readonly maxLost: number;
}

/** Gives jobs to threads: to the one with the fewest, and to new ones while there may be more. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #threads = new Set<PoolThread>();
  /** Resolves for each thread when it is gone; one that was told to end may take its time. */
  readonly #gone = new Set<Promise<void>>();
  readonly #threadOf = new Map<Job, PoolThread>();
  /** Jobs that no thread has room for, oldest first. */
  #queue: Job[] = [];
  #lastNumber = 0;
  /** Called when a job has left room for another one. */
  onRoom: () => void = () => {};
  /** Called when no job is under way any more. */
  #onIdle: () => void = () => {};

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Whether a job would begin at once, or as soon as its thread has started. */
  get hasRoom(): boolean {
    if (this.#queue.length > 0) return false;
    return this.#threads.size < this.#options.threads || this.#leastBusy() !== undefined;
  }

  run(task: SentTask, options: { readonly credit: number; readonly listener: JobListener }): Job {
    this.#lastNumber += 1;
    const job = new Job(this.#lastNumber, task, options);
    this.#queue.push(job);
    this.#placeAll();
    return job;
  }

  more(job: Job, credit: number): void {
    this.#threadOf.get(job)?.more(job, credit);
  }

  /** The reason is text of the value codec. */
  stop(job: Job, reason: string): void {
    if (job.isStopped) return;
    job.isStopped = true;
    if (this.#threadOf.get(job)?.stop(job, reason) === true) return;
    this.#queue = this.#queue.filter((one) => one !== job);
    this.#end(job, "stopped");
  }

  /** Ends all threads, once no job is under way. */
  async close(): Promise<void> {
    if (this.#threadOf.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    }
    for (const thread of this.#threads) void thread.end();
    await Promise.all(this.#gone);
  }

  #end(job: Job, outcome: Parameters<JobListener["end"]>[0]): void {
    this.#threadOf.delete(job);
    job.listener.end(outcome);
    if (this.hasRoom) this.onRoom();
  }

  readonly #onFree = (job: Job): void => {
    this.#threadOf.delete(job);
    this.#placeAll();
    if (this.#threadOf.size === 0) this.#onIdle();
    if (this.hasRoom) this.onRoom();
  };

  #placeAll(): void {
    if (this.#queue.length === 0) return;
    const waiting = this.#queue;
    this.#queue = [];
    let isFull = false;
    for (const job of waiting) {
      const isAlone = this.#runsAlone(job);
      if ((isFull && !isAlone) || !this.#place(job, isAlone)) {
        this.#queue.push(job);
        isFull ||= !isAlone;
      }
    }
  }

  /** False when the job has to wait. */
  #place(job: Job, isAlone: boolean): boolean {
    let thread: PoolThread | undefined;
    try {
      thread = this.#idle() ?? this.#started() ?? (isAlone ? undefined : this.#leastBusy());
    } catch (error) {
      this.#end(job, { type: "lost", reason: error, losses: job.losses }); // Node refuses to start one
      return true;
    }
    if (thread === undefined) return false;
    this.#threadOf.set(job, thread);
    thread.run(job);
    return true;
  }

  /** Its last try: whichever task it is that ends threads, it must not take this one with it. */
  #runsAlone({ losses }: Job): boolean {
    return losses > 0 && losses === this.#options.maxLost;
  }

  #idle(): PoolThread | undefined {
    return [...this.#threads].find(({ load }) => load === 0);
  }

  #started(): PoolThread | undefined {
    if (this.#threads.size >= this.#options.threads) return undefined;
    const thread = new PoolThread(this.#options, { onFree: this.#onFree, onEnd: this.#onEnd });
    this.#threads.add(thread);
    this.#gone.add(thread.gone);
    void thread.gone.then(() => this.#gone.delete(thread.gone));
    return thread;
  }

  #leastBusy(): PoolThread | undefined {
    const isFree = ({ load, jobs }: PoolThread): boolean =>
      load < this.#options.tasksPerThread && !(load === 1 && [...jobs].some((job) => this.#runsAlone(job)));
    return [...this.#threads].filter(isFree).toSorted((one, other) => one.load - other.load)[0];
  }

  readonly #onEnd = (thread: PoolThread, { error, isIntended }: ThreadEnd): void => {
    this.#threads.delete(thread);
    const again: Job[] = [];
    for (const job of thread.jobs) {
      this.#threadOf.delete(job);
      if (!isIntended) job.losses += 1;
      if (job.isStopped) this.#end(job, "stopped");
      else if (job.losses > this.#options.maxLost) this.#end(job, { type: "lost", reason: error, losses: job.losses });
      else again.push(job);
    }
    for (const job of again) job.listener.again();
    this.#queue.unshift(...again);
    this.#placeAll();
    if (this.#threadOf.size === 0) this.#onIdle();
    if (this.hasRoom) this.onRoom();
  };
}
