import type {
  AppKey,
  AppQuery,
  ChunkQuery,
  HistoryStore,
  ReadHead,
  StoredChunks,
  StoredRow,
  StoreWrite,
  TouchResult,
} from "@burrjs/core/persist";
import type { ModelApp, ModelClient } from "./model-data.ts";

/** The simplest store that is right: what others are compared with. Each method is one call of its client. */
export class ModelStore implements HistoryStore {
  readonly maxTextBytes: number = 100_000_000;
  protected readonly client: ModelClient;

  constructor(client: ModelClient) {
    this.client = client;
  }

  async initialize(): Promise<void> {}

  write(
    key: AppKey,
    { expected, head, rows, keepsAbort, dropSnapshot, dropChunksFrom = Infinity, checkpoint }: StoreWrite,
  ): Promise<boolean> {
    return this.client.transact((data) => {
      const stored = data.get(key);
      if ((stored?.head.token ?? null) !== expected) return false;
      data.delete(key);
      data.set({
        key,
        head,
        checkpoint: checkpoint === undefined ? (stored?.checkpoint ?? null) : checkpoint,
        isAbortRequested: keepsAbort === true && stored?.isAbortRequested === true,
        rows: [
          ...(stored?.rows ?? []).map((row, place) => (place > 0 && row.index === dropSnapshot ? plain(row) : row)),
          ...rows,
        ],
        chunks: (stored?.chunks ?? []).filter(({ sequenceId }) => sequenceId < dropChunksFrom),
      });
      return true;
    });
  }

  readHead(key: AppKey): Promise<ReadHead | undefined> {
    return this.client.transact((data) => {
      const app = data.get(key);
      return app && headOf(app);
    });
  }

  readRows(key: AppKey, sequenceId?: number): Promise<StoredRow[]> {
    return this.client.transact((data) => {
      const rows = data.get(key)?.rows ?? [];
      const last = sequenceId === undefined ? rows.at(-1) : rows.findLast((row) => row.sequenceId === sequenceId);
      if (last === undefined) return [];
      const before = rows.filter(({ index }) => index <= last.index);
      return before.slice(before.findLastIndex(({ snapshot }) => snapshot !== undefined));
    });
  }

  readRange(key: AppKey, first: number, last: number): Promise<StoredRow[]> {
    return this.client.transact((data) => {
      const rows = data.get(key)?.rows ?? [];
      return rows.filter(({ index }) => index >= first && index <= last).map(plain);
    });
  }

  trim(key: AppKey, first: { readonly index: number; readonly snapshot: string }): Promise<void> {
    return this.client.transact((data) => {
      const app = data.get(key);
      const row = app?.rows.find(({ index }) => index === first.index);
      if (app === undefined || row === undefined) return;
      const later = app.rows.filter(({ index }) => index > first.index);
      const chunks = app.chunks.filter(({ sequenceId }) => sequenceId >= row.sequenceId);
      data.set({ ...app, rows: [{ ...row, snapshot: first.snapshot }, ...later], chunks });
    });
  }

  delete(key: AppKey): Promise<void> {
    return this.client.transact((data) => {
      data.delete(key);
    });
  }

  list({ partitionKey, status, aliveBeforeMs = Infinity, limit }: AppQuery): ReturnType<HistoryStore["list"]> {
    return this.client.transact((data) =>
      [...data.apps.values()]
        .filter(
          ({ key, head }) =>
            (partitionKey === undefined || key.partitionKey === partitionKey) &&
            (status === undefined || head.status === status) &&
            head.aliveAtMs < aliveBeforeMs,
        )
        .toReversed()
        .slice(0, limit)
        .map((app) => ({ key: app.key, head: headOf(app) })),
    );
  }

  touch(key: AppKey, token: string, aliveAtMs: number): Promise<TouchResult> {
    return this.client.transact((data) => {
      const app = data.get(key);
      if (app?.head.token !== token) return "lost";
      data.set({ ...app, head: { ...app.head, aliveAtMs } });
      return app.isAbortRequested ? "abort-requested" : "running";
    });
  }

  requestAbort(key: AppKey): Promise<boolean> {
    return this.client.transact((data) => {
      const app = data.get(key);
      if (app?.head.status !== "running") return false;
      data.set({ ...app, isAbortRequested: true });
      return true;
    });
  }

  appendChunks(key: AppKey, added: StoredChunks): Promise<void> {
    return this.client.transact((data) => {
      const app = data.get(key);
      if (app === undefined) return;
      const isSame = ({ sequenceId, attempt, index }: StoredChunks): boolean =>
        sequenceId === added.sequenceId && attempt === added.attempt && index === added.index;
      data.set({ ...app, chunks: [...app.chunks.filter((chunks) => !isSame(chunks)), added] });
    });
  }

  readChunks(key: AppKey, { sequenceId, attempt, from }: ChunkQuery): Promise<StoredChunks[]> {
    return this.client.transact((data) =>
      (data.get(key)?.chunks ?? [])
        .filter((batch) => batch.sequenceId === sequenceId && batch.attempt >= attempt)
        .filter((batch) => batch.attempt > attempt || batch.index + batch.chunks.length > from)
        .toSorted((a, b) => a.attempt - b.attempt || a.index - b.index),
    );
  }

  async watch(key: AppKey, onChange: () => void): Promise<() => Promise<void>> {
    const end = await this.client.transact((data) => data.watch(onChange));
    return async () => end();
  }

  async *texts(): AsyncIterable<string> {
    const apps = await this.client.transact((data) => [...data.apps.values()]);
    for (const { head, checkpoint, rows, chunks } of apps) {
      yield head.body;
      if (checkpoint !== null) yield checkpoint;
      for (const { body, delta, snapshot } of rows) yield* [body, delta, snapshot ?? ""];
      for (const batch of chunks) yield* batch.chunks;
    }
  }
}

function headOf({ head, checkpoint, isAbortRequested }: ModelApp): ReadHead {
  return { ...head, checkpoint, isAbortRequested };
}

function plain({ index, sequenceId, body, delta, atMs }: StoredRow): StoredRow {
  return { index, sequenceId, body, delta, atMs };
}
