import type { Notes } from "../run/runtime.ts";
import { applyDelta, type Data, type Operation } from "../state/operations.ts";
import { applyTexts, type Encoding, snapshotText } from "./delta-text.ts";

/** What an attempt without a commit has left, as texts of the codec. */
export interface StoredNotes {
  readonly action: string;
  /** Its last checkpoint: whole values, since the state that they were made from may be another one when they are read. */
  readonly values?: string;
  /** The outcomes of `ctx.once()`, by key. */
  readonly once?: Readonly<Record<string, string>>;
}

/** Notes with another checkpoint: what `delta` makes of `data`. */
export function withCheckpoint(
  encoding: Encoding,
  notes: StoredNotes | undefined,
  { action, delta, data }: { readonly action: string; readonly delta: readonly Operation[]; readonly data: Data },
): StoredNotes {
  const after = applyDelta(data, delta, false);
  const keys = [...new Set(delta.map(({ key }) => key))].filter((key) => Object.hasOwn(after, key));
  const values = Object.fromEntries(keys.map((key) => [key, after[key]]));
  return { ...ofAction(notes, action), action, values: snapshotText(encoding, values) };
}

/** Notes with one more outcome. */
export function withOnce(
  { codec }: Encoding,
  notes: StoredNotes | undefined,
  { action, key, value }: { readonly action: string; readonly key: string; readonly value: unknown },
): StoredNotes {
  const own = ofAction(notes, action);
  return { ...own, action, once: { ...own?.once, [key]: codec.encode(value, `once(${JSON.stringify(key)})`) } };
}

/** The notes of a stored text. */
export function parseNotes(text: string): StoredNotes {
  return JSON.parse(text) as StoredNotes; // as it is written by tail.ts
}

/** Notes as the engine takes them. */
export function readNotes(encoding: Encoding, { action, values, once }: StoredNotes): Notes {
  return {
    action,
    ...(values === undefined ? {} : { values: valuesOf(encoding, values) }),
    ...(once === undefined
      ? {}
      : { once: Object.fromEntries(Object.entries(once).map(([key, text]) => [key, encoding.codec.decode(text)])) }),
  };
}

function valuesOf(encoding: Encoding, text: string): Data {
  const values: Record<string, unknown> = {};
  applyTexts(encoding, values, [text]);
  return values;
}

function ofAction(notes: StoredNotes | undefined, action: string): StoredNotes | undefined {
  return notes?.action === action ? notes : undefined;
}
