import type { Action } from "../action/action.ts";
import { defaultAttempts, type RetryOptions } from "../action/policy.ts";
import type { PoliciesJSON } from "./graph-json.ts";
import { listLines } from "./label-text.ts";

/** What an action says of failures, time limits, undoing and people, as data; `undefined` when it says nothing. */
export function policiesOf({ body }: Action): PoliciesJSON | undefined {
  const { timeoutMs = Number.POSITIVE_INFINITY, idleTimeoutMs = Number.POSITIVE_INFINITY } = body.policy;
  const attempts = attemptsOf(body.policy);
  const answers = Object.keys(body.answers ?? {});
  const policies: PoliciesJSON = {
    ...(attempts === 1
      ? {}
      : { attempts: Number.isFinite(attempts) ? attempts : "unlimited", ...retryOn(body.policy) }),
    ...(Number.isFinite(timeoutMs) ? { timeoutMs } : {}),
    ...(Number.isFinite(idleTimeoutMs) ? { idleTimeoutMs } : {}),
    ...(body.fallback === undefined ? {} : { fallback: true }),
    ...(body.undo === undefined ? {} : { undo: true }),
    ...(answers.length === 0 ? {} : { answers }),
  };
  return Object.keys(policies).length === 0 ? undefined : policies;
}

/** The same in lines for a box. */
export function policyLines(action: Action): string[] {
  const { attempts, retryOn: classes = [], timeoutMs, idleTimeoutMs, fallback, undo, answers = [] } = policiesOf(action) ?? {}; // prettier-ignore
  const tries = attempts === undefined ? [] : [typeof attempts === "number" ? `${attempts} attempts` : attempts];
  const limits = [
    ...(timeoutMs === undefined ? [] : [`${timeoutMs} ms`]),
    ...(idleTimeoutMs === undefined ? [] : [`idle ${idleTimeoutMs} ms`]),
  ];
  return [
    ...listLines("retry", [...tries, ...classes.map((name) => `on ${name}`)]),
    ...listLines("timeout", limits),
    ...listLines("asks for", answers),
    ...listLines("has", [...(fallback === true ? ["fallback"] : []), ...(undo === true ? ["undo"] : [])]),
  ];
}

function attemptsOf({ retry = 1 }: Action["body"]["policy"]): number {
  return typeof retry === "number" ? retry : (retry.attempts ?? defaultAttempts);
}

/** The classes of errors that are worth another try, or the test of them, by name. */
function retryOn({ retry }: Action["body"]["policy"]): Pick<PoliciesJSON, "retryOn"> {
  const on: RetryOptions["on"] = typeof retry === "object" ? retry.on : undefined;
  const names = [on ?? []].flat().map((one: { readonly name: string }) => one.name);
  const telling = names.filter((name) => name !== "" && name !== "on");
  return telling.length === 0 ? {} : { retryOn: telling };
}
