/** A number of a thing: a duration of a run, say. */
export interface Measured<TOf> {
  readonly value: number;
  readonly of: TOf;
}

/** How a number is spread: the values below which half, 95 and 99 of a hundred are. */
export interface Spread<TOf = unknown> {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** What has such a number; one of at least p95; one of at least p99. */
  readonly of: readonly TOf[];
  readonly ofP95: readonly TOf[];
  readonly ofP99: readonly TOf[];
}

/** The spread of numbers; `null` of none. */
export function spreadOf<TOf>(all: readonly Measured<TOf>[]): Spread<TOf> | null {
  if (all.length === 0) return null;
  const sorted = Float64Array.from(all, ({ value }) => value).toSorted();
  const [p50, p95, p99] = [quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 0.99)];
  const atLeast = (least: number): readonly TOf[] => [
    ...new Set(all.filter(({ value }) => value >= least).map(({ of }) => of)),
  ];
  return {
    count: sorted.length,
    p50,
    p95,
    p99,
    max: sorted.at(-1) ?? 0,
    of: atLeast(0),
    ofP95: atLeast(p95),
    ofP99: atLeast(p99),
  };
}

/** The value below which a share of sorted values is, between the two nearest ones. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}
