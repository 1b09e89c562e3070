/** Timers that are longer than this fire at once. */
const longestTimerMs = 2 ** 31 - 1;

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
