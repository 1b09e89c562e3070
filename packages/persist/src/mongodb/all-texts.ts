import { chunkTextsIn } from "./chunk-documents.ts";
import type { MongoCollections } from "./collections.ts";
import { textIn, textOrNullIn } from "./fields.ts";
import { textsIn } from "./part-documents.ts";

/**
 * Every text of a store. What moves meanwhile is met at its new place, if not at its old one: from a head or a chunk to a
 * row, and from rows to the snapshot of a later one, which is inserted before they are removed.
 */
export async function* allTexts({ apps, chunks, parts }: MongoCollections): AsyncGenerator<string, void, void> {
  for await (const head of apps.find({ isBegun: true }, { projection: { body: 1, checkpoint: 1 } })) {
    yield textIn(head, "body");
    const checkpoint = textOrNullIn(head, "checkpoint");
    if (checkpoint !== null) yield checkpoint;
  }
  for await (const batch of chunks.find({}, {})) yield* chunkTextsIn(batch);
  // In the order of insertion, so that new documents come at the end.
  for await (const part of parts.find({}, { sort: { $natural: 1 } })) yield* textsIn(part);
}
