import {
  applyPatch,
  type DiffEntry,
  type LoggedState,
  type PatchOperation,
  pointerGet,
  preview,
  sameJson,
} from "@burrjs/protocol";
import { childPointer } from "../value/pointer-text.ts";
import { isKeyed } from "./parsed-json.ts";

type Json = unknown;

/** A list with more differences than this is replaced as a whole. */
const mostOfList = 50;

/** What makes one state of another: RFC 6902. Only what differs is in it; special values (dates and such) are one value each. */
export function patchOf(before: LoggedState, after: LoggedState): readonly PatchOperation[] {
  return ofObjects(before, after, "");
}

function ofObjects(
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
  path: string,
): readonly PatchOperation[] {
  const gone = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...gone.map((key): PatchOperation => ({ op: "remove", path: childPointer(path, key) })),
    ...Object.entries(after).flatMap(([key, value]): readonly PatchOperation[] => {
      const place = childPointer(path, key);
      return Object.hasOwn(before, key) ? ofValues(before[key], value, place) : [{ op: "add", path: place, value }];
    }),
  ];
}

function ofValues(before: Json, after: Json, path: string): readonly PatchOperation[] {
  if (sameJson(before, after)) return [];
  if (isKeyed(before) && isKeyed(after)) return ofObjects(before, after, path);
  const whole: PatchOperation = { op: "replace", path, value: after };
  if (!Array.isArray(before) || !Array.isArray(after)) return [whole];
  const inside = ofLists(before as readonly Json[], after as readonly Json[], path);
  return inside.length > mostOfList ? [whole] : inside;
}

function ofLists(before: readonly Json[], after: readonly Json[], path: string): readonly PatchOperation[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && sameJson(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && sameJson(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const [was, is] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const both = Math.min(was.length, is.length);
  return [
    ...was.slice(0, both).flatMap((item, index) => ofValues(item, is[index], `${path}/${start + index}`)),
    // Each takes the place of the one before it.
    ...was.slice(both).map((): PatchOperation => ({ op: "remove", path: `${path}/${start + both}` })),
    ...is.slice(both).map((value, index): PatchOperation => ({
      op: "add",
      path: end === 0 ? `${path}/-` : `${path}/${start + both + index}`,
      value,
    })),
  ];
}

/** The changes of a patch, each with the value that was there before: for people. */
export function patchEntries(before: LoggedState, patch: readonly PatchOperation[]): readonly DiffEntry[] {
  let state: LoggedState | undefined = before;
  return patch.map((operation): DiffEntry => {
    const { op } = operation;
    const path = placed(state, operation.path);
    const was = op === "add" ? undefined : pointerGet(state, path);
    state = state && applyPatch(state, { $patch: [operation] });
    if (op === "remove") return { op, path, before: preview(was) };
    const after = preview(operation.value);
    return op === "add" ? { op, path, after } : { op: "change", path, before: preview(was), after };
  });
}

/** The end of a list as a place in it. */
function placed(state: LoggedState | undefined, path: string): string {
  if (!path.endsWith("/-")) return path;
  const list = pointerGet(state, path.slice(0, -2));
  return Array.isArray(list) ? `${path.slice(0, -1)}${list.length}` : path;
}
