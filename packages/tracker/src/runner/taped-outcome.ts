import type { ApplicationGraph, MiddlewareStep } from "@burrjs/core";
import type { ValueCodec } from "@burrjs/core/persist";
import { applyPatch, escapePointer, type PatchOperation, pointerKeys, type TapedStep } from "@burrjs/protocol";
import { decodedValue, encodedValue } from "./fork-values.ts";
import { RunnerError } from "./runner-error.ts";

/** What an outcome is made of besides the record. */
export interface OutcomeParts {
  readonly codec: ValueCodec;
  readonly graph: ApplicationGraph;
  /** The state that the step began with. */
  readonly state: Readonly<Record<string, unknown>>;
}

/**
 * What an action ends with in place of running: what it ended with when it was recorded, written over the state that there is now.
 *
 * @param taped - The recorded step. One that failed fails again.
 * @param step - The step that it stands for.
 * @param parts - What it is made of.
 * @returns An update, or `[result, update]`.
 * @throws The recorded error, or `tape-mismatch`.
 */
export function tapedOutcome(taped: TapedStep, step: MiddlewareStep, parts: OutcomeParts): unknown {
  if (taped.status === "failed") throw recordedError(taped, parts.graph);
  const { action } = step;
  const spec = parts.graph.actions[action];
  const writes = new Set([...(spec?.writes ?? []), ...(spec?.mayWrite ?? [])]);
  const mine = taped.wrote.filter(({ path }) => writes.has(keyOf(path) ?? ""));
  // What it has read then counts as read now.
  for (const key of taped.read) if (spec?.reads.includes(key) === true) void step.state[key];
  const touched = [...new Set(mine.map(({ path }) => keyOf(path) ?? ""))];
  const after = changed(mine, touched, { taped, parts });
  const kept = [...new Set([...(spec?.writes ?? []), ...taped.keys])].filter((key) => writes.has(key) && !touched.includes(key)); // prettier-ignore
  const has = (key: string): boolean => Object.hasOwn(parts.state, key);
  const values = { ...Object.fromEntries(kept.filter(has).map((key) => [key, parts.state[key]])), ...after };
  const gone = [...kept.filter((key) => !has(key)), ...touched.filter((key) => !Object.hasOwn(after, key))];
  const update = step.state.update(values).delete(...gone);
  if (taped.result === null) return update;
  return [readable(taped, () => decodedValue(parts.codec, taped.result, "/result")), update];
}

/** The values of the keys that the record changes, by key; those that it takes away are missing. */
function changed(
  patch: readonly PatchOperation[],
  keys: readonly string[],
  { taped, parts }: { readonly taped: TapedStep; readonly parts: OutcomeParts },
): Record<string, unknown> {
  const { codec, state } = parts;
  const before: [string, unknown][] = [];
  for (const key of keys) {
    if (!Object.hasOwn(state, key)) continue;
    const encoded = encodedValue(codec, state[key]);
    // A value that is replaced as a whole need not be one that can be stored.
    if (encoded === undefined && !patch.every(({ path }) => keyOf(path) !== key || pointerKeys(path)?.length === 1))
      throw mismatch(taped, `the value of "${key}" cannot be stored, and so not be changed`);
    before.push([key, encoded?.json ?? null]);
  }
  const after = applyPatch(Object.fromEntries(before), { $patch: patch });
  if (after === undefined) throw mismatch(taped, "the state has no such place");
  return readable(taped, () =>
    Object.fromEntries(
      Object.entries(after).map(([key, json]) => [key, decodedValue(codec, json, `/${escapePointer(key)}`)]),
    ),
  );
}

function keyOf(path: string): string | undefined {
  return pointerKeys(path)?.[0];
}

function readable<TValue>(taped: TapedStep, read: () => TValue): TValue {
  try {
    return read();
  } catch (cause) {
    throw mismatch(taped, cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function mismatch({ action, sequence_id: sequenceId }: TapedStep, why: string, options?: ErrorOptions): RunnerError {
  const message = `What step ${sequenceId}, "${action}", wrote cannot be written here: ${why}. Run this action live.`;
  return new RunnerError("tape-mismatch", message, { action, sequenceId }, options);
}

/** The error of a failed step: of the class that a transition on error waits for, if there is one of its name. */
function recordedError({ action, error }: TapedStep, { transitions }: ApplicationGraph): Error {
  const { name = "Error", message = "", code } = error ?? {};
  const types = transitions.flatMap(({ from, condition }) =>
    from === action && "type" in condition && condition.type !== undefined ? [condition.type] : [],
  );
  const type = types.find((one) => one.name === name);
  const made: object = type === undefined ? new Error(message) : (Object.create(type.prototype as object) as object);
  const fields = { name, message, ...(code === undefined ? {} : { code }) };
  for (const [key, value] of Object.entries(fields)) {
    Object.defineProperty(made, key, { value, enumerable: key === "code", configurable: true, writable: true });
  }
  return made as Error; // of a class of errors, with what those have
}
