import { settlesWithin } from "../promises.ts";

/** How long sources have for their `finally` when a merge ends before them. */
const mostClosingMs = 1000;

/**
 * The items of several sources, in the order in which they come. Each has at most one item waiting, and is asked for the
 * next when its last was taken: none is left behind, and nothing is made too early. The first error ends all; so does a
 * reader that leaves. The value is the list of what the sources have returned.
 */
export async function* merge<TItem, TReturn = unknown>(
  ...sources: readonly AsyncIterable<TItem, TReturn, void>[]
): AsyncGenerator<TItem, TReturn[], void> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]());
  const open = new Set(iterators);
  const returned: TReturn[] = [];
  const ready: { readonly index: number; readonly item: IteratorResult<TItem, TReturn> }[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const take = (index: number, item: IteratorResult<TItem, TReturn>): void => {
    ready.push({ index, item });
    wake?.();
  };
  const fail = (index: number, error: unknown): void => {
    failure ??= { error };
    const failed = iterators[index];
    if (failed !== undefined) open.delete(failed); // it has closed itself
    wake?.();
  };
  const ask = (index: number): void => {
    iterators[index]?.next().then(
      (item): void => take(index, item),
      (error: unknown): void => fail(index, error),
    );
  };
  try {
    for (const index of iterators.keys()) ask(index);
    while (open.size > 0) {
      if (failure !== undefined) throw failure.error;
      const next = ready.shift();
      if (next === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        wake = undefined;
        continue;
      }
      const { index, item } = next;
      if (item.done === true) {
        returned[index] = item.value;
        const ended = iterators[index];
        if (ended !== undefined) open.delete(ended);
      } else {
        yield item.value;
        ask(index);
      }
    }
    if (failure !== undefined) throw failure.error;
    return returned;
  } finally {
    const closing = Promise.allSettled([...open].map(async (iterator) => await iterator.return?.()));
    await settlesWithin(closing, mostClosingMs, () => {}); // a source that hangs would keep the others' error
  }
}

/** The items of several sources, one source after the other; each is opened when the one before it has ended. */
export async function* concat<TItem>(
  ...sources: readonly (AsyncIterable<TItem> | (() => AsyncIterable<TItem>))[]
): AsyncGenerator<TItem, void, void> {
  for (const source of sources) yield* typeof source === "function" ? source() : source;
}
