/** A scale by powers of ten: places from 0 to 1. */
export interface LogScale {
  readonly place: (value: number) => number;
  /** Powers of ten, at most six of them. */
  readonly ticks: readonly number[];
}

const mostTicks = 5;
const least = 1e-3;

/** A scale that has room for all values; those at or below zero are at its beginning. */
export function logScale(values: readonly number[]): LogScale {
  const known = values.filter((value) => value > 0);
  const [low, high] = known.length === 0 ? [1, 10] : [Math.max(least, Math.min(...known)), Math.max(least, ...known)];
  const from = Math.floor(Math.log10(low) + 1e-9);
  const to = Math.max(from + 1, Math.ceil(Math.log10(high) - 1e-9));
  const step = Math.ceil((to - from) / mostTicks);
  return {
    place: (value) => Math.min(1, Math.max(0, (Math.log10(Math.max(value, 10 ** from)) - from) / (to - from))),
    ticks: Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => 10 ** (from + index * step)),
  };
}
