import { BurrError } from "../errors.ts";
import type { JournalRecord, RunPoint, StepEndedRecord, StepStartedRecord } from "../run/journal.ts";
import { noMeta, openRequests, type RunMeta } from "../run/meta.ts";
import type { Notes, StartingPoint } from "../run/runtime.ts";
import type { Data } from "../state/operations.ts";
import { deltaText, type Encoding, snapshotText } from "./delta-text.ts";
import { metaText } from "./meta-text.ts";
import { parseNotes, type StoredNotes, withCheckpoint, withOnce } from "./notes.ts";
import type { ParentPointer, SpawnedBy } from "./persister.ts";
import type { ReadRun } from "./history.ts";
import { type HeadBody, parseHeadBody, type RowBody, type Snapshots } from "./row-body.ts";
import { assertFits, assertNotesFit } from "./size-limit.ts";
import { afterSnapshot, isSnapshotDue, noSnapshots, withoutSnapshot } from "./snapshots.ts";
import type { StoredHead, StoredRow, StoredStatus } from "./store.ts";

/** The end of a history, as its writer knows it. Never changed: each row leads to a new one. */
export interface Tail {
  /** Of the last row; -1 when there is none. */
  readonly index: number;
  /** Of the last row, or of the attempt under way. */
  readonly sequenceId: number;
  readonly status: StoredStatus;
  /** The attempt under way. */
  readonly open: { readonly action: string; readonly attempt: number } | undefined;
  /** The action of the last commit. */
  readonly after: string | null;
  /** The committed state. */
  readonly data: Data;
  readonly snapshots: Snapshots;
  /** Of the deltas since the last snapshot. */
  readonly deltaChars: number;
  /** Of the last commit. */
  readonly commitId: number;
  readonly meta: RunMeta;
  /** What is stored of an attempt without a commit. */
  readonly notes: StoredNotes | undefined;
}

/** What all rows of a writer have in common. */
export interface RowWriter {
  readonly encoding: Encoding;
  readonly version: number;
  readonly graph: string;
  readonly parent: ParentPointer | null;
  readonly spawnedBy: SpawnedBy | undefined;
  readonly maxTextBytes: number;
  readonly now: () => number;
}

/** Rows to store, and the end of the history after them. */
export interface Growth {
  readonly tail: Tail;
  readonly rows: readonly StoredRow[];
  /** As in a `StoreWrite`. */
  readonly dropSnapshot?: number;
  readonly checkpoint?: string | null;
  /** As in a `StoreWrite`. */
  readonly dropChunksFrom?: number;
}

/** A row with a whole state: how a history begins, or goes on from another point. */
export function beginning(
  writer: RowWriter,
  tail: Tail,
  {
    type,
    point,
    result,
  }: { readonly type: NonNullable<RowBody["type"]>; readonly point: StartingPoint; readonly result?: unknown },
): Growth {
  const after = point.after ?? null;
  const reported = result === undefined ? {} : { result: writer.encoding.codec.encode(result, "result") };
  const body = { type, after, ...reported };
  const { data, sequenceId, commitId = sequenceId, meta = noMeta } = point;
  // What an attempt of another history has left is no help here.
  const notes = remaining(tail.notes, point.checkpoint);
  const changed = notes === tail.notes ? {} : { checkpoint: notes === undefined ? null : JSON.stringify(notes) };
  const next = { ...tail, data, sequenceId, commitId, meta, after, notes, status: statusAtRest(meta) };
  const growth = grow(writer, next, { body, delta: "[]", needsSnapshot: true });
  const dropChunksFrom = type === "rewound" ? { dropChunksFrom: sequenceId + 1 } : {};
  return { ...growth, ...dropChunksFrom, ...changed };
}

/** Of stored notes, what the application goes on with. */
function remaining(stored: StoredNotes | undefined, notes: Notes | undefined): StoredNotes | undefined {
  if (stored === undefined || notes === undefined) return undefined;
  if (stored.values === undefined || notes.values !== undefined) return stored;
  const { values: _values, ...others } = stored;
  return others;
}

/** The row of an attempt that began and of which nobody said how it ended. */
export function unfinished(writer: RowWriter, tail: Tail): Growth {
  const { action = "", attempt = 1 } = tail.open ?? {};
  const body = { action, ...many(attempt), status: "unfinished", after: tail.after } as const;
  return grow(writer, { ...tail, open: undefined, status: statusAtRest(tail.meta) }, { body, delta: "[]" });
}

/** One growth after the other. */
export function joined(first: Growth, second: Growth): Growth {
  const { checkpoint, dropChunksFrom } = first;
  const isEmpty = first.rows.length === 0 && [checkpoint, dropChunksFrom, first.dropSnapshot].every((one) => one === undefined); // prettier-ignore
  if (isEmpty) return second;
  const { dropSnapshot } = second;
  const isNew = dropSnapshot !== undefined && first.rows.some(({ index }) => index === dropSnapshot);
  if (!isNew) return { ...first, ...second, rows: [...first.rows, ...second.rows] };
  const rows = first.rows.map((row) => (row.index === dropSnapshot ? withoutSnapshot(row) : row));
  const { dropSnapshot: _dropped, ...rest } = second;
  return { ...first, ...rest, rows: [...rows, ...second.rows] };
}

/** What a record adds to a history. `after` is how the run stands once it is stored. */
export function addRecord(writer: RowWriter, tail: Tail, record: JournalRecord, after: RunPoint): Growth {
  if (record.type === "step-started") return { tail: opened(tail, record), rows: [] };
  if (record.type === "step-ended") return ended(writer, tail, record, after);
  if (record.type === "checkpoint") return noted(writer, tail, named(`Action "${record.action}"`, () => withCheckpoint(writer.encoding, tail.notes, { action: record.notesKey, delta: record.delta, data: tail.data }))); // prettier-ignore
  if (record.type === "once") return noted(writer, tail, named(`Action "${record.action}"`, () => withOnce(writer.encoding, tail.notes, { ...record, action: record.notesKey }))); // prettier-ignore
  const { data, meta } = after;
  if (record.type === "state-updated") {
    const delta = named("updateState()", () => deltaText(writer.encoding, record.delta, tail.data, data));
    const { sequenceId } = record; // of the step before; an attempt that was started since has one of its own
    return grow(writer, { ...tail, data }, { body: { type: "updated", after: tail.after }, delta, sequenceId });
  }
  if (record.type === "suspension-answered" || record.type === "suspension-withdrawn") {
    const { sequenceId } = record;
    const type = record.type === "suspension-answered" ? "answered" : "withdrawn";
    const answered = record.type === "suspension-answered" ? { answered: record.name } : {};
    const next = { ...tail, meta, status: statusAtRest(meta) };
    return grow(writer, next, { body: { type, ...answered, after: tail.after }, delta: "[]", sequenceId });
  }
  return { tail, rows: [] };
}

/** The tail of an application of which nothing is stored. */
export function emptyTail({ data, sequenceId, commitId = sequenceId, meta = noMeta }: StartingPoint): Tail {
  return { index: -1, sequenceId, status: statusAtRest(meta), open: undefined, after: null, data, snapshots: noSnapshots, deltaChars: 0, commitId, meta, notes: undefined }; // prettier-ignore
}

/** The tail that a stored history has. */
export function tailOf({ head, run }: ReadRun): Tail {
  const { index, sequenceId, status, checkpoint } = head;
  const { action, attempt = 1, after, snapshots, deltaChars } = parseHeadBody(head.body);
  return {
    index,
    sequenceId,
    status,
    open: status === "running" && action !== undefined ? { action, attempt } : undefined,
    after,
    data: run.state,
    snapshots,
    deltaChars,
    commitId: run.commitId ?? sequenceId,
    meta: run.meta ?? noMeta,
    notes: checkpoint === null ? undefined : parseNotes(checkpoint),
  };
}

/** As `tail`, without the attempt that was begun and that nobody has run. */
export function released(tail: Tail): Tail {
  return { ...tail, status: statusAtRest(tail.meta), open: undefined, sequenceId: tail.sequenceId - 1 };
}

/** The head that goes with a tail. */
export function headOf(writer: RowWriter, tail: Tail, token: string): StoredHead {
  const { open, after, snapshots, deltaChars, status, index, sequenceId } = tail;
  const { parent, spawnedBy } = writer;
  const isAnswered = status === "suspended" && openRequests(tail.meta).length === 0;
  const body: HeadBody = {
    ...open,
    ...(isAnswered ? { answered: tail.meta.suspended?.action ?? "" } : {}),
    after,
    snapshots,
    deltaChars,
    ...(parent === null ? {} : { parent }),
    ...(spawnedBy === undefined ? {} : { spawnedBy }),
  };
  return { token, status, index, sequenceId, body: JSON.stringify(body), aliveAtMs: writer.now() };
}

function opened(tail: Tail, { action, attempt, sequenceId }: StepStartedRecord): Tail {
  return { ...tail, status: "running", sequenceId, open: { action, attempt } };
}

/** What a store is told of a run that has no attempt under way. */
function statusAtRest(meta: RunMeta): StoredStatus {
  return meta.suspended === undefined ? "idle" : "suspended";
}

/** Other notes of the attempt under way. */
function noted(writer: RowWriter, tail: Tail, notes: StoredNotes): Growth {
  const checkpoint = JSON.stringify(notes);
  assertNotesFit(writer, checkpoint, `What action "${notes.action}" has left (a checkpoint, outcomes of ctx.once())`);
  return { tail: { ...tail, notes }, rows: [], checkpoint };
}

function ended(writer: RowWriter, tail: Tail, record: StepEndedRecord, { data, meta }: RunPoint): Growth {
  const { action, attempt, status, committed, sequenceId, result, undoes } = record;
  const { codec } = writer.encoding;
  const subject = `Action "${action}"`;
  const encode = (value: unknown, path: string): string => named(subject, () => codec.encode(value, path));
  const after = committed ? (undoes === undefined ? action : (record.before ?? null)) : tail.after;
  const body: RowBodyParts = {
    action,
    ...many(attempt),
    ...(status === "completed" ? {} : { status }),
    ...(committed && undoes === undefined ? {} : { after }),
    ...(committed && status === "aborted" ? { committed } : {}),
    ...(undoes === undefined ? {} : { undoes }),
    ...(result === undefined ? {} : { result: encode(result, "result") }),
  };
  const next: Tail = {
    ...tail,
    sequenceId,
    open: undefined,
    status: statusAtRest(meta),
    after,
    data: committed ? data : tail.data,
    commitId: committed ? sequenceId : tail.commitId,
    meta,
    notes: committed ? undefined : tail.notes,
  };
  const delta = committed ? named(subject, () => deltaText(writer.encoding, record.delta, tail.data, data)) : "[]";
  const growth = grow(writer, next, { body, delta });
  return committed && tail.notes !== undefined ? { ...growth, checkpoint: null } : growth;
}

type RowBodyParts = Omit<RowBody, "graph" | "version" | "meta" | "commit">;

interface RowParts {
  readonly body: RowBodyParts;
  readonly delta: string;
  readonly needsSnapshot?: boolean;
  /** Default: that of the tail. */
  readonly sequenceId?: number;
}

/** One row more. */
function grow(
  writer: RowWriter,
  tail: Tail,
  { body, delta, needsSnapshot = false, sequenceId = tail.sequenceId }: RowParts,
): Growth {
  const { version, graph, encoding, now } = writer;
  const subject = body.action === undefined ? "The state" : `Action "${body.action}"`;
  assertFits(writer, tail.data, delta, subject);
  const deltaChars = tail.deltaChars + delta.length;
  const isDue = needsSnapshot || (delta !== "[]" && isSnapshotDue(tail.snapshots, deltaChars));
  const snapshot = isDue ? named(subject, () => snapshotText(encoding, tail.data)) : undefined;
  if (snapshot !== undefined) assertFits(writer, tail.data, snapshot, subject);
  const index = tail.index + 1;
  const meta = named(subject, () => metaText(encoding.codec, tail.meta));
  if (meta !== undefined)
    assertNotesFit(writer, meta, "What is kept of the run besides its state (payloads, answers, an error)");
  const row: StoredRow = {
    index,
    sequenceId,
    body: JSON.stringify({
      ...body,
      ...(tail.commitId === sequenceId ? {} : { commit: tail.commitId }),
      ...(meta === undefined ? {} : { meta }),
      ...(version === 0 ? {} : { version }),
      graph,
    }),
    delta,
    ...(snapshot === undefined ? {} : { snapshot }),
    atMs: now(),
  };
  if (snapshot === undefined) return { tail: { ...tail, index, deltaChars }, rows: [row] };
  // What a history begins with, or goes on from, belongs to it.
  const next = { index, chars: snapshot.length, isKept: needsSnapshot };
  const { snapshots, ...dropped } = afterSnapshot(tail.snapshots, next, deltaChars);
  return { tail: { ...tail, index, snapshots, deltaChars: 0 }, rows: [row], ...dropped };
}

/** Adds to the codec's refusals who has written the value. */
export function named<TResult>(subject: string, encode: () => TResult): TResult {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof BurrError) || error.code !== "unserializable-value") throw error;
    throw new BurrError("unserializable-value", `${subject} wrote a value that cannot be stored. ${error.message}`, error.details as never); // prettier-ignore
  }
}

function many(attempt: number): { readonly attempt?: number } {
  return attempt === 1 ? {} : { attempt };
}
