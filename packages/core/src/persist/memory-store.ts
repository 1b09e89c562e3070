import { withoutSnapshot } from "./snapshots.ts";
import type { AppKey, HistoryStore, ReadHead, StoredChunks, StoredRow } from "./store.ts";

/** One application's history. */
interface Stored {
  readonly key: AppKey;
  head: ReadHead;
  updatedAt: number;
  rows: StoredRow[];
  chunks: StoredChunks[];
}

/** A store in memory: it ends with its process, and is as exact as any other, since it keeps the same texts. */
export function memoryStore(): HistoryStore {
  const histories = new Map<string, Stored>();
  const listeners = new Map<string, Set<() => void>>();
  let writes = 0;
  const idOf = ({ partitionKey, appId }: AppKey): string => JSON.stringify([partitionKey, appId]);
  const changed = (id: string): void => {
    for (const listener of listeners.get(id) ?? []) queueMicrotask(listener);
  };
  return {
    maxTextBytes: 512 * 1024 * 1024,
    async initialize() {},
    async write(
      key,
      { expected, head, rows, keepsAbort, dropSnapshot, dropChunksFrom = Number.POSITIVE_INFINITY, checkpoint },
    ) {
      const id = idOf(key);
      const stored = histories.get(id);
      if ((stored?.head.token ?? null) !== expected) return false;
      const read = {
        ...head,
        checkpoint: checkpoint === undefined ? (stored?.head.checkpoint ?? null) : checkpoint,
        isAbortRequested: keepsAbort === true && stored?.head.isAbortRequested === true,
      };
      writes += 1;
      if (stored === undefined) histories.set(id, { key, head: read, updatedAt: writes, rows: [...rows], chunks: [] });
      else {
        stored.head = read;
        stored.updatedAt = writes;
        const place = dropSnapshot === undefined ? -1 : stored.rows.findIndex(({ index }) => index === dropSnapshot);
        const dropped = stored.rows[place];
        if (place > 0 && dropped !== undefined) stored.rows[place] = withoutSnapshot(dropped);
        stored.chunks = stored.chunks.filter(({ sequenceId }) => sequenceId < dropChunksFrom);
        for (const row of rows) stored.rows.push(row);
      }
      changed(id);
      return true;
    },
    async readHead(key) {
      return histories.get(idOf(key))?.head;
    },
    async readRows(key, sequenceId) {
      const rows = histories.get(idOf(key))?.rows ?? [];
      const last =
        sequenceId === undefined ? rows.length - 1 : rows.findLastIndex((row) => row.sequenceId === sequenceId);
      const first = rows.findLastIndex(({ snapshot }, index) => index <= last && snapshot !== undefined);
      return first < 0 ? [] : rows.slice(first, last + 1);
    },
    async readRange(key, first, last) {
      const rows = histories.get(idOf(key))?.rows ?? [];
      return rows.filter(({ index }) => index >= first && index <= last).map(withoutSnapshot);
    },
    async trim(key, { index, snapshot }) {
      const stored = histories.get(idOf(key));
      const first = stored?.rows.find((row) => row.index === index);
      if (stored === undefined || first === undefined) return;
      stored.rows = [{ ...first, snapshot }, ...stored.rows.filter((row) => row.index > index)];
      stored.chunks = stored.chunks.filter(({ sequenceId }) => sequenceId >= first.sequenceId);
    },
    async delete(key) {
      histories.delete(idOf(key));
      changed(idOf(key));
    },
    async list({ partitionKey, status, aliveBeforeMs = Number.POSITIVE_INFINITY, limit }) {
      return [...histories.values()]
        .filter(({ key }) => partitionKey === undefined || key.partitionKey === partitionKey)
        .filter(({ head }) => (status === undefined || head.status === status) && head.aliveAtMs < aliveBeforeMs)
        .toSorted((one, other) => other.updatedAt - one.updatedAt)
        .slice(0, limit)
        .map(({ key, head }) => ({ key, head }));
    },
    async touch(key, token, aliveAtMs) {
      const stored = histories.get(idOf(key));
      if (stored?.head.token !== token) return "lost";
      stored.head = { ...stored.head, aliveAtMs };
      return stored.head.isAbortRequested ? "abort-requested" : "running";
    },
    async requestAbort(key) {
      const stored = histories.get(idOf(key));
      if (stored?.head.status !== "running") return false;
      stored.head = { ...stored.head, isAbortRequested: true };
      changed(idOf(key));
      return true;
    },
    async appendChunks(key, chunks) {
      const stored = histories.get(idOf(key));
      if (stored === undefined) return;
      const isSame = ({ sequenceId, attempt, index }: StoredChunks): boolean =>
        sequenceId === chunks.sequenceId && attempt === chunks.attempt && index === chunks.index;
      stored.chunks = [...stored.chunks.filter((one) => !isSame(one)), chunks];
      changed(idOf(key));
    },
    async readChunks(key, { sequenceId, attempt, from }) {
      return (histories.get(idOf(key))?.chunks ?? [])
        .filter((one) => one.sequenceId === sequenceId)
        .filter((one) => one.attempt > attempt || (one.attempt === attempt && one.index + one.chunks.length > from))
        .toSorted((one, other) => one.attempt - other.attempt || one.index - other.index);
    },
    async watch(key, onChange) {
      const id = idOf(key);
      const mine = listeners.get(id) ?? new Set();
      listeners.set(id, mine.add(onChange));
      return async () => {
        mine.delete(onChange);
        if (mine.size === 0) listeners.delete(id);
      };
    },
    async *texts() {
      for (const { head, rows, chunks } of histories.values()) {
        yield head.body;
        if (head.checkpoint !== null) yield head.checkpoint;
        for (const { body, delta, snapshot } of rows)
          yield* snapshot === undefined ? [body, delta] : [body, delta, snapshot];
        for (const { chunks: texts } of chunks) yield* texts;
      }
    },
  };
}
