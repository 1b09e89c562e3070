import type { Hooks, Span } from "@burrjs/core";

/** A run under way. */
interface Run {
  readonly appId: string;
  /** Those that are open, each inside the one before it. */
  readonly spans: Span[];
}

/**
 * Watches all runs by one set of hooks, which children inherit. Each run has to have its own pair of calls, inside that of its
 * parent, and its spans have to stand within each other, and in no other run.
 */
export class Switchboard {
  readonly hooks: Hooks = {
    postApplicationCreate: () => void (this.#applications += 1),
    preRunExecuteCall: ({ appId }) => {
      this.#runs.push({ appId, spans: [] });
      this.#deepest = Math.max(this.#deepest, this.#runs.length);
    },
    postRunExecuteCall: ({ appId }) => {
      const run = this.#runs.pop();
      this.#pairs += 1;
      this.#check(run?.appId === appId, `the run of ${appId} ends out of turn`);
      this.#check(run?.spans.length === 0, `the run of ${appId} leaves spans open`);
    },
    preStartSpan: ({ appId, span }) => {
      const run = this.#runs.at(-1);
      this.#spans += 1;
      this.#check(run?.appId === appId, `the span ${span.name} begins in a run that is not its own`);
      this.#check(span.parent === (run?.spans.at(-1)?.uid ?? null), `the span ${span.name} has a wrong parent`);
      run?.spans.push(span);
    },
    postEndSpan: ({ appId, span }) => {
      const run = this.#runs.at(-1);
      this.#check(run?.appId === appId, `the span ${span.name} ends in a run that is not its own`);
      this.#check(run?.spans.pop()?.uid === span.uid, `the span ${span.name} ends out of turn`);
    },
  };
  /** What must not be. */
  readonly wrong: string[] = [];
  /** Each one inside the one before it. */
  readonly #runs: Run[] = [];
  #applications = 0;
  #pairs = 0;
  #deepest = 0;
  #spans = 0;

  /** What was counted. */
  lines(): string[] {
    return [
      `${this.#applications} applications, ${this.#pairs} pairs of hooks around their runs, up to ${this.#deepest} inside each other; ${this.#spans} spans.`,
      ...(this.wrong.length === 0 ? ["Each pair and each span is where it belongs."] : this.wrong),
    ];
  }

  #check(isRight: boolean, what: string): void {
    if (!isRight) this.wrong.push(what);
  }
}
