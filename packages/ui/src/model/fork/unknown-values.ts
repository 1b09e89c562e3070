import { isTagged, type LoggedState } from "@burrjs/protocol";

/** A key of a state whose value, or a part of it, was not written to the log. */
export interface UnknownKey {
  readonly key: string;
  readonly why: string;
}

const reasons = new Map([
  ["ref", "the file that it was stored in is gone"],
  ["redacted", "it was hidden when it was recorded"],
  ["omitted", "it could not be stored"],
]);

const made = new WeakMap<object, string | null>();

/** The keys that cannot be gone on with as they are: each needs a value, or has to be taken out. */
export function unknownKeys(state: LoggedState): readonly UnknownKey[] {
  return Object.entries(state).flatMap(([key, value]) => {
    const why = whyUnknown(value);
    return why === null ? [] : [{ key, why }];
  });
}

function whyUnknown(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const known = made.get(value);
  if (known !== undefined) return known;
  const why = found(value);
  made.set(value, why);
  return why;
}

function found(value: object): string | null {
  if (isTagged(value)) return reasons.get(value.$burr) ?? whyUnknown(value.value);
  for (const inner of Object.values(value) as readonly unknown[]) {
    const why = whyUnknown(inner);
    if (why !== null) return why;
  }
  return null;
}
