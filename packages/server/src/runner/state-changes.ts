import { escapePointer, isObject, isTagged, type LoggedState, type PatchOperation } from "@burrjs/protocol";

/**
 * What makes one state of another, in the way in which a tracker tells it: what was added to the end of a list, or dropped from its
 * beginning, is not a new list. So changes can be made to a state that differs elsewhere.
 *
 * @param before - In the form of the log.
 * @param after - The same.
 * @returns The changes, in order.
 */
export function stateChanges(before: LoggedState, after: LoggedState): readonly PatchOperation[] {
  return changesOfObject("", before, after);
}

type Json = Readonly<Record<string, unknown>>;

function changesOfObject(path: string, before: Json, after: Json): readonly PatchOperation[] {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...gone.map((key) => ({ op: "remove" as const, path: `${path}/${escapePointer(key)}` })),
    ...Object.keys(after).flatMap((key) => {
      const place = `${path}/${escapePointer(key)}`;
      if (Object.hasOwn(before, key)) return changesOf(place, before[key], after[key]);
      return [{ op: "add" as const, path: place, value: after[key] }];
    }),
  ];
}

function changesOf(path: string, before: unknown, after: unknown): readonly PatchOperation[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return changesOfList(path, before, after);
  if (isPlain(before) && isPlain(after)) return changesOfObject(path, before, after);
  return [{ op: "replace", path, value: after }];
}

/** A list that was gone on with, or that has slid on. */
function changesOfList(path: string, before: readonly unknown[], after: readonly unknown[]): readonly PatchOperation[] {
  const old = before.map((item) => JSON.stringify(item));
  const now = after.map((item) => JSON.stringify(item));
  for (let dropped = 0; dropped < Math.max(1, Math.min(old.length, mostDropped)); dropped += 1) {
    const kept = old.length - dropped;
    if (kept > now.length || old.slice(dropped).some((text, index) => text !== now[index])) continue;
    return [
      ...Array.from({ length: dropped }, () => ({ op: "remove" as const, path: `${path}/0` })),
      ...after.slice(kept).map((value) => ({ op: "add" as const, path: `${path}/-`, value })),
    ];
  }
  return [{ op: "replace", path, value: after }];
}

/** A list that has lost more at once is taken for another one. */
const mostDropped = 64;

/** An object whose members are values of their own. */
function isPlain(value: unknown): value is Json {
  return isObject(value) && !isTagged(value);
}
