import { types } from "node:util";
import { BurrError, isBurrError } from "@burrjs/core";

/** How many causes of causes are looked at. */
const deepest = 8;

/**
 * Something that can cross, for whatever was thrown: itself, if it can. Of an error of a class that nobody has registered,
 * an `Error` with its name, message, stack and cause, and those of its own properties that can cross.
 */
export function tamed(thrown: unknown, canCross: (value: unknown) => boolean, depth = 0): unknown {
  if (canCross(thrown)) return thrown;
  try {
    if (!isError(thrown)) return new Error(`Something was thrown that is no error, and cannot cross between threads: ${typeof thrown}.`); // prettier-ignore
    if (depth === deepest) return new Error(thrown.message);
    return copyOf(thrown, canCross, depth + 1);
  } catch {
    return new Error("An error was thrown that cannot be read, so that it cannot cross between threads.");
  }
}

function copyOf(error: Error, canCross: (value: unknown) => boolean, depth: number): Error {
  const copy = emptyCopy(error, canCross, depth);
  if ("cause" in error && error.cause !== undefined) hide(copy, "cause", tamed(error.cause, canCross, depth));
  if (copy.name !== error.name) hide(copy, "name", error.name);
  hide(copy, "stack", String(error.stack));
  for (const key of Object.keys(error)) {
    const value: unknown = Reflect.get(error, key);
    if (!Object.hasOwn(copy, key) && canCross(value)) Object.assign(copy, { [key]: value });
  }
  return copy;
}

function emptyCopy(error: Error, canCross: (value: unknown) => boolean, depth: number): Error {
  const { message } = error;
  if (isBurrError(error)) return new BurrError(error.code, message, canCross(error.details) ? error.details : {});
  if (!(error instanceof AggregateError)) return new Error(message);
  return new AggregateError(
    error.errors.map((one) => tamed(one, canCross, depth)),
    message,
  );
}

function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}

/** Errors have these as properties that are not listed. */
function hide(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true });
}
