import type { ReadHead, StoredChunks, StoredRow, StoredStatus } from "@burrjs/core/persist";
import { flagIn, numberIn, textIn, textOrNullIn } from "./columns.ts";

/** The columns of a head, as the queries of every SQL store name them. */
export const headColumns =
  "token, status, last_index, sequence_id, body, checkpoint, alive_at_ms, abort_requested" as const;

/** A head, from a row with `headColumns`. */
export function headIn(row: unknown): ReadHead {
  return {
    token: textIn(row, "token"),
    status: statusIn(row),
    index: numberIn(row, "last_index"),
    sequenceId: numberIn(row, "sequence_id"),
    body: textIn(row, "body"),
    checkpoint: textOrNullIn(row, "checkpoint"),
    aliveAtMs: numberIn(row, "alive_at_ms"),
    isAbortRequested: flagIn(row, "abort_requested"),
  };
}

/** A row of a history, from one with row_index, sequence_id, body, delta, at_ms and, perhaps null, snapshot. */
export function storedRowIn(row: unknown): StoredRow {
  const snapshot = textOrNullIn(row, "snapshot");
  return {
    index: numberIn(row, "row_index"),
    sequenceId: numberIn(row, "sequence_id"),
    body: textIn(row, "body"),
    delta: textIn(row, "delta"),
    ...(snapshot !== null && { snapshot }),
    atMs: numberIn(row, "at_ms"),
  };
}

/** A batch of chunks, from a row with sequence_id, attempt, chunk_index, chunks and at_ms. */
export function storedChunksIn(row: unknown): StoredChunks {
  return {
    sequenceId: numberIn(row, "sequence_id"),
    attempt: numberIn(row, "attempt"),
    index: numberIn(row, "chunk_index"),
    chunks: textIn(row, "chunks").split("\n"),
    atMs: numberIn(row, "at_ms"),
  };
}

/** Chunks as one text. JSON on one line has no line break, not even within a string. */
export function joinedChunks(chunks: readonly string[]): string {
  return chunks.join("\n");
}

function statusIn(row: unknown): StoredStatus {
  const status = textIn(row, "status");
  if (status === "idle" || status === "running" || status === "suspended") return status;
  throw new TypeError('The column "status" of a table of Burr should be "idle", "running" or "suspended".');
}
