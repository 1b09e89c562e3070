import type { StoredChunks } from "@burrjs/core/persist";
import { numberIn, textIn } from "./fields.ts";
import type { MongoDocument } from "./mongo-database.ts";

/** The place of a batch of chunks: a history, and where in it. */
export function chunksPlace(app: string, life: string, { sequenceId, attempt, index }: StoredChunks): MongoDocument {
  return { app, life, sequenceId, attempt, index };
}

/** What is stored at the place of a batch. JSON on one line has no line break, not even within a string. */
export function chunksFields({ index, chunks, atMs }: StoredChunks): MongoDocument {
  return { end: index + chunks.length, text: chunks.join("\n"), atMs };
}

/** The batch that a document holds. */
export function chunksIn(document: MongoDocument): StoredChunks {
  return {
    sequenceId: numberIn(document, "sequenceId"),
    attempt: numberIn(document, "attempt"),
    index: numberIn(document, "index"),
    chunks: chunkTextsIn(document),
    atMs: numberIn(document, "atMs"),
  };
}

/** The chunks that a document holds. */
export function chunkTextsIn(document: MongoDocument): string[] {
  return textIn(document, "text").split("\n");
}
