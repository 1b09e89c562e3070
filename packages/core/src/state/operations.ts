import { BurrError } from "../errors.ts";
import { AppendList } from "./append-list.ts";
import { freezeDeep } from "./freeze.ts";
import { checkKeys } from "./keys.ts";

/** One recorded change of one key; a step's list of them is its delta. */
export type Operation =
  | { readonly op: "set" | "append" | "extend" | "increment"; readonly key: string; readonly value: unknown }
  | { readonly op: "delete"; readonly key: string };

/** The values of a state as the engine keeps them: lists that grew may be `AppendList`s. Never changed in place. */
export type Data = Readonly<Record<string, unknown>>;

/** A call of one operation, linked to the calls before it. */
export interface Change {
  readonly previous: Change | undefined;
  readonly op: Operation["op"];
  /** New values by key; for `delete` the keys alone count. */
  readonly patch: Readonly<Record<string, unknown>>;
}

/** `data` after `change`; the other values are shared with it. Written values are frozen when `freeze` is on. */
export function applyChange(data: Data, change: Change, freeze: boolean): Data {
  const { op, patch } = change;
  const next: Record<string, unknown> = { ...data };
  for (const key of Object.keys(patch)) {
    const value = patch[key];
    if (freeze && typeof value === "object") freezeDeep(value);
    if (op === "set") next[key] = value;
    else if (op === "delete") delete next[key];
    // Its own key only: an absent "constructor" would be found on the prototype.
    else next[key] = combine(change, key, Object.hasOwn(next, key) ? next[key] : undefined, freeze);
  }
  return next;
}

/** The changes from first to last, one record per key. */
export function deltaOf(last: Change | undefined): Operation[] {
  const calls: Change[] = [];
  for (let change = last; change !== undefined; change = change.previous) calls.push(change);
  return calls
    .toReversed()
    .flatMap(({ op, patch }) =>
      Object.entries(patch).map(([key, value]): Operation => (op === "delete" ? { op, key } : { op, key, value })),
    );
}

/** Applies a recorded delta: what `deltaOf` gave leads from the same values to the same values, with plain arrays for lists. */
export function applyDelta(data: Data, delta: readonly Operation[], freeze: boolean): Data {
  checkKeys(
    delta.map(({ key }) => key),
    "A delta",
  );
  const after = delta.reduce<Data>((current, operation) => {
    const value = operation.op === "delete" ? undefined : operation.value;
    const change: Change = { previous: undefined, op: operation.op, patch: { [operation.key]: value } };
    return applyChange(current, change, freeze);
  }, data);
  return Object.fromEntries(Object.keys(after).map((key) => [key, valueAt(after, key)]));
}

/** Operations that lead from one state to another. */
export function difference(from: Data, to: Data): Operation[] {
  const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
  const changed = Object.keys(to).filter((key) => !Object.hasOwn(from, key) || !Object.is(from[key], to[key]));
  return [
    ...gone.map((key): Operation => ({ op: "delete", key })),
    ...changed.map((key): Operation => ({ op: "set", key, value: valueAt(to, key) })),
  ];
}

/** The value of a key as users see it: `undefined` when it is absent. */
export function valueAt(data: Data, key: string): unknown {
  const value = data[key];
  if (value instanceof AppendList) return value.toArray();
  // A key such as "constructor" may be absent here and still be found on the prototype.
  return value !== undefined && key in Object.prototype && !Object.hasOwn(data, key) ? undefined : value;
}

function combine({ op, patch }: Change, key: string, current: unknown, freeze: boolean): unknown {
  const value = patch[key];
  if (op === "increment") {
    const start = current ?? (typeof value === "bigint" ? 0n : 0);
    if (typeof start === "number" && typeof value === "number") return start + value;
    if (typeof start === "bigint" && typeof value === "bigint") return start + value;
    throw new BurrError(
      "not-a-number",
      `increment() needs numbers, but "${key}" or its increment is none. Use update() to set the key to a number first.`,
      { key, operation: op },
    );
  }
  const list = current ?? [];
  const items = op === "append" ? [value] : value;
  if ((list instanceof AppendList || Array.isArray(list)) && Array.isArray(items))
    return AppendList.extend(list, items, freeze);
  const culprit = Array.isArray(items) ? `"${key}" holds none` : `the value for "${key}" is none`;
  throw new BurrError("not-a-list", `${op}() needs a list, but ${culprit}. Use update() to set the key.`, {
    key,
    operation: op,
  });
}
