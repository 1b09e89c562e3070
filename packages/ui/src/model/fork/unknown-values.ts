import { escapePointer, isTagged, type LoggedState } from "@burrjs/protocol";

/** A value of a state that was not written to the log. */
export interface UnknownValue {
  /** Its JSON Pointer; of what stands inside of a map or a set, that of the map. */
  readonly at: string;
  readonly why: string;
}

const reasons = new Map([
  ["ref", "the file that it was stored in is gone"],
  ["redacted", "it was hidden when it was recorded"],
  ["omitted", "it could not be stored"],
]);

const made = new WeakMap<object, UnknownValue | null>();

/** What cannot be gone on with as it is, the first of each key: it needs a value, or has to be taken out. */
export function unknownValues(state: LoggedState): readonly UnknownValue[] {
  return Object.entries(state).flatMap(([key, value]) => {
    const inner = unknownIn(value);
    return inner === null ? [] : [within(key, inner)];
  });
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
