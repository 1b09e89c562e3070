import { BurrError, isBurrError } from "../errors.ts";
import type { Data } from "../state/operations.ts";
import { applyTexts, type Encoding } from "./delta-text.ts";
import { listParents } from "./listing.ts";
import { parseMeta } from "./meta-text.ts";
import { parseNotes, readNotes } from "./notes.ts";
import type { LoadedRun, LoadQuery } from "./persister.ts";
import { afterRow, parseHeadBody, parseRowBody, statusOfRow } from "./row-body.ts";
import type { AppKey, HistoryStore, ReadHead, StoredRow } from "./store.ts";

/** A run that was loaded, and the head that it was loaded from. */
export interface ReadRun {
  readonly run: LoadedRun;
  readonly head: ReadHead;
}

/** How often a history is read again that changes meanwhile. */
const mostTries = 100;

/** Reads runs from a store. */
export async function readRun(store: HistoryStore, encoding: Encoding, query: LoadQuery): Promise<ReadRun | undefined> {
  const { partitionKey = null, sequenceId } = query;
  const appId = query.appId ?? (await listParents(store, { partitionKey, limit: 1 }))[0]?.key.appId;
  if (appId === undefined) return undefined;
  const key = { partitionKey, appId };
  for (let tries = 0; tries < mostTries; tries += 1) {
    const head = await store.readHead(key);
    if (head === undefined) return undefined;
    const read = await store.readRows(key, sequenceId);
    // Rows that were written after the head was read belong to a later one.
    const rows = sequenceId === undefined ? read.filter(({ index }) => index <= head.index) : read;
    const isWhole = sequenceId !== undefined || rows.at(-1)?.index === head.index;
    if (!isWhole) continue; // a snapshot was written meanwhile, or the history was deleted
    if (rows.length === 0) throw unknownSequenceId(appId, sequenceId ?? head.sequenceId);
    const run = placed(appId, () => toRun(encoding, key, rows, { head, isLatest: sequenceId === undefined }));
    return { run: run.status === null ? { ...run, status: await statusBefore(store, key, rows) } : run, head };
  }
  throw unreadable(`The stored history of application "${appId}" lacks rows. Look for what changed it in the store.`);
}

/** Adds to an error of reading a value which application it is of. */
function placed<TResult>(appId: string, read: () => TResult): TResult {
  try {
    return read();
  } catch (error) {
    if (!isBurrError(error) || error.code !== "unreadable-value") throw error;
    throw new BurrError(error.code, `The stored history of application "${appId}": ${error.message}`, error.details, { cause: error.cause }); // prettier-ignore
  }
}

function unreadable(message: string): BurrError {
  return new BurrError("unreadable-value", message, { tag: null });
}

/** The values that rows lead to, the first of which has a snapshot. */
export function valuesOf(encoding: Encoding, rows: readonly StoredRow[]): Data {
  const values: Record<string, unknown> = {};
  const texts = rows.map(({ snapshot, delta }, index) => (index === 0 ? (snapshot ?? delta) : delta));
  applyTexts(encoding, values, texts);
  return values;
}

/** The error of a step that the stored history does not have. */
export function unknownSequenceId(appId: string, sequenceId: number): BurrError {
  return new BurrError(
    "unknown-sequence-id",
    `The stored history of application "${appId}" has no step ${sequenceId}. It may be later than the last one, or cut off by prune().`,
    { appId, sequenceId },
  );
}

/** What rows tell, and what the head adds: of the latest run, what came after the last row. */
function toRun(
  encoding: Encoding,
  key: AppKey,
  rows: readonly StoredRow[],
  { head, isLatest }: { readonly head: ReadHead; readonly isLatest: boolean },
): LoadedRun {
  const state = valuesOf(encoding, rows);
  const [last] = rows.slice(-1);
  if (last === undefined) throw unknownSequenceId(key.appId, head.sequenceId);
  const body = parseRowBody(last.body);
  const checkpoint = isLatest ? head.checkpoint : null;
  return {
    ...key,
    sequenceId: isLatest ? head.sequenceId : last.sequenceId,
    state,
    after: afterRow(body),
    status: isLatest ? latestStatus(head, rows) : lastStatus(rows),
    version: body.version ?? 0,
    graph: body.graph,
    commitId: body.commit ?? last.sequenceId,
    ...(checkpoint === null ? {} : { checkpoint: readNotes(encoding, parseNotes(checkpoint)) }),
    ...(body.meta === undefined ? {} : { meta: parseMeta(encoding.codec, body.meta) }),
    ...(body.result === undefined ? {} : { result: encoding.codec.decode(body.result) }),
    parent: parseHeadBody(head.body).parent ?? null,
    savedAtMs: last.atMs,
    ...(isLatest && head.status === "running" ? { aliveAtMs: head.aliveAtMs } : {}),
  };
}

/** How the last attempt before these rows ended: they may begin with a snapshot that was taken without one. */
async function statusBefore(
  store: HistoryStore,
  key: AppKey,
  rows: readonly StoredRow[],
): Promise<LoadedRun["status"]> {
  let [row] = rows;
  while (row !== undefined && !["created", "forked"].includes(parseRowBody(row.body).type ?? "")) {
    const status = statusOfRow(parseRowBody(row.body));
    if (status !== undefined) return status;
    [row] = await store.readRange(key, row.index - 1, row.index - 1);
  }
  return null;
}

function latestStatus({ status }: ReadHead, rows: readonly StoredRow[]): LoadedRun["status"] {
  if (status === "idle") return lastStatus(rows);
  return status === "running" ? "unfinished" : status;
}

function lastStatus(rows: readonly StoredRow[]): LoadedRun["status"] {
  for (const { body } of rows.toReversed()) {
    const status = statusOfRow(parseRowBody(body));
    if (status !== undefined) return status;
  }
  return null;
}
