import { parentPort } from "node:worker_threads";
import { Crossing } from "./crossing.ts";
import type { FromThread, ToThread } from "./messages.ts";
import { Outbox } from "./outbox.ts";
import { threadData } from "./thread-data.ts";
import { type TaskPlace, ThreadTask } from "./thread-task.ts";

/** What runs in each thread: it begins tasks, and passes on what they are told. */
class Thread {
  readonly #place: TaskPlace;
  readonly #tasks = new Map<number, ThreadTask>();
  /** Tasks whose module is loaded, by their numbers. */
  readonly #toBegin: number[] = [];
  readonly #modules = new Map<string, "loaded" | Promise<unknown>>();

  constructor(crossing: Crossing, closeTimeoutMs: number) {
    const outbox = new Outbox((items) => {
      send({ type: "told", items });
    });
    this.#place = {
      crossing,
      closeTimeoutMs,
      tell: (item) => {
        if ("outcome" in item) this.#tasks.delete(item.job);
        outbox.add(item);
      },
    };
  }

  readonly hear = (message: ToThread): void => {
    switch (message.type) {
      case "run": {
        const task = new ThreadTask(message.job, message, this.#place);
        this.#tasks.set(message.job, task);
        this.#load(message.task.reference.module, message.job, task);
        return;
      }
      case "more":
        this.#tasks.get(message.job)?.more(message.credit);
        return;
      case "stop":
        this.#tasks.get(message.job)?.stop(message.reason);
        return;
      case "ping":
        send({ type: "pong" });
    }
  };

  #load(module: string, job: number, task: ThreadTask): void {
    const known = this.#modules.get(module);
    if (known === "loaded") {
      this.#beginSoon(job);
      return;
    }
    const loading = known ?? import(module);
    this.#modules.set(module, loading);
    const onLoad = (): void => {
      this.#modules.set(module, "loaded");
      this.#beginSoon(job);
    };
    loading.then(onLoad, (error: unknown): void => task.fail(error));
  }

  /** One in each turn of the loop: where beginning is all the work, others can still be stopped in between. */
  #beginSoon(job: number): void {
    this.#toBegin.push(job);
    if (this.#toBegin.length === 1) setImmediate(this.#beginNext);
  }

  readonly #beginNext = (): void => {
    const job = this.#toBegin.shift();
    if (this.#toBegin.length > 0) setImmediate(this.#beginNext);
    if (job !== undefined) this.#tasks.get(job)?.begin();
  };
}

function send(message: FromThread): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}

if (threadData !== undefined) {
  const { classes, closeTimeoutMs } = threadData;
  const crossing = classes === undefined ? new Crossing() : await Crossing.load(classes);
  const thread = new Thread(crossing, closeTimeoutMs);
  parentPort?.on("message", thread.hear);
  send({ type: "ready" });
}
