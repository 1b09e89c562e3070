/** A clock that is moved by hand: runs that are told by it have exact times, and take none. */
export class ManualClock {
  readonly #startMs: number;
  #ms: number;

  /** `startMs`: since 1970. */
  constructor(startMs: number) {
    this.#startMs = startMs;
    this.#ms = startMs;
  }

  /** Milliseconds since 1970. */
  readonly now = (): number => this.#ms;

  /** Milliseconds since it was made. */
  readonly monotonic = (): number => this.#ms - this.#startMs;

  pass(ms: number): void {
    this.#ms += ms;
  }
}
