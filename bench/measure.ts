/** One of the things that are compared with each other. */
export interface Contender {
  /** Operations that one call of `run` does; times are given per operation. */
  readonly operations: number;
  readonly run: () => unknown;
}

/** How thorough a measurement is. */
export interface Effort {
  readonly rounds: number;
  /** How long each contender runs before the first round, in milliseconds. */
  readonly warmUpMs: number;
}

/**
 * The times of contenders that ran in turn: in each round every contender runs one short batch, the next round in
 * reverse order. A disturbance of the machine hits neighbours alike, and medians over the rounds pass it over.
 */
export async function compare<TName extends string>(
  contenders: Readonly<Record<TName, Contender>>,
  { rounds, warmUpMs }: Effort,
): Promise<Measurements<TName>> {
  const entries = Object.entries<Contender>(contenders);
  for (const [, contender] of entries) {
    const endMs = performance.now() + warmUpMs;
    do await contender.run();
    while (performance.now() < endMs);
  }
  const samples = new Map<string, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, contender] of round % 2 === 0 ? entries : entries.toReversed()) {
      samples.get(name)?.push(await timeMicros(contender));
    }
  }
  return new Measurements(samples);
}

async function timeMicros({ operations, run }: Contender): Promise<number> {
  const start = performance.now();
  await run();
  return ((performance.now() - start) * 1000) / operations;
}

/** What `compare` measured: microseconds per operation, in each round. */
export class Measurements<TName extends string> {
  readonly #samples: ReadonlyMap<string, readonly number[]>;

  constructor(samples: ReadonlyMap<string, readonly number[]>) {
    this.#samples = samples;
  }

  /** The median of a contender, in microseconds per operation. */
  micros(name: TName): number {
    return median(this.#of(name));
  }

  /** How much more `name` takes than `base`: the median of the differences of each round, in microseconds. */
  excess(name: TName, base: TName): number {
    const others = this.#of(base);
    return median(this.#of(name).map((one, round) => one - (others[round] ?? Number.NaN)));
  }

  /** How many times as long as `base` `name` takes: the median of the ratios of each round. */
  ratio(name: TName, base: TName): number {
    const others = this.#of(base);
    return median(this.#of(name).map((one, round) => one / (others[round] ?? Number.NaN)));
  }

  /** Which of `names` is the fastest. */
  fastest(...names: readonly [TName, ...TName[]]): TName {
    return names.reduce((best, one) => (this.micros(one) < this.micros(best) ? one : best));
  }

  #of(name: TName): readonly number[] {
    return this.#samples.get(name) ?? [];
  }
}

/** The value in the middle; the mean of the two in the middle when their number is even. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, one) => sum + one, 0) / middle.length;
}
