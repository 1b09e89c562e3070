import { Worker, type ResourceLimits } from "node:worker_threads";
import type { Job } from "./job.ts";
import type { FromThread, ThreadData, ToThread } from "./messages.ts";

/** How threads are started. */
export interface ThreadOptions {
  readonly data: ThreadData;
  readonly execArgv: readonly string[] | undefined;
  readonly resourceLimits: ResourceLimits | undefined;
}

/** Why a thread has ended. */
export interface ThreadEnd {
  /** Of an end that nobody has asked for: what it has died of. */
  readonly error: unknown;
  /** Whether it was ended on purpose. */
  readonly isIntended: boolean;
}

/** Who has started a thread. */
export interface ThreadListener {
  /** A job is over in it. */
  onFree(job: Job): void;
  /** It does nothing any more; its jobs are those that were under way. */
  onEnd(thread: PoolThread, end: ThreadEnd): void;
}

// From source, a thread needs what says that packages are read from source; otherwise it has the options of this process.
const isSource = import.meta.url.endsWith(".ts");
const program = isSource ? new URL("./worker.ts", import.meta.url) : new URL("./worker.js", import.meta.url);
const sourceArgv: readonly string[] = ["--conditions=@burrjs/source"];

/** A thread, and the jobs that are under way in it. It keeps the process alive only while there are some. */
export class PoolThread {
  readonly #worker: Worker;
  readonly #listener: ThreadListener;
  readonly #closeTimeoutMs: number;
  readonly #jobs = new Map<number, Job>();
  /** Resolves when it is gone. */
  readonly gone: Promise<void>;
  #isReady = false;
  /** Whether its end was told: what it may still send does not count. */
  #isOver = false;
  #error: unknown;
  /** Set while it is watched whether its loop is free. */
  #watch: NodeJS.Timeout | undefined;
  #hasAnswered = false;

  constructor({ data, execArgv, resourceLimits }: ThreadOptions, listener: ThreadListener) {
    this.#listener = listener;
    this.#closeTimeoutMs = data.closeTimeoutMs;
    const argv = isSource ? [...sourceArgv, ...(execArgv ?? [])] : execArgv;
    this.#worker = new Worker(program, {
      name: "burr",
      workerData: data,
      ...(argv === undefined ? {} : { execArgv: [...argv] }),
      ...(resourceLimits === undefined ? {} : { resourceLimits }),
    });
    this.#worker.on("message", this.#hear);
    this.#worker.on("error", (error) => {
      this.#error = error;
    });
    this.gone = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        const error = this.#error ?? new Error(`The thread has ended, with the exit code ${code}.`);
        this.#end({ error, isIntended: false });
        resolve();
      });
    });
    this.#worker.unref();
  }

  get load(): number {
    return this.#jobs.size;
  }

  get jobs(): Iterable<Job> {
    return this.#jobs.values();
  }

  run(job: Job): void {
    if (this.#jobs.size === 0) this.#worker.ref();
    this.#jobs.set(job.number, job);
    if (this.#isReady) this.#begin(job);
  }

  /** Lets a job send more events. */
  more({ number }: Job, credit: number): void {
    if (this.#isReady) this.#post({ type: "more", job: number, credit });
  }

  /** Stops a job; false if it has not begun, and is gone already. */
  stop(job: Job, reason: string): boolean {
    if (!this.#isReady) {
      this.#remove(job);
      return false;
    }
    this.#post({ type: "stop", job: job.number, reason });
    this.#ask();
    return true;
  }

  /** Ends it, whatever it does. */
  end(): Promise<void> {
    void this.#worker.terminate();
    this.#end({ error: undefined, isIntended: true });
    return this.gone;
  }

  readonly #hear = (message: FromThread): void => {
    if (this.#isOver) return;
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        for (const job of this.#jobs.values()) this.#begin(job);
        return;
      case "pong":
        this.#hasAnswered = true;
        return;
      case "told":
        for (const item of message.items) {
          const job = this.#jobs.get(item.job);
          if ("event" in item) job?.listener.event(item.event);
          else if (job !== undefined) {
            this.#remove(job);
            job.listener.end(item.outcome);
          }
        }
    }
  };

  #begin({ number, task, credit }: Job): void {
    this.#post({ type: "run", job: number, task, credit });
  }

  #post(message: ToThread): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    this.#worker.postMessage(message);
  }

  #remove(job: Job): void {
    this.#jobs.delete(job.number);
    if (this.#jobs.size === 0) this.#worker.unref();
    this.#listener.onFree(job);
  }

  /** Asks whether its loop is free, until nothing has to stop any more. One that does not answer is ended. */
  #ask(): void {
    if (this.#watch !== undefined) return;
    this.#hasAnswered = false;
    this.#post({ type: "ping" });
    this.#watch = setTimeout(() => {
      // This process may have been the one that was busy: what has arrived meanwhile is heard first.
      setImmediate(this.#judge);
    }, this.#closeTimeoutMs).unref();
  }

  readonly #judge = (): void => {
    this.#watch = undefined;
    if (this.#isOver || ![...this.#jobs.values()].some(({ isStopped }) => isStopped)) return;
    if (this.#hasAnswered) this.#ask();
    else void this.end();
  };

  #end(end: ThreadEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#watch);
    this.#listener.onEnd(this, end);
  }
}
