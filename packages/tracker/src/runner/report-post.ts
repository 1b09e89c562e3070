import { type JobReport, runnerReportsPath, type RunnerReports } from "@burrjs/protocol";
import { retryDelay } from "../http/retry.ts";
import { post, type RunnerServer } from "./runner-server.ts";

const mostTries = 5;
const mostWaiting = 1000;
const mostAtOnce = 50;
/** Servers take 4 MB at once, and a character may have three bytes. */
const mostCharacters = 1024 * 1024;

/** Sends reports to the server, in order, one request at a time. */
export class ReportPost {
  readonly #server: RunnerServer;
  readonly #runnerId: string;
  #waiting: JobReport[] = [];
  #sending: Promise<void> | undefined;

  constructor(server: RunnerServer, runnerId: string) {
    this.#server = server;
    this.#runnerId = runnerId;
  }

  /** Takes a report. What cannot be sent is given up: a new connection begins with how things stand. */
  add(report: JobReport): void {
    this.#waiting.push(report);
    if (this.#waiting.length > mostWaiting) this.#waiting.shift();
    this.#sending ??= this.#send();
  }

  /** Resolves when nothing waits. */
  async flush(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending;
  }

  async #send(): Promise<void> {
    try {
      while (this.#waiting.length > 0) await this.#post(this.#waiting.splice(0, this.#roomFor()));
    } finally {
      this.#sending = undefined;
    }
  }

  /** How many of those that wait go together. */
  #roomFor(): number {
    let length = 0;
    const last = this.#waiting.findIndex((report, index) => {
      length += JSON.stringify(report).length;
      return index === mostAtOnce || (index > 0 && length > mostCharacters);
    });
    return last < 0 ? this.#waiting.length : last;
  }

  async #post(reports: readonly JobReport[]): Promise<void> {
    const { clock } = this.#server;
    const body: RunnerReports = { runner_id: this.#runnerId, reports };
    for (let tries = 1; tries <= mostTries; tries += 1) {
      try {
        const response = await post(this.#server, runnerReportsPath, { body });
        await response.body?.cancel();
        if (response.status < 500 && response.status !== 429) return; // taken, or not wanted
      } catch {
        // no server at the moment
      }
      if (tries < mostTries) {
        await new Promise<void>((resolve) => {
          clock.after(retryDelay(tries, undefined, { baseMs: 100, maxMs: 2000, random: clock.random }), resolve);
        });
      }
    }
  }
}
