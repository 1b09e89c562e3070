/** What one act on many runs has come to. */
export interface ActOutcome<TRun> {
  readonly done: readonly TRun[];
  readonly failed: readonly { readonly run: TRun; readonly reason: string }[];
  /** Those that it was stopped before. */
  readonly left: readonly TRun[];
}

/** How it is done. */
export interface ForEachOptions {
  /** Begins with no further one; those under way come to their end. */
  readonly signal: AbortSignal;
  /** Called with how many are through, done or failed. */
  readonly told: (count: number) => void;
  /** How many are under way at a time. Default: 4. */
  readonly atOnce?: number;
}

/** Does something with each run, a few at a time. That one fails stops none of the others. */
export async function forEachRun<TRun>(
  runs: readonly TRun[],
  work: (run: TRun) => Promise<unknown>,
  { signal, told, atOnce = 4 }: ForEachOptions,
): Promise<ActOutcome<TRun>> {
  const outcomes: ({ readonly run: TRun; readonly reason?: string } | undefined)[] = [];
  let next = 0;
  let through = 0;
  const worker = async (): Promise<void> => {
    while (next < runs.length && !signal.aborted) {
      const at = next++;
      const [run] = runs.slice(at, at + 1);
      if (run === undefined) return;
      try {
        await work(run);
        outcomes[at] = { run };
      } catch (error) {
        outcomes[at] = { run, reason: error instanceof Error ? error.message : String(error) };
      }
      told(++through);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const known = outcomes.filter((one) => one !== undefined);
  return {
    done: known.filter(({ reason }) => reason === undefined).map(({ run }) => run),
    failed: known.flatMap(({ run, reason }) => (reason === undefined ? [] : [{ run, reason }])),
    left: runs.slice(next),
  };
}
