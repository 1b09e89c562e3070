/** How to wait for another connection to end its transaction. */
export interface PatienceOptions {
  /** Time, in milliseconds; only differences count. */
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** After so long a transaction of somebody else is an error. */
export const patienceMs = 5_000;

/**
 * Does `work`, again and again while SQLite says that another connection is writing, with growing pauses in between. The
 * pauses are awaited, so the program goes on; the connection's own busy timeout, if it has one, stops it for so long.
 *
 * @param work - Happens as a whole, or throws and leaves nothing behind.
 * @param options - A clock of one's own.
 * @returns What `work` returns.
 * @throws What `work` throws; "database is locked" only after 5 seconds.
 */
export async function patiently<TResult>(
  work: () => TResult,
  { now = () => performance.now(), sleep = slept }: PatienceOptions = {},
): Promise<TResult> {
  let since: number | undefined;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 100)) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      since ??= now();
      if (now() - since >= patienceMs) throw error;
      // At random: writers that met once should not meet again.
      await sleep(pauseMs * (0.5 + Math.random()));
    }
  }
}

// `node:sqlite` has the number of SQLite's error, better-sqlite3 its name, and both have extended ones.
function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("errcode" in error && typeof error.errcode === "number") return (error.errcode & 0xff) === 5;
  return "code" in error && typeof error.code === "string" && error.code.startsWith("SQLITE_BUSY");
}

function slept(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
