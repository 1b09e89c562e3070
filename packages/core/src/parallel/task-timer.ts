import type { Policy } from "../action/policy.ts";
import { BurrError } from "../errors.ts";
import { longestTimerMs } from "../promises.ts";

/** What watches the time of a try: a signal that aborts when it is over, where there is a limit, and what ends the watch. */
export function watchTime(
  action: string,
  policy: Policy | undefined,
): { readonly signal?: AbortSignal; readonly unwatch: () => void } {
  const limitMs = policy?.timeoutMs;
  if (limitMs === undefined) return { unwatch: () => {} };
  const controller = new AbortController();
  const stop = (): void => {
    controller.abort(
      new BurrError(
        "timed-out",
        `A task of action "${action}" has worked for ${limitMs} ms without an end and was stopped. Raise \`taskTimeoutMs\`, or let it be tried again with \`taskRetry\`.`,
        { action, option: "timeoutMs", limitMs },
      ),
    );
  };
  const timer = limitMs > longestTimerMs ? undefined : setTimeout(stop, limitMs);
  return { signal: controller.signal, unwatch: () => clearTimeout(timer) };
}
