/**
 * How a call fails: "before" it is sent, "after" it has been answered, or by the "crash" of the process, after which no
 * call is sent any more.
 */
export type FaultKind = "before" | "after" | "crash";

/** Makes one call of a client fail; until it is armed, every call passes. `failingClient` puts it around a client. */
export class Fault {
  /** What a failing call throws; always the same object. */
  readonly error = new Error("The connection failed, as the test wants it.");
  #callsBefore = Number.POSITIVE_INFINITY;
  #kind: FaultKind = "before";
  #hasStruck = false;

  /** Lets `callsBefore` calls pass from now on, and the next one fail. */
  arm(callsBefore: number, kind: FaultKind): void {
    this.#callsBefore = callsBefore;
    this.#kind = kind;
    this.#hasStruck = false;
  }

  /** Lets every call pass from now on, unless the process has crashed. */
  disarm(): void {
    this.#callsBefore = Number.POSITIVE_INFINITY;
  }

  /** Whether a call has failed since it was armed. */
  get hasStruck(): boolean {
    return this.#hasStruck;
  }

  /** What `call` returns, unless it is the one to fail. For clients whose methods return promises. */
  async around<TResult>(call: () => TResult): Promise<Awaited<TResult>> {
    const kind = this.#next();
    if (kind === "before" || kind === "crash") throw this.error;
    const result = await call();
    if (kind === "after") throw this.error;
    return result;
  }

  /**
   * What `call` returns, unless it is the one to fail, which is then not made. For clients whose methods return at once:
   * there, no answer can get lost on its way.
   */
  aroundSync<TResult>(call: () => TResult): TResult {
    if (this.#next() !== undefined) throw this.error;
    return call();
  }

  #next(): FaultKind | undefined {
    if (this.#hasStruck) return this.#kind === "crash" ? "crash" : undefined;
    if (this.#callsBefore-- > 0) return undefined;
    this.#hasStruck = true;
    return this.#kind;
  }
}
