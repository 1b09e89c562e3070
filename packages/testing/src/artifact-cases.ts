import assert from "node:assert/strict";
import type { ArtifactStore } from "@burrjs/core/persist";

/** A store to be tested, and a way to spoil what is in it. */
export interface ArtifactsUnderTest {
  /** Empty, and of nobody else: `artifactStore(backend)`. */
  readonly store: ArtifactStore;
  /** Replaces the bytes stored under `hash` behind the back of the store, as a bad disk does. */
  readonly damage: (hash: string, bytes: Uint8Array) => Promise<void>;
  /** Takes away what was made for the test. */
  close?(): Promise<void>;
}

/** One thing that every store of artifacts has to do. */
export interface ArtifactCase {
  /** A sentence about the store, which is left out: `gives back …`. */
  readonly name: string;
  /** Opens a store and tries; rejects if it fails. */
  run(): Promise<void>;
}

/**
 * What a backend for artifacts has to do, for any test framework:
 * `for (const { name, run } of artifactCases(open)) test(name, run)`.
 *
 * @param open - Gives a new store to each case.
 */
export function artifactCases(open: () => Promise<ArtifactsUnderTest>): readonly ArtifactCase[] {
  return Object.entries({ ...contents, ...faults, ...crowds, ...sweeps }).map(([name, check]) => ({
    name,
    async run() {
      const opened = await open();
      try {
        await check(opened);
      } finally {
        await opened.close?.();
      }
    },
  }));
}

type Checks = Readonly<Record<string, (opened: ArtifactsUnderTest) => Promise<void>>>;

const absent = "0".repeat(64);

const contents: Checks = {
  ...Object.fromEntries([0, 1, 5_000_000].map((sizeBytes) => [`gives back ${sizeBytes} bytes`, givesBack(sizeBytes)])),

  async "keeps a content once, however often it is put"({ store }) {
    const [first, second] = [await store.put("same"), await store.put("same", { name: "again" })];
    assert.equal(first.hash, second.hash);
    assert.equal((await listed(store)).length, 1);
    assert.equal(await first.text(), "same");
  },

  async "keeps what it was given when the caller changes its bytes, before or after they are read"({ store }) {
    const bytes = sample(100);
    const putting = store.put(bytes);
    bytes.fill(0);
    const artifact = await putting;
    const given = sample(100);
    await store.backend.write(artifact.hash, given);
    given.fill(0);
    (await artifact.bytes()).fill(0);
    same(await artifact.bytes(), sample(100));
  },

  async "lists nothing at first, then every content with its size and time"({ store }) {
    assert.deepEqual(await listed(store), []);
    const sizes = [0, 1, 2, 3, 300];
    const artifacts = await Promise.all(sizes.map((sizeBytes) => store.put(sample(sizeBytes))));
    const list = await listed(store);
    const pairs = (infos: readonly { hash: string; sizeBytes: number }[]): string[] =>
      infos.map(({ hash, sizeBytes }) => `${hash} ${sizeBytes}`).toSorted();
    assert.deepEqual(pairs(list), pairs(artifacts));
    for (const { storedAtMs } of list) assert.ok(storedAtMs > 0 && storedAtMs < Number.POSITIVE_INFINITY);
  },

  async "deletes a content, once or twice, and takes it again"({ store }) {
    const artifact = await store.put("gone");
    await store.backend.delete(artifact.hash);
    await store.backend.delete(artifact.hash);
    assert.equal(await store.backend.read(artifact.hash), undefined);
    assert.deepEqual(await listed(store), []);
    await store.put("gone");
    assert.equal(await artifact.text(), "gone");
  },
};

const faults: Checks = {
  async "says that a content is missing"({ store }) {
    assert.equal(await store.backend.read(absent), undefined);
    const artifact = store.fromData({ hash: absent, sizeBytes: 1 });
    await assert.rejects(artifact.bytes(), { code: "artifact-missing", details: { hash: absent } });
  },

  async "detects a content that was changed, cut or made longer, and heals when it is put again"({ store, damage }) {
    const artifact = await store.put(sample(100));
    const { hash } = artifact;
    for (const bytes of [sample(100).fill(0, 50, 51), sample(99), sample(101), sample(0)]) {
      await damage(hash, bytes);
      await assert.rejects(artifact.bytes(), { code: "artifact-corrupt", details: { hash } });
    }
    await store.put(sample(100));
    same(await artifact.bytes(), sample(100));
  },

  async "refuses what is no hash"({ store }) {
    const { backend } = store;
    const names = ["", "../../escaped", `/${absent.slice(1)}`, absent.slice(1), `${absent}\n`, "A".repeat(64)];
    for (const name of names) {
      await assert.rejects(backend.write(name, sample(1)), { code: "invalid-option" });
      await assert.rejects(backend.read(name), { code: "invalid-option" });
      await assert.rejects(backend.delete(name), { code: "invalid-option" });
    }
    assert.deepEqual(await listed(store), []);
  },
};

const crowds: Checks = {
  async "takes the same content and others from many writers at once"({ store }) {
    const texts = Array.from({ length: 20 }, (_, index) => `text ${index % 4}`);
    const artifacts = await Promise.all(texts.map((text) => store.put(text)));
    assert.deepEqual(await Promise.all(artifacts.map((artifact) => artifact.text())), texts);
    assert.equal((await listed(store)).length, 4);
  },

  async "shows a reader all of a content or nothing while it is written"({ store }) {
    const bytes = sample(1_000_000);
    const { hash } = await store.put(bytes);
    await store.backend.delete(hash);
    const progress = { isOver: false };
    const writing = Promise.all([1, 2, 3].map(() => store.backend.write(hash, bytes)));
    const over = writing.finally(() => (progress.isOver = true));
    while (!progress.isOver) same((await store.backend.read(hash)) ?? bytes, bytes);
    await over;
    same((await store.backend.read(hash)) ?? sample(0), bytes);
  },
};

const sweeps: Checks = {
  async "sweeps what is old and not referenced, and nothing else"({ store }) {
    const [kept, lost] = [await store.put("kept"), await store.put("lost")];
    const times = (await listed(store)).map(({ storedAtMs }) => storedAtMs);
    const [oldest, latest] = [Math.min(...times), Math.max(...times)];
    const sweep = (nowMs: number) => store.sweep(new Set([kept.hash]), { olderThanMs: 1000, now: () => nowMs });
    assert.deepEqual(await sweep(oldest + 1000), { deleted: 0, bytes: 0 });
    assert.equal(await lost.text(), "lost");
    assert.deepEqual(await sweep(latest + 1001), { deleted: 1, bytes: 4 });
    assert.equal(await kept.text(), "kept");
    await assert.rejects(lost.text(), { code: "artifact-missing" });
    assert.deepEqual(await sweep(latest + 1001), { deleted: 0, bytes: 0 });
  },
};

function givesBack(sizeBytes: number): Checks[string] {
  return async ({ store }) => {
    const artifact = await store.put(sample(sizeBytes));
    assert.equal(artifact.sizeBytes, sizeBytes);
    same(await artifact.bytes(), sample(sizeBytes));
  };
}

/** Bytes of all values, without a short period. */
function sample(sizeBytes: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(sizeBytes);
  for (let index = 0; index < sizeBytes; index += 1) bytes[index] = index * 31 + (index >> 8) * 7;
  return bytes;
}

/** As deepEqual, but quick on large arrays, and with a short message. */
function same(actual: Uint8Array, expected: Uint8Array): void {
  assert.ok(Buffer.compare(actual, expected) === 0, `Read ${actual.length} bytes that are not those that were put.`);
}

async function listed({ backend }: ArtifactStore) {
  const infos = [];
  for await (const info of backend.list()) infos.push(info);
  return infos;
}
