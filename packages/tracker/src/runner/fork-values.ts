import type { ValueCodec } from "@burrjs/core/persist";
import { escapePointer } from "@burrjs/protocol";
import { RunnerError } from "./runner-error.ts";

/**
 * Values as they stand in the log, made anew.
 *
 * @param codec - Knows the classes of the application.
 * @param values - By key.
 * @returns The values by key.
 * @throws `unreadable-value`, with the path.
 */
export function decodedValues(codec: ValueCodec, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, json]) => [key, decodedValue(codec, json, `/${escapePointer(key)}`)])); // prettier-ignore
}

/** One value. */
export function decodedValue(codec: ValueCodec, json: unknown, path: string): unknown {
  try {
    return codec.decode(JSON.stringify(json ?? null));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new RunnerError("unreadable-value", `The value at ${path} cannot be read: ${why}`, { path }, { cause });
  }
}

/** A value as it would stand in the log; `undefined` when it cannot be stored. */
export function encodedValue(codec: ValueCodec, value: unknown): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(codec.encode(value, "value")) as unknown };
  } catch {
    return undefined; // a function, say
  }
}
