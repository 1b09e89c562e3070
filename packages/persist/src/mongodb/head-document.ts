import type { ReadHead, StoredStatus } from "@burrjs/core/persist";
import { documentIn, listIn, numberIn, textIn, textOrNullIn } from "./fields.ts";
import type { MongoDocument } from "./mongo-database.ts";

/**
 * Which documents belong to a history. Its head is the only truth about that: each write (and each trim) is the owner of
 * the documents that it inserts before it changes the head, and the change of the head names the owner, or never happens.
 */
export interface Ownership {
  /** Made when the application was first written: what has it belongs to this history, and not to one deleted before. */
  readonly life: string;
  /** The owners of rows and snapshots that do not have `life` yet: of the last writes. */
  readonly fresh: readonly Fresh[];
  /** Of the snapshot of the first row that is kept. */
  readonly baseOwner: string | null;
  /** Of the checkpoint, if it is too large for the head. */
  readonly checkpointOwner: string | null;
  /** The indexes of snapshots that no longer belong to it, unless they are that of the first row. */
  readonly dropped: readonly number[];
}

/** The owner of the documents of a write, and the index of its first row. */
interface Fresh {
  readonly owner: string;
  readonly from: number;
}

/** The head of a history. */
export interface HeadDocument extends Ownership {
  readonly head: Omit<ReadHead, "checkpoint">;
  readonly checkpoint: string | null;
  /** The index of the first row that is kept. */
  readonly base: number;
  /** Chunks of earlier sequence ids are forgotten. */
  readonly chunksFrom: number;
}

/** The fields that `ownershipIn` reads. */
export const ownershipFields = { life: 1, fresh: 1, baseOwner: 1, checkpointOwner: 1, dropped: 1 } as const;

/** The part of a head that says which documents are the history's; also of one that is still to be written. */
export function ownershipIn(document: MongoDocument): Ownership {
  return {
    life: textIn(document, "life"),
    fresh: listIn(document, "fresh").map(freshIn),
    baseOwner: textOrNullIn(document, "baseOwner"),
    checkpointOwner: textOrNullIn(document, "checkpointOwner"),
    dropped: listIn(document, "dropped").map(Number),
  };
}

/** The head that a document holds. */
export function headIn(document: MongoDocument): HeadDocument {
  return {
    ...ownershipIn(document),
    head: {
      token: textIn(document, "token"),
      status: statusIn(document),
      index: numberIn(document, "index"),
      sequenceId: numberIn(document, "sequenceId"),
      body: textIn(document, "body"),
      aliveAtMs: numberIn(document, "aliveAtMs"),
      isAbortRequested: document["isAbortRequested"] === true,
    },
    checkpoint: textOrNullIn(document, "checkpoint"),
    base: numberIn(document, "base"),
    chunksFrom: numberIn(document, "chunksFrom"),
  };
}

/** A filter for the rows of a history, and for its snapshots but for that of its first row. */
export function ofHistory({ life, fresh }: Ownership): MongoDocument {
  return { $or: [{ life }, { owner: { $in: fresh.map(({ owner }) => owner) } }] };
}

/** The owners whose rows and snapshots belong to a history without having its `life`. */
export function rowOwners({ fresh, baseOwner }: Ownership): string[] {
  return [...fresh.map(({ owner }) => owner), baseOwner].filter((owner) => owner !== null);
}

function freshIn(value: unknown): Fresh {
  const fresh = documentIn(value);
  return { owner: textIn(fresh, "owner"), from: numberIn(fresh, "from") };
}

function statusIn(document: MongoDocument): StoredStatus {
  const { status } = document;
  if (status === "idle" || status === "running" || status === "suspended") return status;
  throw new TypeError('The field "status" in a collection of Burr should be "idle", "running" or "suspended".');
}
