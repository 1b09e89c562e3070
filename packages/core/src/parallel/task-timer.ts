import type { Policy } from "../action/policy.ts";
import { BurrError } from "../errors.ts";
import { longestTimerMs } from "../promises.ts";

/** What watches the time of a try: a signal that aborts when it is over, where there is a limit, and what ends the watch. */
export function watchTime(
  action: string,
  place: number,
  policy: Policy | undefined,
): { readonly signal?: AbortSignal; readonly unwatch: () => void } {
  const limitMs = policy?.timeoutMs;
  if (limitMs === undefined) return { unwatch: () => {} };
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort(
      new BurrError(
        "timed-out",
        `The task at place ${place} (from 0) of action "${action}" has worked for ${limitMs} ms without an end and was stopped. Raise its \`timeoutMs\`, or the \`taskTimeoutMs\` of the action, or let it be tried again with \`taskRetry\`.`,
        { action, option: "timeoutMs", limitMs },
      ),
    );
  };
  const timer = limitMs > longestTimerMs ? undefined : setTimeout(stop, limitMs);
  return { signal: controller.signal, unwatch: () => clearTimeout(timer) };
}
