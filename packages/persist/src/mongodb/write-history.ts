import type { AppKey, StoreWrite } from "@burrjs/core/persist";
import { appName, partitionName } from "../app-name.ts";
import type { MongoCollections } from "./collections.ts";
import { textIn } from "./fields.ts";
import { ownershipFields } from "./head-document.ts";
import type { MongoDocument } from "./mongo-database.ts";
import { onceMore } from "./once-more.ts";
import { checkpointPart, needsPart, rowParts } from "./part-documents.ts";
import { settleWrite } from "./settle-write.ts";

/** Applies a write; see `HistoryStore`. What belongs to it is inserted first, and counts from the change of the head on. */
export async function writeHistory(collections: MongoCollections, key: AppKey, write: StoreWrite): Promise<boolean> {
  const { apps, parts } = collections;
  const { expected, rows, checkpoint } = write;
  const app = appName(key);
  const isFirst = expected === null;
  const token = isFirst ? await placeFor(collections, key) : expected;
  if (token === undefined) return false;
  const origin = { app, owner: crypto.randomUUID(), expected: token };
  const documents = rowParts(origin, rows);
  if (needsPart(checkpoint)) documents.push(checkpointPart(origin, checkpoint));
  if (documents.length > 0) await parts.insertMany(documents);
  const before = await apps.findOneAndUpdate(
    { _id: app, token, isBegun: isFirst ? null : true },
    headUpdate(write, origin.owner),
    { projection: { ...ownershipFields, base: 1 }, returnDocument: "before", upsert: false },
  );
  if (before === null) {
    if (documents.length > 0) await quietly(() => parts.deleteMany({ app, owner: origin.owner }));
    return false;
  }
  if (!isFirst) await quietly(() => settleWrite(collections, { app, before, write }));
  return true;
}

/** The token of a head that is still to be written, made if it is missing; `undefined` when there is a head. */
async function placeFor({ apps }: MongoCollections, key: AppKey): Promise<string | undefined> {
  const life = crypto.randomUUID();
  const head = await onceMore(() =>
    apps.findOneAndUpdate(
      { _id: appName(key) },
      { $setOnInsert: { partition: partitionName(key.partitionKey), life, token: life } },
      { projection: { token: 1, isBegun: 1 }, returnDocument: "after", upsert: true },
    ),
  );
  return head === null || head["isBegun"] === true ? undefined : textIn(head, "token");
}

/** How a write changes the head document. */
function headUpdate(write: StoreWrite, owner: string): MongoDocument {
  const { expected, head, rows, checkpoint, keepsAbort = false, dropSnapshot } = write;
  const [first] = rows;
  const { token, status, index, sequenceId, body, aliveAtMs } = head;
  const isApart = needsPart(checkpoint);
  const isFirst = expected === null;
  return {
    $set: {
      token,
      status,
      index,
      sequenceId,
      body,
      aliveAtMs,
      isBegun: true,
      ...(!keepsAbort && { isAbortRequested: false }),
      ...(checkpoint !== undefined && {
        checkpoint: isApart ? null : checkpoint,
        checkpointOwner: isApart ? owner : null,
      }),
      ...(first?.index === 0 && { baseOwner: owner }),
      ...(isFirst && { base: 0, chunksFrom: Number.MIN_SAFE_INTEGER }),
    },
    // Whoever has rewound will write chunks of sequence ids that were forgotten.
    ...(!isFirst && { $min: { chunksFrom: sequenceId } }),
    $push: {
      fresh: { $each: first === undefined ? [] : [{ owner, from: first.index }] },
      dropped: { $each: dropSnapshot === undefined ? [] : [dropSnapshot] },
    },
    // The server's clock, which never shows the same time twice.
    $currentDate: { writtenAt: { $type: "timestamp" } },
  };
}

/** Tries to do what can as well be done later. */
async function quietly(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch {
    // The write is decided, and an error would say that it is not. What is left is removed or marked later.
  }
}
