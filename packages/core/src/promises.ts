/** A promise, and the functions that settle it. */
export interface Deferred<TValue> {
  readonly promise: Promise<TValue>;
  readonly resolve: (value: TValue) => void;
  readonly reject: (error: unknown) => void;
}

/** A promise that is settled from outside (`Promise.withResolvers` is of ES2024). */
export function deferred<TValue>(): Deferred<TValue> {
  let resolve!: (value: TValue) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<TValue>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** For promises whose failure nobody is left to tell of. */
export function ignoreRejection(promise: PromiseLike<unknown>): void {
  promise.then(undefined, () => {});
}

/** True for promises and whatever else can be awaited. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Timers that are longer than this fire at once. */
export const longestTimerMs = 2 ** 31 - 1;

/**
 * Waits for `closing`, but no longer than `timeoutMs`.
 *
 * @returns Whether it settled in time. How is told to `onError` only.
 */
export function settlesWithin(
  closing: PromiseLike<unknown>,
  timeoutMs: number,
  onError: (error: unknown) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = timeoutMs > longestTimerMs ? undefined : setTimeout(() => resolve(false), timeoutMs);
    const settled = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    closing.then(settled, (error: unknown) => {
      onError(error);
      settled();
    });
  });
}
