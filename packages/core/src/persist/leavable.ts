/**
 * An iterator whose `return()` ends a wait of its generator at once: that of the generator itself would stand behind the
 * pending `next()`. `make` is given the signal to wait with; that of the caller ends the waits as well.
 */
export function leavable<TItem>(
  make: (signal: AbortSignal) => AsyncGenerator<TItem, void, void>,
  signal?: AbortSignal,
): AsyncIterableIterator<TItem, void, void> {
  const left = new AbortController();
  const generator = make(signal === undefined ? left.signal : AbortSignal.any([left.signal, signal]));
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        return await generator.next();
      } catch (error) {
        if (left.signal.aborted) return { done: true, value: undefined };
        throw error;
      }
    },
    async return() {
      left.abort();
      await generator.return(undefined);
      return { done: true, value: undefined };
    },
  };
}
