import { BurrError } from "../errors.ts";
import { deferred, longestTimerMs } from "../promises.ts";

/** Limits of one try; see `ActionDefaults`. */
export interface TimeLimits {
  readonly timeoutMs: number | undefined;
  readonly idleTimeoutMs: number | undefined;
}

/**
 * Watches the time that one try works: while it is asked for something, and not while a consumer looks at a chunk. One
 * timer at most; it is set anew when it has fired too early, so that a chunk costs two looks at the clock.
 */
export class Watch {
  readonly #action: string;
  readonly #limits: TimeLimits;
  readonly #onTimeout: (error: BurrError) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the work under way began. */
  #sinceMs: number | undefined;
  #workedMs = 0;
  #isIdleCounted = false;
  #isOver = false;
  #error: BurrError | undefined;
  /** Ends the wait under way. */
  interrupt: ((error: BurrError) => void) | undefined;

  constructor(action: string, limits: TimeLimits, onTimeout: (error: BurrError) => void) {
    this.#action = action;
    this.#limits = limits;
    this.#onTimeout = onTimeout;
  }

  /** Whether the time was over. */
  get hasFired(): boolean {
    return this.#error !== undefined;
  }

  /** `work`, or the error when it takes too long. */
  async guard<TValue>(work: PromiseLike<TValue>): Promise<TValue> {
    this.begin(false);
    const { promise, reject } = deferred<never>();
    this.interrupt = reject;
    try {
      return await Promise.race([work, promise]);
    } finally {
      // Before whoever waits goes on: it may begin to wait for something else.
      if (this.interrupt === reject) {
        this.pause();
        this.interrupt = undefined;
      }
    }
  }

  /** Throws when what has come was too late. */
  assertInTime(): void {
    if (this.#error !== undefined) throw this.#error;
  }

  /** The action has something to do. `forChunk`: to give its next chunk. */
  begin(forChunk: boolean): void {
    if (this.#isOver || this.#sinceMs !== undefined) return;
    this.#sinceMs = performance.now();
    this.#isIdleCounted = forChunk;
    if (this.#timer === undefined) this.#arm();
  }

  /** It has done it; too late, perhaps: an action that never waits lets no timer fire. */
  pause(): void {
    if (this.#sinceMs === undefined) return;
    if (!this.#isOver && this.#leftMs() <= 0) this.#fire();
    this.#workedMs += performance.now() - this.#sinceMs;
    this.#sinceMs = undefined;
    if (this.#isIdleCounted) return;
    // It is set for the whole of the try, and the next wait may have to end sooner.
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The try has ended. */
  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #arm(): void {
    const left = this.#leftMs();
    // A timer may fire a little early, and rounding must not make it fire at once again and again.
    if (left < Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(this.#look, Math.min(longestTimerMs, Math.max(1, Math.ceil(left))));
    }
  }

  readonly #look = (): void => {
    this.#timer = undefined;
    if (this.#isOver || this.#sinceMs === undefined) return; // the next begin() sets it again
    if (this.#leftMs() > 0) {
      this.#arm();
      return;
    }
    this.#fire();
  };

  #fire(): void {
    this.stop();
    this.#error = this.#newError();
    this.#onTimeout(this.#error);
    this.interrupt?.(this.#error);
  }

  #leftMs(): number {
    return Math.min(this.#totalLeftMs(), this.#idleLeftMs());
  }

  #totalLeftMs(): number {
    const { timeoutMs } = this.#limits;
    return timeoutMs === undefined ? Number.POSITIVE_INFINITY : timeoutMs - this.#workedMs - this.#nowMs();
  }

  #idleLeftMs(): number {
    const { idleTimeoutMs } = this.#limits;
    return idleTimeoutMs === undefined || !this.#isIdleCounted
      ? Number.POSITIVE_INFINITY
      : idleTimeoutMs - this.#nowMs();
  }

  #nowMs(): number {
    return this.#sinceMs === undefined ? 0 : performance.now() - this.#sinceMs;
  }

  #newError(): BurrError {
    const { timeoutMs, idleTimeoutMs } = this.#limits;
    const isIdle = this.#totalLeftMs() > 0;
    const option = isIdle ? "idleTimeoutMs" : "timeoutMs";
    const limitMs = (isIdle ? idleTimeoutMs : timeoutMs) ?? 0;
    const what = isIdle ? `gave no chunk for ${limitMs} ms` : `has worked for ${limitMs} ms without an end`;
    return new BurrError(
      "timed-out",
      `Action "${this.#action}" ${what} and was stopped. Raise its \`${option}\`, let it be tried again with \`retry\`, or lead on with onError().`,
      { action: this.#action, option, limitMs },
    );
  }
}
