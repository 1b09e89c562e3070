import type { StoreWrite } from "@burrjs/core/persist";
import type { MongoCollections } from "./collections.ts";
import { numberIn } from "./fields.ts";
import { ofHistory, ownershipIn } from "./head-document.ts";
import type { MongoDocument } from "./mongo-database.ts";
import { checkpointIndex } from "./part-documents.ts";

/** So many writes name their documents in the head before these are marked as the history's. */
const mostFresh = 16;

/** A write that is done, and the head document as it was before. */
export interface DoneWrite {
  readonly app: string;
  readonly before: MongoDocument;
  readonly write: StoreWrite;
}

/** Does what a write leaves to be done: what it has replaced is removed, and its head is kept small. None of it is seen. */
export async function settleWrite(collections: MongoCollections, done: DoneWrite): Promise<void> {
  await removeChunks(collections, done);
  await removeCheckpoint(collections, done);
  await removeSnapshots(collections, done);
  await markFresh(collections, done);
}

async function removeChunks({ chunks }: MongoCollections, { app, before, write }: DoneWrite): Promise<void> {
  if (write.dropChunksFrom === undefined) return;
  await chunks.deleteMany({ app, life: ownershipIn(before).life, sequenceId: { $gte: write.dropChunksFrom } });
}

async function removeCheckpoint({ parts }: MongoCollections, { app, before, write }: DoneWrite): Promise<void> {
  const { checkpointOwner: owner } = ownershipIn(before);
  if (write.checkpoint === undefined || owner === null) return;
  await parts.deleteMany({ app, index: checkpointIndex, kind: "checkpoint", owner });
}

async function removeSnapshots({ apps, parts }: MongoCollections, { app, before, write }: DoneWrite): Promise<void> {
  const ownership = ownershipIn(before);
  const dropped = write.dropSnapshot === undefined ? ownership.dropped : [...ownership.dropped, write.dropSnapshot];
  if (dropped.length === 0) return;
  const index = { $in: dropped, $gt: numberIn(before, "base") };
  await parts.deleteMany({ app, index, kind: "snapshot", ...ofHistory(ownership) });
  await apps.updateOne({ _id: app, life: ownership.life }, { $pull: { dropped: { $in: dropped } } }, { upsert: false });
}

async function markFresh({ apps, parts }: MongoCollections, { app, before }: DoneWrite): Promise<void> {
  const { life, fresh } = ownershipIn(before);
  if (fresh.length < mostFresh) return;
  const owner = { $in: fresh.map((one) => one.owner) };
  const from = Math.min(...fresh.map((one) => one.from));
  await parts.updateMany({ app, index: { $gte: from }, owner }, { $set: { life }, $unset: { expected: "" } });
  // Only now: they are named until each of them has its mark.
  await apps.updateOne({ _id: app, life }, { $pull: { fresh: { owner } } }, { upsert: false });
}
