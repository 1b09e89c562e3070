import type { MongoCollections } from "./collections.ts";
import { numberIn, textIn } from "./fields.ts";
import { ofHistory, type Ownership, ownershipFields, ownershipIn, rowOwners } from "./head-document.ts";
import type { MongoDocument } from "./mongo-database.ts";
import { snapshotPart } from "./part-documents.ts";
import { findHead, torn, untilWhole } from "./read-history.ts";

/** The first row that is kept, and its snapshot. */
export interface FirstRow {
  readonly index: number;
  readonly snapshot: string;
}

/** Forgets the rows before one; see `HistoryStore`. They are forgotten once the head says so, and removed after that. */
export function trimHistory(collections: MongoCollections, app: string, first: FirstRow): Promise<void> {
  return untilWhole(app, () => tryTrim(collections, app, first));
}

/** Forgets a history; see `HistoryStore`. It is forgotten once it has no head, and the rest is removed after that. */
export async function deleteHistory({ apps, parts, chunks }: MongoCollections, app: string): Promise<void> {
  // What is there before the head goes can belong to no later history, in contrast to what may come meanwhile.
  const candidates = await parts.find({ app, life: null }, { projection: { owner: 1 } }).toArray();
  const owners = candidates.map((part) => textIn(part, "owner"));
  const lives = await parts.distinct("life", { app });
  const chunkLives = await chunks.distinct("life", { app });
  const deleted = await apps.findOneAndDelete({ _id: app });
  if (deleted !== null) {
    const ownership = ownershipIn(deleted);
    owners.push(...rowOwners(ownership));
    if (ownership.checkpointOwner !== null) owners.push(ownership.checkpointOwner);
    lives.push(ownership.life);
    chunkLives.push(ownership.life);
  }
  await parts.deleteMany({ app, $or: [{ life: { $in: lives } }, { owner: { $in: owners } }] });
  await chunks.deleteMany({ app, life: { $in: chunkLives } });
}

async function tryTrim(
  collections: MongoCollections,
  app: string,
  { index, snapshot }: FirstRow,
): Promise<void | typeof torn> {
  const { apps, parts, chunks } = collections;
  const found = await findHead(collections, app);
  if (found === undefined || index < found.base || index > found.head.index) return;
  const { life, head } = found;
  const row = await parts.findOne({ app, index, kind: "row", ...ofHistory(found) }, {});
  if (row === null) return torn;
  const sequenceId = numberIn(row, "sequenceId");
  const strangers = await parts
    .find({ app, life: { $ne: life } }, { projection: { owner: 1, expected: 1, kind: 1 } })
    .toArray();
  const deadLives = await chunks.distinct("life", { app, life: { $ne: life } });
  const owner = crypto.randomUUID();
  await parts.insertMany([snapshotPart({ app, owner, expected: head.token }, index, snapshot)]);
  const before = await apps.findOneAndUpdate(
    { _id: app, token: head.token, isBegun: true, base: { $lte: index } },
    { $set: { base: index, baseOwner: owner, chunksFrom: Math.min(sequenceId, head.sequenceId) } },
    { projection: ownershipFields, returnDocument: "before", upsert: false },
  );
  if (before === null) {
    await parts.deleteMany({ app, owner });
    return torn;
  }
  const ownership = ownershipIn(before);
  const forgotten = [{ index: { $gte: 0, $lt: index } }, { index, kind: "snapshot" }];
  const ours = [{ life }, { owner: { $in: rowOwners(ownership) } }];
  await parts.deleteMany({ app, $and: [{ $or: forgotten }, { $or: ours }] });
  await chunks.deleteMany({ app, $or: [{ life, sequenceId: { $lt: sequenceId } }, { life: { $in: deadLives } }] });
  // What was there before this head, is not named by it and expects another one, never will be named: tokens do not come
  // again. That of the last writes may have been marked as the history's meanwhile.
  const lost = strangers.filter((part) => part["expected"] !== head.token && !isNamed(ownership, part));
  await parts.deleteMany({ _id: { $in: lost.map(({ _id }) => _id) }, life: { $ne: life } });
}

function isNamed(ownership: Ownership, part: MongoDocument): boolean {
  const owner = textIn(part, "owner");
  return part["kind"] === "checkpoint" ? owner === ownership.checkpointOwner : rowOwners(ownership).includes(owner);
}
