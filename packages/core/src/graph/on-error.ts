import { BurrError, isMistake, isTrue } from "../errors.ts";
import type { Condition } from "./condition.ts";

/** A class of errors. */
export type ErrorClass<TError = unknown> = abstract new (...parameters: never[]) => TError;

/** When a transition on error is taken, for `onError()`. */
export interface OnErrorOptions<TError> {
  /** How often it is taken at most until its source commits again. Default: without a limit. */
  readonly max?: number;
  /** A further test of the error. */
  readonly when?: (error: TError) => boolean;
  /** Shown in logs and pictures. Default: made of the class and `max`. */
  readonly name?: string;
}

/** The condition of a transition that is taken when its source fails; made by `onError()`. */
export interface ErrorCondition<TError = unknown> {
  readonly name: string;
  /** What names it among the transitions of one source, whatever `max` is: counts are kept under it, also for later versions. */
  readonly key: string;
  /** It reads no state: what fails leaves it as it was. */
  readonly reads: readonly [];
  readonly max: number | undefined;
  /** The class of the errors that it takes; `undefined` for any. */
  readonly type: ErrorClass<TError> | undefined;
  /** Whether it has a test of its own besides the class. */
  readonly isNarrowed: boolean;
  /** @internal Whether it takes `error`, leaving the limit aside. */
  readonly matches: (error: unknown) => boolean;
}

/**
 * A condition for a transition on error, as in `["fetch", "apologise", onError(ApiError, { max: 3 })]`. When the action has
 * failed, after its retries and its fallback, the first such transition that takes the error is followed: state stays as it
 * was, and the target finds the error as `ctx.error`.
 *
 * Without a class it takes any error but mistakes in the program (`undeclared-write` and its like).
 */
export function onError(type?: undefined, options?: OnErrorOptions<unknown>): ErrorCondition;
export function onError<TError>(type: ErrorClass<TError>, options?: OnErrorOptions<TError>): ErrorCondition<TError>;
export function onError<TError>(
  type?: ErrorClass<TError>,
  { max, when, name: given }: OnErrorOptions<TError> = {},
): ErrorCondition<TError> {
  if (type !== undefined && typeof type !== "function") {
    throw new BurrError("invalid-option", "onError() takes a class of errors, then options: onError(ApiError, { max: 3 }), or onError(undefined, { max: 3 }) for any.", { option: "type" }); // prettier-ignore
  }
  const name = given ?? nameOf(type, max, when);
  checkMax(max, name);
  const isOfType = (error: unknown): error is TError =>
    type === undefined ? !isMistake(error) : error instanceof type;
  return {
    name,
    key: given ?? nameOf(type, undefined, when),
    reads: [],
    max,
    type,
    isNarrowed: when !== undefined,
    matches: (error) => isOfType(error) && (when === undefined || isTrue(when(error), name)),
  };
}

/** True for what `onError()` made. */
export function isErrorCondition(condition: Condition | ErrorCondition): condition is ErrorCondition {
  return "matches" in condition;
}

function nameOf(type: ErrorClass | undefined, max: number | undefined, when: unknown): string {
  const parts = [...(type === undefined ? [] : [type.name]), ...(max === undefined ? [] : [`max ${max}`])];
  return `onError(${[...parts, ...(typeof when === "function" && when.name !== "when" ? [when.name] : [])].join(", ")})`;
}

function checkMax(max: number | undefined, name: string): void {
  if (max === undefined || (Number.isSafeInteger(max) && max > 0)) return;
  throw new BurrError("invalid-option", `The option "max" of ${name} must be a whole number above 0.`, {
    option: "max",
  });
}
