import type { StoredRow } from "@burrjs/core/persist";
import { numberIn, textIn, textOrNullIn } from "./fields.ts";
import type { MongoDocument } from "./mongo-database.ts";

/**
 * What all documents of a write or trim have, beside `index` and `kind`: "row", "snapshot", or "delta" or "checkpoint" for
 * texts that are too large for the document of their row or for the head. Once `life` is set, `expected` is taken away.
 */
export interface PartOrigin {
  readonly app: string;
  readonly owner: string;
  /** The token that the head must have: with any other one, these documents can no longer become part of the history. */
  readonly expected: string;
}

/** Checkpoints are in no row. */
export const checkpointIndex = -1;

// A document has 16 MB at most, and a character 3 bytes.
const longestRowChars = 5_000_000;
const longestCheckpointChars = 100_000;

/** Whether a checkpoint is too large for the head, which is written again and again. */
export function needsPart(checkpoint: string | null | undefined): checkpoint is string {
  return typeof checkpoint === "string" && checkpoint.length > longestCheckpointChars;
}

/** The documents of some rows. */
export function rowParts(origin: PartOrigin, rows: readonly StoredRow[]): MongoDocument[] {
  return rows.flatMap(({ index, sequenceId, atMs, body, delta, snapshot }) => {
    const isLong = body.length + delta.length > longestRowChars;
    const row = { ...origin, index, kind: "row", sequenceId, atMs, body, delta: isLong ? null : delta };
    return [
      row,
      ...(isLong ? [{ ...origin, index, kind: "delta", text: delta }] : []),
      ...(snapshot === undefined ? [] : [snapshotPart(origin, index, snapshot)]),
    ];
  });
}

/** The document of the snapshot of a row. */
export function snapshotPart(origin: PartOrigin, index: number, text: string): MongoDocument {
  return { ...origin, index, kind: "snapshot", text };
}

/** The document of a checkpoint. */
export function checkpointPart(origin: PartOrigin, text: string): MongoDocument {
  return { ...origin, index: checkpointIndex, kind: "checkpoint", text };
}

/** The rows of which `documents` are the parts, in order; `undefined` unless they are all of a range, both ends included. */
export function rowsIn(documents: readonly MongoDocument[], first: number, last: number): StoredRow[] | undefined {
  const deltas = new Map<number, string>();
  const rows = new Map<number, MongoDocument>();
  for (const document of documents) {
    const index = numberIn(document, "index");
    if (document["kind"] === "delta") deltas.set(index, textIn(document, "text"));
    else rows.set(index, document);
  }
  const found: StoredRow[] = [];
  for (let index = first; index <= last; index += 1) {
    const row = rows.get(index);
    const delta = row && (textOrNullIn(row, "delta") ?? deltas.get(index));
    if (row === undefined || delta === undefined) return undefined;
    const [sequenceId, atMs] = [numberIn(row, "sequenceId"), numberIn(row, "atMs")];
    found.push({ index, sequenceId, body: textIn(row, "body"), delta, atMs });
  }
  return found;
}

/** Every text that a document of a part holds. */
export function textsIn(part: MongoDocument): string[] {
  return ["text", "body", "delta"].flatMap((field) => textOrNullIn(part, field) ?? []);
}
