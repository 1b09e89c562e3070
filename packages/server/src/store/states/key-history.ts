import {
  type DiffEntry,
  isObject,
  type KeyChange,
  type LoggedState,
  type Page,
  type PatchOperation,
  pointerGet,
  pointerKeys,
  preview,
  sameJson,
  type StatePatch,
} from "@burrjs/protocol";
import { goneCursor, readCursor, writeCursor } from "../cursor.ts";
import { loggedState, patched, readStateLine, statePlaces } from "./logged-states.ts";
import { Slice } from "../index/read-bytes.ts";
import { readLines } from "../index/read-lines.ts";
import type { RunIndex } from "../index/run-index.ts";
import type { LogView } from "../index/run-log.ts";
import type { StateCache } from "./state-cache.ts";

/** Which value, and which part of its history. */
export interface KeyHistoryOptions {
  /** A JSON Pointer. */
  readonly pointer: string;
  readonly cursor?: string;
  /** Default: 100; at most 1,000. */
  readonly limit?: number;
  readonly cache: StateCache;
}

interface HistoryPlace {
  readonly generation: string;
  /** The next state to be looked at, and how many changes were given out before. */
  readonly state: number;
  readonly seen: number;
}

/**
 * The steps that changed a value of the state, in the order of the log. `total` counts those up to the end of the page; at the end of
 * the list, all.
 *
 * @param view - The log, read as a whole.
 */
export async function keyHistory(
  view: LogView,
  { pointer, cursor, limit = 100, cache }: KeyHistoryOptions,
): Promise<Page<KeyChange>> {
  const keys = pointerKeys(pointer);
  if (keys === undefined) return { items: [], total: 0, next: null };
  const index = view.head;
  const place = cursor === undefined ? { state: 0, seen: 0 } : readCursor(cursor, isHistoryPlace);
  if ("generation" in place && place.generation !== view.generation) throw goneCursor();
  const before = await loggedState(view, { index, state: place.state - 1, cache });
  const tracked = new TrackedValue(keys[0], before);
  const items: KeyChange[] = [];
  const most = Math.min(Math.max(1, limit), 1000);
  const slice = new Slice(15);
  let state = place.state;
  for await (const line of readLines(view.files, statePlaces(index, state, index.states.count))) {
    const was = tracked.slice;
    const read = readStateLine(line);
    if (read !== undefined) tracked.take(read.kind === "key" ? read.state : read.patch, read.kind);
    const change = was === tracked.slice ? undefined : changeOf(pointer, was, tracked.slice);
    // What the log begins with was changed by nobody.
    if (change !== undefined && (state > 0 || index.states.get("step", state) >= 0)) {
      items.push({ ...writerOf(index, state), change });
    }
    state += 1;
    if (items.length === most) break;
    await slice.pause();
  }
  const seen = place.seen + items.length;
  const isEnd = state >= index.states.count;
  return {
    items,
    total: seen,
    next: isEnd ? null : writeCursor({ generation: view.generation, state, seen } satisfies HistoryPlace),
  };
}

/** The key at the top of a state that a value is in: no more of the state is needed to follow the value. */
class TrackedValue {
  readonly #key: string | undefined;
  slice: LoggedState;

  /** Without a key: all of the state. */
  constructor(key: string | undefined, state: LoggedState = {}) {
    this.#key = key;
    this.slice = this.#sliceOf(state);
  }

  take(change: LoggedState | StatePatch, kind: "key" | "patch"): void {
    if (kind === "key") {
      this.slice = this.#sliceOf(change as LoggedState); // As its kind says.
      return;
    }
    const operations = (change as StatePatch).$patch.filter((operation) => this.#concerns(operation));
    if (operations.length > 0) this.slice = this.#sliceOf(patched(this.slice, { $patch: operations }));
  }

  #concerns({ path }: PatchOperation): boolean {
    if (this.#key === undefined || path === "") return true;
    return pointerKeys(path)?.[0] === this.#key;
  }

  #sliceOf(state: LoggedState): LoggedState {
    if (this.#key === undefined) return state;
    return Object.hasOwn(state, this.#key) ? Object.fromEntries([[this.#key, state[this.#key]]]) : {};
  }
}

function changeOf(pointer: string, before: LoggedState, after: LoggedState): DiffEntry | undefined {
  const [was, is] = [pointerGet(before, pointer), pointerGet(after, pointer)];
  if (was === is || (was !== undefined && is !== undefined && sameJson(was, is))) return undefined;
  return {
    path: pointer,
    op: was === undefined ? "add" : is === undefined ? "remove" : "change",
    ...(was !== undefined && { before: preview(was) }),
    ...(is !== undefined && { after: preview(is) }),
  };
}

function writerOf(index: RunIndex, state: number): { readonly sequence_id: number; readonly action: string } {
  let at = state;
  while (at > 0 && index.states.get("step", at) < 0) at -= 1;
  const step = Math.max(0, index.states.get("step", at));
  return {
    sequence_id: index.steps.get("sequence", step),
    action: at === state ? index.texts.text(index.steps.get("action", step)) : "",
  };
}

function isHistoryPlace(value: unknown): value is HistoryPlace {
  return (
    isObject(value) &&
    typeof value["generation"] === "string" &&
    Number.isSafeInteger(value["state"]) &&
    Number(value["state"]) >= 0 &&
    typeof value["seen"] === "number"
  );
}
