import type { AppKey, AppQuery, HistoryStore, StoredHead, StoredRow } from "@burrjs/core/persist";
import { placed, plainHead, readRange } from "../store/whole-history.ts";
import { appKey, newToken, startMs } from "../store/writer.ts";
import { randomWrite } from "./random-write.ts";
import type { Random } from "./random.ts";

/** Something done to a store. */
export interface Operation {
  /** What, as it stands in a message. */
  readonly text: string;
  readonly key: AppKey;
  /** Resolves with what all right stores give back. */
  readonly run: (store: HistoryStore) => Promise<unknown>;
}

/** The applications that random operations are about. */
export const randomKeys = [appKey("one"), appKey("one", ""), appKey("two", "mine")] as const;

/** Some operation that an application could do next, where `model` is a store in the present state. */
export async function randomOperation(random: Random, model: HistoryStore): Promise<Operation> {
  const key = random.pick(randomKeys);
  const head = await model.readHead(key);
  const rows = await model.readRange(key, 0, Number.MAX_SAFE_INTEGER);
  const token = head !== undefined && !random.oneIn(6) ? head.token : random.pick([null, newToken()]);
  const [name, details, run] = random.pick(head === undefined ? early : usual)(random, { key, head, rows, token });
  return { text: `${name} ${JSON.stringify(key)} ${JSON.stringify(details)}`, key, run };
}

/** What is stored of an application, and a token that is mostly right. */
interface Present {
  readonly key: AppKey;
  readonly head: StoredHead | undefined;
  readonly rows: readonly StoredRow[];
  readonly token: string | null;
}

type Make = (
  random: Random,
  present: Present,
) => readonly [name: string, details: unknown, run: (store: HistoryStore) => Promise<unknown>];

const write: Make = (random, { key, head, rows, token }) => {
  const next = randomWrite(random, { expected: token, isFirst: head === undefined, rows });
  return ["write", next, (store) => store.write(key, next)];
};

const trim: Make = (random, { key, head }) => {
  const index = random.below((head?.index ?? 0) + 2);
  const first = { index, snapshot: JSON.stringify({ trimmed: random.below(100) }) };
  return ["trim", first, (store) => store.trim(key, first)];
};

const touch: Make = (random, { key, token }) => {
  const aliveAtMs = startMs + random.below(20);
  return ["touch", [token, aliveAtMs], (store) => store.touch(key, token ?? "", aliveAtMs)];
};

const abort: Make = (_, { key }) => ["requestAbort", "", (store) => store.requestAbort(key)];

const remove: Make = (_, { key }) => ["delete", "", (store) => store.delete(key)];

const append: Make = (random, { key, head }) => {
  const chunks = Array.from({ length: 1 + random.below(3) }, () => JSON.stringify(random.below(1000)));
  const place = { sequenceId: head?.sequenceId ?? 0, attempt: random.below(3), index: random.below(4) * 3 };
  const batch = { ...place, chunks, atMs: startMs };
  return ["appendChunks", batch, (store) => store.appendChunks(key, batch)];
};

const readSomeChunks: Make = (random, { key, head }) => {
  const query = { sequenceId: head?.sequenceId ?? 0, attempt: random.below(3), from: random.below(12) };
  const isAsked = ({ attempt, index }: { attempt: number; index: number }): boolean =>
    attempt > query.attempt || index >= query.from;
  return ["readChunks", query, async (store) => placed(await store.readChunks(key, query)).filter(isAsked)];
};

const readSomeRows: Make = (random, { key, head }) => {
  const [first, last] = [random.below((head?.index ?? 0) + 2), random.below((head?.index ?? 0) + 4)];
  return ["readRange", [first, last], (store) => readRange(store, key, first, last)];
};

const list: Make = (random) => {
  const query: AppQuery = {
    ...(random.oneIn(2) && { partitionKey: random.pick([null, "", "mine", "other"]) }),
    ...(random.oneIn(2) && { status: random.pick(["running", "idle", "suspended"]) }),
    ...(random.oneIn(2) && { aliveBeforeMs: startMs + random.below(20) }),
  };
  const run = async (store: HistoryStore): Promise<unknown> =>
    (await store.list(query))
      .map(({ key: { partitionKey, appId }, head }) => ({ key: { partitionKey, appId }, head: plainHead(head) }))
      // By name, since writes may share a millisecond.
      .toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));
  return ["list", query, run];
};

const early = [write, write, write, touch, abort, trim, list, readSomeRows] as const;
const reading = [list, readSomeChunks, readSomeRows] as const;
const usual = [
  write,
  write,
  write,
  write,
  write,
  ...reading,
  touch,
  touch,
  abort,
  append,
  append,
  trim,
  remove,
] as const;
