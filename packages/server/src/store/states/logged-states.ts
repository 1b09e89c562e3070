import type { Buffer } from "node:buffer";
import { applyPatch, type LoggedState, parseRecord, type StatePatch } from "@burrjs/protocol";
import { Slice } from "../index/read-bytes.ts";
import { readLines } from "../index/read-lines.ts";
import type { LinePlace, RunIndex } from "../index/run-index.ts";
import type { LogView } from "../index/run-log.ts";
import type { StateCache } from "./state-cache.ts";

/** A state as one line of the log gives it. */
export type StateLine =
  | { readonly kind: "key"; readonly state: LoggedState }
  | { readonly kind: "patch"; readonly patch: StatePatch };

/**
 * A state of a log: the one that stands as a whole at or before it, and the patches since then.
 *
 * @param view - The log.
 * @param options - Which of its states, by its number in `index.states`, and where states are kept that may be asked for again.
 * @returns As it stands in the log. Where the log lacks pieces, those are missing; `undefined` when there is no such state.
 */
export async function loggedState(
  view: LogView,
  { index, state, cache }: { readonly index: RunIndex; readonly state: number; readonly cache: StateCache },
): Promise<LoggedState | undefined> {
  if (state < 0 || state >= index.states.count) return undefined;
  const keyOf = (number: number): string =>
    `${view.files.key} ${view.generation} ${index.states.get("offset", number)}`;
  const keyframe = Math.max(0, index.states.get("keyframe", state));
  let from = state;
  let current: LoggedState | undefined = cache.get(keyOf(from));
  while (current === undefined && from > keyframe) current = cache.get(keyOf((from -= 1)));
  if (current !== undefined && from === state) return current;
  const first = current === undefined ? keyframe : from + 1;
  const slice = new Slice(15);
  let bytes = 0;
  let found = current !== undefined;
  current ??= {};
  for await (const line of readLines(view.files, statePlaces(index, first, state + 1))) {
    bytes = Math.max(bytes, line.length);
    const read = readStateLine(line);
    if (read !== undefined) {
      found = true;
      current = read.kind === "key" ? read.state : patched(current, read.patch);
    }
    await slice.pause();
  }
  if (!found) return undefined;
  cache.put(keyOf(state), current, Math.max(bytes, index.states.get("length", keyframe)));
  return current;
}

/** Where the lines of these states are. */
export function statePlaces({ states }: RunIndex, from: number, to: number): LinePlace[] {
  const places: LinePlace[] = [];
  for (let state = from; state < to; state += 1) {
    places.push({ offset: states.get("offset", state), length: states.get("length", state) });
  }
  return places;
}

/** The state in a line; `undefined` when there is none in it (any more). */
export function readStateLine(line: Buffer): StateLine | undefined {
  const record = parseRecord(line.toString());
  if ((record.type !== "end_entry" && record.type !== "run") || record.state === undefined) return undefined;
  const { state } = record;
  return isPatch(state) && record.form === "patch"
    ? { kind: "patch", patch: state }
    : { kind: "key", state: state as LoggedState };
}

function isPatch(state: LoggedState | StatePatch): state is StatePatch {
  return "$patch" in state && Array.isArray(state.$patch);
}

/** A state after a patch; of one that does not fit, since something before it is missing, those changes that do. */
export function patched(state: LoggedState, patch: StatePatch): LoggedState {
  const whole = applyPatch(state, patch);
  if (whole !== undefined) return whole;
  let current = state;
  for (const operation of patch.$patch) current = applyPatch(current, { $patch: [operation] }) ?? current;
  return current;
}
