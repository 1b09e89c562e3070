import { type DiffEntry, diffJson, isTagged, pointerGet, preview } from "@burrjs/protocol";

/** Which states are compared. */
export interface StateDifferenceOptions {
  /** Whether both are of one log: the marks of what was redacted are the same for the same value there, and nowhere else. */
  readonly isOneLog: boolean;
  /** Only this part. Default: all of it. */
  readonly path?: string;
}

/**
 * What differs between two states: but for the engine's keys, unless `path` is one, and for what cannot be told, since it was redacted.
 *
 * @param before - One state.
 * @param after - The other.
 * @param options - Whose states they are.
 * @returns The differences; `undefined` where neither has such a path.
 */
export function stateDifference(
  before: unknown,
  after: unknown,
  { isOneLog, path = "" }: StateDifferenceOptions,
): readonly DiffEntry[] | undefined {
  const [one, other] = [before, after].map((state) => {
    const part = path === "" ? withoutEngineKeys(state) : pointerGet(state, path);
    return isOneLog ? part : withoutHashes(part);
  });
  if (one === undefined && other === undefined) return undefined;
  if (one === undefined) return [{ path, op: "add", after: preview(other) }];
  if (other === undefined) return [{ path, op: "remove", before: preview(one) }];
  return diffJson(one, other).map((entry) => ({
    ...entry,
    path: path + entry.path,
    ...(entry.from === undefined ? {} : { from: path + entry.from }),
  }));
}

/** Burr for Python keeps keys of its own in the state. */
function withoutEngineKeys(state: unknown): unknown {
  if (typeof state !== "object" || state === null) return state;
  return Object.fromEntries(Object.entries(state).filter(([key]) => !key.startsWith("__")));
}

/** The value with one mark for all that was redacted; the same object where there is none. */
function withoutHashes(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (isTagged(value)) return value.$burr === "redacted" ? { $burr: "redacted" } : value;
  if (Array.isArray(value)) {
    const items = value.map(withoutHashes);
    return items.every((item, index) => item === value[index]) ? value : items;
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, inner, withoutHashes(inner)] as const);
  if (entries.every(([, inner, plain]) => inner === plain)) return value;
  return Object.fromEntries(entries.map(([key, , plain]) => [key, plain]));
}
