import type { ReadHead, StoredRow } from "@burrjs/core/persist";
import type { MongoCollections } from "./collections.ts";
import { numberIn, textIn } from "./fields.ts";
import { type HeadDocument, headIn, ofHistory } from "./head-document.ts";
import type { MongoDocument } from "./mongo-database.ts";
import { checkpointIndex, rowsIn } from "./part-documents.ts";

/** The head document of an application; `undefined` when it was never written. */
export async function findHead({ apps }: MongoCollections, app: string): Promise<HeadDocument | undefined> {
  const document = await apps.findOne({ _id: app, isBegun: true }, {});
  return document === null ? undefined : headIn(document);
}

/** The head of an application, with its checkpoint. */
export function readHead(collections: MongoCollections, app: string): Promise<ReadHead | undefined> {
  return untilWhole(app, async () => {
    const found = await findHead(collections, app);
    return found === undefined ? undefined : withCheckpoint(collections, app, found);
  });
}

/** The head that a document holds, with its checkpoint; torn if that was replaced since. */
export async function withCheckpoint(
  { parts }: MongoCollections,
  app: string,
  { head, checkpoint, checkpointOwner: owner }: HeadDocument,
): Promise<ReadHead | typeof torn> {
  if (owner === null) return { ...head, checkpoint };
  const part = await parts.findOne({ app, index: checkpointIndex, kind: "checkpoint", owner }, {});
  return part === null ? torn : { ...head, checkpoint: textIn(part, "text") };
}

/** The rows that a state can be computed from; see `HistoryStore`. */
export function readRows(collections: MongoCollections, app: string, sequenceId?: number): Promise<StoredRow[]> {
  return untilWhole(app, async () => {
    const found = await findHead(collections, app);
    if (found === undefined) return [];
    const last = sequenceId === undefined ? found.head.index : await lastOf(collections, { app, found, sequenceId });
    if (last === undefined || last < found.base) return [];
    const start = await snapshotBefore(collections, { app, found, last });
    if (start === undefined) return torn;
    const index = numberIn(start, "index");
    const rows = await rowsBetween(collections, { app, found, first: index, last });
    if (rows === torn) return torn;
    return rows.map((row) => (row.index === index ? { ...row, snapshot: textIn(start, "text") } : row));
  });
}

/** The rows of a range; see `HistoryStore`. */
export function readRange(
  collections: MongoCollections,
  app: string,
  { first, last }: { readonly first: number; readonly last: number },
): Promise<StoredRow[]> {
  return untilWhole(app, async () => {
    const found = await findHead(collections, app);
    if (found === undefined) return [];
    const range = { first: Math.max(first, found.base), last: Math.min(last, found.head.index) };
    return range.first > range.last ? [] : rowsBetween(collections, { app, found, ...range });
  });
}

/** What is read when a head and its parts do not fit: a trim, a write or a delete came between. */
export const torn: unique symbol = Symbol("torn");

/** What `read` gives once it is not torn. Each time that it is, somebody else has got something done. */
export async function untilWhole<TResult>(app: string, read: () => Promise<TResult | typeof torn>): Promise<TResult> {
  for (let tries = 0; tries < 100; tries += 1) {
    const result = await read();
    if (result !== torn) return result;
  }
  throw new Error(
    `The history of ${app} is damaged, or changes all the time: MongoDB lacks documents that its head names.`,
  );
}

interface Place {
  readonly app: string;
  readonly found: HeadDocument;
}

/** The index of the last row of a sequence id. */
async function lastOf(
  { parts }: MongoCollections,
  { app, found, sequenceId }: Place & { readonly sequenceId: number },
): Promise<number | undefined> {
  const index = { $gte: found.base, $lte: found.head.index };
  const [row] = await parts
    .find({ app, sequenceId, index, ...ofHistory(found) }, { sort: { index: -1 }, limit: 1, projection: { index: 1 } })
    .toArray();
  return row && numberIn(row, "index");
}

/** The document of the last snapshot up to a row. */
async function snapshotBefore(
  { parts }: MongoCollections,
  { app, found, last }: Place & { readonly last: number },
): Promise<MongoDocument | undefined> {
  const { base, baseOwner, dropped } = found;
  const later = { index: { $gt: base, $nin: dropped }, ...ofHistory(found) };
  const filter = {
    app,
    index: { $gte: base, $lte: last },
    kind: "snapshot",
    $or: [later, { index: base, owner: baseOwner }],
  };
  const [snapshot] = await parts.find(filter, { sort: { index: -1 }, limit: 1 }).toArray();
  return snapshot;
}

async function rowsBetween(
  { parts }: MongoCollections,
  { app, found, first, last }: Place & { readonly first: number; readonly last: number },
): Promise<StoredRow[] | typeof torn> {
  const filter = { app, index: { $gte: first, $lte: last }, kind: { $in: ["row", "delta"] }, ...ofHistory(found) };
  return rowsIn(await parts.find(filter, {}).toArray(), first, last) ?? torn;
}
