import type { RunnerHello, RunnerJob, RunnerSummary } from "@burrjs/protocol";
import { frame } from "../events/frame.ts";

/** The way to a runner. */
export interface RunnerLine {
  /** Resolves when the runner takes the text, or has left. */
  send(text: string): Promise<void>;
  end(): void;
}

/** Jobs that a runner has not taken yet. */
const mostWaiting = 16;

/** A runner that is connected. */
export class ConnectedRunner {
  readonly hello: RunnerHello;
  readonly connectedMs: number;
  readonly #line: RunnerLine;
  #waiting = 0;

  constructor(hello: RunnerHello, line: RunnerLine, connectedMs: number) {
    this.hello = hello;
    this.#line = line;
    this.connectedMs = connectedMs;
  }

  get id(): string {
    return this.hello.runner_id;
  }

  /** As the page sees it. */
  get summary(): RunnerSummary {
    const { jobs: _jobs, forks: _forks, ...hello } = this.hello;
    return { ...hello, connected_ms: this.connectedMs };
  }

  /** Sends a job. False: it does not take those that it has been sent. */
  send(job: RunnerJob): boolean {
    if (this.#waiting >= mostWaiting) return false;
    this.#waiting += 1;
    void this.#pass(job);
    return true;
  }

  async #pass(job: RunnerJob): Promise<void> {
    await this.#line.send(frame("job", job));
    this.#waiting -= 1;
  }

  /** A sign of life. */
  ping(): Promise<void> {
    return this.#line.send(frame("ping", {}));
  }

  /** Ends the connection. */
  end(): void {
    this.#line.end();
  }
}
