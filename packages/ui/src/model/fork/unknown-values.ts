import { escapePointer, isInitialValue, isTagged, type LoggedState } from "@burrjs/protocol";

/** A value of a state that was not written to the log. */
export interface UnknownValue {
  /** Its JSON Pointer; of what stands inside of a map or a set, that of the map. */
  readonly at: string;
  readonly why: string;
}

/** What is known of a fork that a state is for. */
export interface StateUse {
  /** The keys that the application of the runner begins with. */
  readonly initialKeys: readonly string[];
  /** The keys that may be read from there on; `undefined`: that is not known. */
  readonly read: ReadonlySet<string> | undefined;
}

const reasons = new Map([
  ["ref", "the file that it was stored in is gone"],
  ["redacted", "it was hidden when it was recorded"],
  ["omitted", "it could not be stored"],
]);

const made = new WeakMap<object, UnknownValue | null>();

/**
 * What cannot be gone on with as it is, the first of each key: it needs a value, or has to be taken out. `unread`: keys that make no
 * difference to what comes.
 */
export function unknownValues(
  state: LoggedState,
  { initialKeys, read }: StateUse,
): { readonly unknown: readonly UnknownValue[]; readonly unread: readonly string[] } {
  const all = Object.entries(state).flatMap(([key, value]) => {
    const inner = isInitialValue(value) ? notInitial(initialKeys.includes(key)) : unknownIn(value);
    return inner === null ? [] : [{ key, ...within(key, inner) }];
  });
  const isUnread = ({ key }: { readonly key: string }): boolean => read?.has(key) === false;
  const unknown = all.filter((one) => !isUnread(one)).map(({ at, why }) => ({ at, why }));
  return { unknown, unread: all.filter(isUnread).map(({ key }) => key) };
}

function notInitial(isThere: boolean): UnknownValue | null {
  return isThere ? null : { at: "", why: "the application of this runner does not begin with it" };
}

function within(key: string, { at, why }: UnknownValue): UnknownValue {
  return { at: `/${escapePointer(key)}${at}`, why };
}

function unknownIn(value: unknown): UnknownValue | null {
  if (typeof value !== "object" || value === null) return null;
  const known = made.get(value);
  if (known !== undefined) return known;
  const unknown = found(value);
  made.set(value, unknown);
  return unknown;
}

function found(value: object): UnknownValue | null {
  if (isTagged(value)) {
    const why = reasons.get(value.$burr) ?? unknownIn(value.value)?.why;
    return why === undefined ? null : { at: "", why };
  }
  for (const [key, child] of Object.entries(value) as readonly (readonly [string, unknown])[]) {
    const inner = unknownIn(child);
    if (inner !== null) return within(key, inner);
  }
  return null;
}
