import { BurrError, isMistake } from "../errors.ts";
import type { ErrorClass } from "../graph/on-error.ts";
import { longestTimerMs } from "../promises.ts";

/** Tries in all, where an action says that there are more than one, and not how many. */
export const defaultAttempts = 3;

/** How often a failed action is tried again, and when. */
export interface RetryOptions {
  /** Tries in all, the first one included. Default: 3. */
  readonly attempts?: number;
  /** The pause before the second try, in milliseconds; each further pause is twice as long. Default: 100. */
  readonly baseMs?: number;
  /** The longest pause, in milliseconds. Default: 30,000. */
  readonly maxMs?: number;
  /** By which share a pause may be shorter, at random, from 0 to 1: so that many clients do not come back at once. Default: 0.5. */
  readonly jitter?: number;
  /** The pause that an error asks for itself, such as a `Retry-After`, in milliseconds; `undefined`: as above. At most `maxMs`. */
  readonly delayMs?: (error: unknown, tries: number) => number | undefined;
  /** Which errors are worth another try: a class, several, or a test. Default: all but mistakes in the program. */
  readonly on?: ErrorClass | readonly ErrorClass[] | ((error: unknown) => boolean);
}

/** What is done about failures of an action, unless it says otherwise itself. */
export interface ActionDefaults {
  /** Tries in all, or how they are made. Default: one. */
  readonly retry?: RetryOptions | number;
  /** How long one try may work, in milliseconds; the time that a consumer takes for the chunks is not counted. Default: no limit. */
  readonly timeoutMs?: number;
  /** How long a stream may take for its next chunk, in milliseconds. Default: no limit. */
  readonly idleTimeoutMs?: number;
}

/** `ActionDefaults`, checked and filled in. */
export interface Policy {
  readonly retry: Required<Omit<RetryOptions, "on" | "delayMs">> & {
    readonly on: (error: unknown) => boolean;
    readonly delayMs: RetryOptions["delayMs"] | undefined;
  };
  readonly timeoutMs: number | undefined;
  readonly idleTimeoutMs: number | undefined;
}

/** The policy for one action: its own options before those of the application. `undefined` when there is nothing to do. */
export function policyOf(subject: string, own: ActionDefaults, defaults: ActionDefaults = {}): Policy | undefined {
  const { retry = 1, timeoutMs, idleTimeoutMs } = { ...defaults, ...own };
  const checked = retryOf(subject, typeof retry === "number" ? { attempts: retry } : retry);
  checkLimit(subject, "timeoutMs", timeoutMs);
  checkLimit(subject, "idleTimeoutMs", idleTimeoutMs);
  const isIdle = checked.attempts === 1 && timeoutMs === undefined && idleTimeoutMs === undefined;
  return isIdle ? undefined : { retry: checked, timeoutMs, idleTimeoutMs };
}

/**
 * The pause before another try: exponential back-off, `min(maxMs, baseMs × 2^(tries − 1))`, shortened at random by up to
 * the share `jitter`. What `delayMs` says goes before.
 *
 * @param error - What the last try has failed with.
 * @param tries - Tries that have failed.
 * @param random - From 0 to 1.
 */
export function backoffMs(
  { baseMs, maxMs, jitter, delayMs }: Policy["retry"],
  error: unknown,
  tries: number,
  random: number,
): number {
  const asked = delayMs?.(error, tries);
  if (asked !== undefined && asked >= 0) return Math.min(maxMs, asked);
  return Math.min(maxMs, baseMs * 2 ** Math.min(tries - 1, mostDoublings)) * (1 - jitter * random);
}

/** Enough for any pause; 2 ** 1024 would be infinite. */
const mostDoublings = 100;

const retryOptions: ReadonlySet<string> = new Set(["attempts", "baseMs", "maxMs", "jitter", "delayMs", "on"]);

function retryOf(subject: string, given: RetryOptions): Policy["retry"] {
  if (typeof given !== "object" || given === null) throw invalid(subject, "retry", "a number, or an object such as { attempts: 3 }"); // prettier-ignore
  const { attempts = defaultAttempts, baseMs = 100, maxMs = 30_000, jitter = 0.5, delayMs, on } = given;
  const unknown = Object.keys(given).find((option) => !retryOptions.has(option));
  if (unknown !== undefined) throw invalid(subject, `retry.${unknown}`, `one of ${[...retryOptions].join(", ")}`);
  const check = (option: string, isRight: boolean, what: string): void => {
    if (!isRight) throw invalid(subject, `retry.${option}`, what);
  };
  check("attempts", attempts === Number.POSITIVE_INFINITY || (Number.isSafeInteger(attempts) && attempts > 0), "a whole number above 0, or Infinity"); // prettier-ignore
  check("baseMs", baseMs >= 0 && baseMs <= longestTimerMs, `a number from 0 to ${longestTimerMs}`);
  check("maxMs", maxMs >= 0 && maxMs <= longestTimerMs, `a number from 0 to ${longestTimerMs}`);
  check("jitter", jitter >= 0 && jitter <= 1, "a number from 0 to 1");
  return { attempts, baseMs, maxMs, jitter, delayMs, on: testOf(on) };
}

function testOf(on: RetryOptions["on"]): (error: unknown) => boolean {
  if (on === undefined) return (error) => !isMistake(error);
  if (isList(on)) return (error) => on.some((type) => error instanceof type);
  return isErrorClass(on) ? (error) => error instanceof on : on;
}

function isList(on: NonNullable<RetryOptions["on"]>): on is readonly ErrorClass[] {
  return Array.isArray(on);
}

/** The prototype of other functions can be replaced, if they have one. */
function isErrorClass(on: ErrorClass | ((error: unknown) => boolean)): on is ErrorClass {
  const prototype: unknown = on.prototype;
  return prototype instanceof Error || Object.getOwnPropertyDescriptor(on, "prototype")?.writable === false;
}

function checkLimit(subject: string, option: string, limit: number | undefined): void {
  if (limit !== undefined && !(limit > 0)) throw invalid(subject, option, "a number above 0");
}

function invalid(subject: string, option: string, what: string): BurrError {
  return new BurrError("invalid-option", `${subject}: the option "${option}" must be ${what}.`, { option });
}
