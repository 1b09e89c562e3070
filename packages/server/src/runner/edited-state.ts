import {
  applyPatch,
  escapePointer,
  isInitialValue,
  isTagged,
  type ForkBody,
  type LoggedState,
  type PatchOperation,
  type RunnerApplication,
} from "@burrjs/protocol";
import { unprocessable } from "./fork-refusals.ts";
import { stateChanges } from "./state-changes.ts";

/** A state to begin with, and what was changed to get there. */
export interface EditedState {
  readonly state: LoggedState;
  readonly patch: readonly PatchOperation[];
}

/**
 * The state that a fork begins with.
 *
 * @param base - As it was recorded.
 * @param body - What was asked for: changes, or all of it.
 * @returns The state and the changes.
 * @throws A refusal, 422, with the path: a change that does not fit, a value that is not in the log.
 */
export function editedState(base: LoggedState, { patch, state }: Pick<ForkBody, "patch" | "state">): EditedState {
  const edited = state === undefined ? patched(base, patch ?? []) : { state, patch: stateChanges(base, state) };
  const key = Object.keys(edited.state).find((name) => name.startsWith("__"));
  if (key !== undefined) {
    const message = `A key of the state begins with "__": such keys are the engine's own.`;
    throw unprocessable({ code: "invalid_state", message, hint: "Choose another name.", path: pointerOf([key]) });
  }
  assertKnown(Object.fromEntries(Object.entries(edited.state).filter(([, value]) => !isInitialValue(value))), "value");
  return edited;
}

/**
 * Refuses values that stand for something that the log does not have.
 *
 * @param values - By key.
 * @param what - What each of them is.
 * @throws A refusal, 422, with the path.
 */
export function assertKnown(values: Readonly<Record<string, unknown>>, what: "value" | "input"): void {
  const place = unknownPlace(values, []);
  if (place === undefined) return;
  const message = `The log does not have the ${what} at ${pointerOf(place.keys)}: ${place.why}.`;
  const hint = `Give it a value, or take it out of the ${what === "value" ? "state" : "inputs"}.`;
  throw unprocessable({ code: "unknown_value", message, hint, path: pointerOf(place.keys) });
}

/**
 * Refuses a state with keys that are to begin as the application does, where it does not begin with them.
 *
 * @param state - The state.
 * @param application - What runs the fork.
 * @throws A refusal, 422, with the path.
 */
export function assertInitial(state: LoggedState, { initial_keys: keys = [] }: RunnerApplication): void {
  const missing = Object.keys(state).find((key) => isInitialValue(state[key]) && !keys.includes(key));
  if (missing === undefined) return;
  const message = `The application of the runner begins with no value at ${pointerOf([missing])}.`;
  const hint = "Give it a value, or take it out of the state.";
  throw unprocessable({ code: "unknown_value", message, hint, path: pointerOf([missing]) });
}

function patched(base: LoggedState, patch: readonly PatchOperation[]): EditedState {
  let state = base;
  for (const [index, operation] of patch.entries()) {
    const next = operation.path === "" ? undefined : applyPatch(state, { $patch: [operation] });
    if (next === undefined) {
      const message = `The change ${index + 1} (${operation.op}) does not fit: there is no such place in the state.`;
      const hint = "The state may have changed: open the dialog again.";
      throw unprocessable({ code: "invalid_patch", message, hint, path: operation.path });
    }
    state = next;
  }
  return { state, patch };
}

const reasons: ReadonlyMap<string, string> = new Map([
  ["ref", "the file that it was stored in is gone"],
  ["redacted", "it was hidden"],
  ["omitted", "it could not be stored"],
  ["initial", "only a whole key of the state can begin as the application does"],
]);

interface UnknownPlace {
  readonly keys: readonly string[];
  readonly why: string;
}

/** Where a value is that was not written to the log. */
function unknownPlace(value: unknown, keys: readonly string[]): UnknownPlace | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (isTagged(value)) {
    const why = reasons.get(value.$burr);
    return why === undefined ? unknownPlace(value.value, [...keys, "value"]) : { keys, why };
  }
  for (const [key, inner] of Object.entries(value)) {
    const place = unknownPlace(inner, [...keys, key]);
    if (place !== undefined) return place;
  }
  return undefined;
}

/** Keys as a JSON Pointer. */
function pointerOf(keys: readonly string[]): string {
  return keys.map((key) => `/${escapePointer(key)}`).join("");
}
