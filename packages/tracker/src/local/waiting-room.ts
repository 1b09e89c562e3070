/** How much may wait to be written, in all logs of a sink together. */
export class WaitingRoom {
  readonly #most: number;
  #used = 0;

  /** `most`: in characters or bytes, whatever the others count. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#used === 0;
  }

  /** Whether more waits than should. */
  get isOver(): boolean {
    return this.#used > this.#most;
  }

  /** Whether there is room for so much more. */
  has(size: number): boolean {
    return this.#used + size <= this.#most;
  }

  /** So much waits from now on, whether or not there is room. */
  take(size: number): void {
    this.#used += size;
  }

  /** So much waits no more. */
  leave(size: number): void {
    this.#used -= size;
  }
}
