import type { Policy } from "../action/policy.ts";
import { BurrError } from "../errors.ts";
import { longestTimerMs } from "../promises.ts";

/** Counts the time that a step works, and not that in which nobody asks it for more. In milliseconds. */
export class WorkClock {
  /** Whether somebody watches: else the reader need not be looked at. */
  isWatched = false;
  #awayMs = 0;
  #leftAtMs: number | undefined;

  /** The reader has got something, and looks at it. */
  leave(): void {
    if (this.isWatched) this.#leftAtMs ??= performance.now();
  }

  /** The reader asks for more. */
  comeBack(): void {
    if (this.#leftAtMs === undefined) return;
    this.#awayMs += performance.now() - this.#leftAtMs;
    this.#leftAtMs = undefined;
  }

  get nowMs(): number {
    return (this.#leftAtMs ?? performance.now()) - this.#awayMs;
  }
}

/** What watches the time of a try: a signal that aborts when it is over, where there is a limit, and what ends the watch. */
export function watchTime(
  { action, place }: { readonly action: string; readonly place: number },
  policy: Policy | undefined,
  clock: WorkClock,
): { readonly signal?: AbortSignal; readonly unwatch: () => void } {
  const limitMs = policy?.timeoutMs;
  if (limitMs === undefined) return { unwatch: () => {} };
  const controller = new AbortController();
  clock.isWatched = true;
  const endsAtMs = clock.nowMs + limitMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    const leftMs = endsAtMs - clock.nowMs;
    if (leftMs > 0) timer = setTimeout(look, Math.min(longestTimerMs, Math.max(1, Math.ceil(leftMs))));
    else controller.abort(tookTooLong(action, place, limitMs));
  };
  look();
  return { signal: controller.signal, unwatch: () => clearTimeout(timer) };
}

function tookTooLong(action: string, place: number, limitMs: number): BurrError {
  return new BurrError(
    "timed-out",
    `The task at place ${place} (from 0) of action "${action}" has worked for ${limitMs} ms without an end and was stopped. Raise its \`timeoutMs\`, or the \`taskTimeoutMs\` of the action, or let it be tried again with \`taskRetry\`.`,
    { action, option: "timeoutMs", limitMs },
  );
}
