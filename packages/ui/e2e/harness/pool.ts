/** Things that are lent to one user at a time. */
export interface Pool<T> {
  /** Waits until one is free, and has it back when `use` is done. */
  lend<TResult>(use: (one: T) => Promise<TResult>): Promise<TResult>;
}

/** Lends out what it is given. */
export function poolOf<T>(all: readonly T[]): Pool<T> {
  const free = [...all];
  const waiting: ((one: T) => void)[] = [];
  const giveBack = (one: T): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(one);
    else next(one);
  };
  return {
    async lend(use) {
      const one = free.pop() ?? (await new Promise<T>((resolve) => waiting.push(resolve)));
      try {
        return await use(one);
      } finally {
        giveBack(one);
      }
    },
  };
}
