import { frame } from "../events/frame.ts";
import type { RunnerHub } from "./runner-hub.ts";

/** Who hears of runners. */
export interface RunnersFeedOptions {
  readonly runners: RunnerHub;
  readonly signal: AbortSignal;
  readonly send: (text: string) => Promise<void>;
}

/**
 * Sends which runners there are and what they do, at the beginning if there are some, and when that changes. Changes that come
 * faster than the client reads are one.
 *
 * @param options - To whom.
 */
export async function runnersFeed({ runners, signal, send }: RunnersFeedOptions): Promise<void> {
  const { view } = runners;
  let hasChanged = view.runners.length > 0 || view.jobs.length > 0;
  let wake = (): void => {};
  const stop = runners.watch(() => {
    hasChanged = true;
    wake();
  });
  const ended = (): void => wake();
  signal.addEventListener("abort", ended, { once: true });
  try {
    while (!signal.aborted) {
      if (!hasChanged) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      hasChanged = false;
      await send(frame("runners", runners.view));
    }
  } finally {
    stop();
    signal.removeEventListener("abort", ended);
  }
}
