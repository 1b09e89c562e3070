/** What has served as long as this was well: one that ends after some seconds, again and again, is not. */
const longMs = 600_000;

const firstPauseMs = 500;
const mostInARow = 5;

/** When a process that has ended by itself is started again. */
export class Restarts {
  #soon = 0;

  /**
   * One has ended.
   *
   * @param servedMs - For how long it was ready; `undefined`: it never was.
   * @returns How long to wait before it is started again, in milliseconds; `undefined`: not before the code changes, as it would end again.
   */
  pauseMs(servedMs: number | undefined): number | undefined {
    if (servedMs === undefined) return undefined;
    this.#soon = servedMs < longMs ? this.#soon + 1 : 1;
    return this.#soon > mostInARow ? undefined : firstPauseMs * 2 ** (this.#soon - 1);
  }

  /** The code is another one. */
  forget(): void {
    this.#soon = 0;
  }
}
