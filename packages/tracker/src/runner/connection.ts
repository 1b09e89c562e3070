import type { RunnerHello } from "@burrjs/protocol";
import { retryDelay } from "../http/retry.ts";
import type { JobRunner } from "./job-runner.ts";
import { jobStream } from "./job-stream.ts";
import { isRunnerError } from "./runner-error.ts";
import type { RunnerServer } from "./runner-server.ts";

/** What a connection needs. */
export interface ConnectionParts {
  readonly server: RunnerServer;
  readonly jobs: JobRunner;
  readonly hello: Omit<RunnerHello, "jobs" | "forks">;
  readonly onError: (error: unknown) => void;
}

/** Keeps a runner connected to its server. */
export class Connection {
  /** Resolves when the server has taken the runner, or is not there; rejects when it does not take it. */
  readonly tried: Promise<void>;
  /** Resolves when it was closed; rejects when the server does not take the runner any more. */
  readonly ended: Promise<void>;
  readonly #parts: ConnectionParts;
  readonly #leaving = new AbortController();
  #isOpen = false;
  #wasOpen = false;
  #settle: (error?: unknown) => void = () => {};

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.tried = new Promise((resolve, reject) => {
      this.#settle = (error) => (error === undefined ? resolve() : reject(error));
    });
    this.tried.catch(() => {}); // `ended` says it too
    this.ended = this.#keep();
    this.ended.catch(() => {}); // for whoever asks
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  async close(): Promise<void> {
    this.#leaving.abort();
    await this.ended.catch(() => {}); // it has ended in another way before
  }

  async #keep(): Promise<void> {
    const { server, onError } = this.#parts;
    const { signal } = this.#leaving;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#listen(() => {
          failures = 0;
        });
      } catch (error) {
        if (signal.aborted) break;
        if (isRunnerError(error) && error.code === "refused" && isFinal(error.details)) {
          this.#settle(error);
          if (this.#wasOpen) onError(error); // else it is thrown
          throw error;
        }
        if (failures === 0) onError(error);
      }
      this.#settle();
      if (signal.aborted) break;
      failures += 1;
      const delayMs = retryDelay(failures, undefined, { baseMs: 250, maxMs: 10_000, random: server.clock.random });
      await pause(delayMs, server, signal);
    }
    this.#settle();
  }

  async #listen(connected: () => void): Promise<void> {
    const { server, jobs, hello } = this.#parts;
    const told = jobs.told;
    const said = { ...hello, ...told };
    try {
      const stream = jobStream(server, said, {
        signal: this.#leaving.signal,
        connected: () => {
          connected();
          this.#isOpen = true;
          this.#wasOpen = true;
          this.#settle();
          jobs.tellSince(told);
        },
      });
      for await (const job of stream) jobs.take(job);
    } finally {
      this.#isOpen = false;
    }
  }
}

/** Whether it is of no use to try again: another token is needed, or another server. */
function isFinal(details: object): boolean {
  return "status" in details && [401, 403, 404].includes(Number(details.status));
}

function pause(delayMs: number, { clock }: RunnerServer, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      cancel();
      resolve();
    };
    const cancel = clock.after(
      delayMs,
      () => {
        signal.removeEventListener("abort", stop);
        resolve();
      },
      { keepAlive: true },
    );
    signal.addEventListener("abort", stop, { once: true });
  });
}
