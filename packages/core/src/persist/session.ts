import type { Commit } from "../undo/commits.ts";
import type {
  ChunksRecord,
  JournalRecord,
  Session,
  SessionOwner,
  RunPoint,
  StepStartedRecord,
} from "../run/journal.ts";
import { recalledOf } from "../run/recall.ts";
import type { Data } from "../state/operations.ts";
import type { StreamPlace } from "../stream/event-id.ts";
import type { AnyRunEvent } from "../stream/events.ts";
import { readCommit, readCommits } from "./read-commits.ts";
import { existingRun, hasGoneOn, takenAway, waitForTurn } from "./conflict.ts";
import { Heartbeat } from "./heartbeat.ts";
import { readRun } from "./history.ts";
import { HistoryWriter, type Standing } from "./history-writer.ts";
import type { SessionOptions } from "./persister.ts";
import type { AppKey, HistoryStore } from "./store.ts";
import { type Growth, joined, named, released, type RowWriter, tailOf } from "./tail.ts";

/** What a session is made of. */
export interface SessionParts {
  readonly store: HistoryStore;
  readonly writer: RowWriter;
  readonly options: SessionOptions;
  readonly standing: Standing;
  readonly heartbeatMs: number;
  readonly staleAfterMs: number;
  /** Resolves when the store can be used. */
  readonly ready: () => Promise<void>;
  /** Reads the stream of a step, or of a run, out of the store. */
  readonly follow: (key: AppKey, place: StreamPlace, isRun: boolean) => AsyncIterable<AnyRunEvent>;
  /** Called at the end of a run that stored a snapshot: older rows may go now. */
  readonly cut: (key: AppKey) => Promise<void>;
}

/** How often a start is tried that the store refuses although nobody else has the application. */
const mostTries = 10;

/** Rows that may wait to be stored before the run has to, with `durability: "async"`. */
const mostWaiting = 256;

/**
 * One application's side of its persister. Of two applications that write one history one wins; the other gets
 * `concurrent-run`, and what it wrote is not stored.
 */
export class StoreSession implements Session {
  readonly #parts: SessionParts;
  readonly #key: AppKey;
  readonly #history: HistoryWriter;
  readonly #heartbeat: Heartbeat;
  /** What the store does not have yet, with a `durability` other than "sync". */
  #waiting: Growth | undefined;
  /** Rejects: others have taken the application, and what waited is lost. */
  #failure: Promise<never> | undefined;
  #claim: AbortController | undefined;
  #prepared: Promise<void> | undefined;
  /** Whether an attempt was started, and its run has not ended. */
  #isRunning = false;
  #owner: SessionOwner | undefined;

  constructor(parts: SessionParts) {
    const { options, store, heartbeatMs, writer, standing } = parts;
    this.#parts = parts;
    this.#key = { partitionKey: options.partitionKey, appId: options.appId };
    const history = new HistoryWriter(store, this.#key, writer, standing);
    this.#history = history;
    this.#heartbeat = new Heartbeat(store, heartbeatMs, {
      key: this.#key,
      now: options.now,
      token: () => (history.writing === undefined ? (history.token ?? undefined) : undefined),
      onEvent: (event) => {
        const aborted = new DOMException("Another process has aborted the run.", "AbortError");
        this.#owner?.stop(event === "lost" ? takenAway(this.#key) : aborted);
      },
    });
  }

  attach(owner: SessionOwner): void {
    this.#owner = owner;
  }

  follow(place: StreamPlace, isRun: boolean): AsyncIterable<AnyRunEvent> {
    return this.#parts.follow(this.#key, place, isRun);
  }

  async start(record: StepStartedRecord): Promise<boolean> {
    const { signal } = (this.#claim = new AbortController());
    const history = this.#history;
    await this.#ready();
    await this.#flush();
    // An application that was left while it went over to what others had stored is behind.
    let mayTake = !history.isForeign && !history.isAheadOf(record);
    for (let tries = 0; tries < mostTries; tries += 1) {
      signal.throwIfAborted(); // a claim that nobody waits for any more must not be made
      if (mayTake && (await history.write((tail) => history.grow(tail, [record], tail)))) {
        this.#isRunning = true;
        this.#heartbeat.start();
        return true;
      }
      const isBehind = (await this.#hasMoved(signal)) || history.isAheadOf(record);
      if (isBehind && (await this.#adopt(signal))) return false;
      mayTake = !isBehind;
    }
    throw hasGoneOn(this.#key, await this.#parts.store.readHead(this.#key)); // it refuses what it should take
  }

  append(records: readonly JournalRecord[], after: RunPoint = this.#history.tail): void | Promise<void> {
    const [first] = records;
    if (first?.type === "chunks") return this.#appendChunks(first);
    const { durability } = this.#parts.options;
    const history = this.#history;
    if (durability === "sync" || !history.isUnderWay || !this.#isRunning) return this.#commit(records, after);
    if (this.#failure !== undefined) return this.#failure;
    const growth = history.grow(history.tail, records, after);
    history.tail = growth.tail;
    this.#waiting = this.#waiting === undefined ? growth : joined(this.#waiting, growth);
    if (durability === "exit") return undefined;
    const isFull = this.#waiting.rows.length >= mostWaiting;
    const flushing = this.#flush();
    flushing.catch(() => {}); // it shows at the next record, or at the end of the run
    return isFull ? flushing : undefined;
  }

  async end(isUnused: boolean): Promise<void> {
    const history = this.#history;
    this.#claim?.abort();
    try {
      await this.#flush();
      // Of an attempt that ran, and whose end could not be stored, at least that it began is told.
      if (history.tail.open !== undefined && !history.isForeign) {
        await history.write((tail) => (isUnused ? { tail: released(tail), rows: [] } : history.close(tail)));
      }
      // Of a fork that waits for answers, which nobody could find otherwise.
      if (history.beginsSuspended) await this.begin();
    } finally {
      this.#isRunning = false;
      this.#heartbeat.stop();
    }
    if (!history.hasNewSnapshot) return;
    history.hasNewSnapshot = false;
    // Everything is stored: that old rows could not go is no failure of the run.
    await this.#parts.cut(this.#key).catch(this.#parts.options.onError);
  }

  async look(): Promise<boolean> {
    const history = this.#history;
    await this.#ready();
    await this.#flush();
    const head = await this.#parts.store.readHead(this.#key);
    if (head === undefined || head.token === history.token || this.#isUnexpected) return false;
    return await this.#adopt();
  }

  async commits(): Promise<Commit[]> {
    await this.#ready();
    await this.#flush();
    return await readCommits(this.#parts.store, this.#key, this.#history.tail.index);
  }

  async stateAt(sequenceId: number): Promise<Data | undefined> {
    const { store, writer, options } = this.#parts;
    const run = await readCommit(store, writer.encoding, this.#key, sequenceId);
    return run === undefined ? undefined : options.accept(run).data;
  }

  async begin(result?: unknown): Promise<void> {
    const history = this.#history;
    await this.#ready();
    history.reports(result);
    if (!(await history.write((tail) => history.grow(tail, [], tail)))) throw existingRun(this.#key);
  }

  async #commit(records: readonly JournalRecord[], after: RunPoint): Promise<void> {
    const history = this.#history;
    await this.#ready();
    // Who has seen less than what is stored does not write over it.
    const isBehind = !history.mayBeBehind && records.some(({ sequenceId }) => sequenceId < history.tail.sequenceId);
    const isTaken = history.isForeign && (await this.#hasMoved());
    if (isBehind || isTaken || !(await history.write((tail) => history.grow(tail, records, after)))) {
      if (this.#isUnexpected) throw existingRun(this.#key);
      throw hasGoneOn(this.#key, await this.#parts.store.readHead(this.#key));
    }
    if (history.tail.status !== "running") this.#heartbeat.stop();
  }

  async #appendChunks({ action, sequenceId, attempt, index, chunks }: ChunksRecord): Promise<void> {
    const { store, writer } = this.#parts;
    const { codec } = writer.encoding;
    const texts = named(`Action "${action}"`, () => chunks.map((chunk, place) => codec.encode(chunk, `chunks[${index + place}]`))); // prettier-ignore
    await store.appendChunks(this.#key, { sequenceId, attempt, index, chunks: texts, atMs: writer.now() });
  }

  /** Whether a stored run under this id is one that the application knows nothing of. */
  get #isUnexpected(): boolean {
    return this.#history.token === null && this.#parts.options.hasLooked !== true;
  }

  #ready(): Promise<void> {
    this.#prepared ??= this.#prepare().catch((error: unknown) => {
      this.#prepared = undefined; // the next call tries again
      throw error;
    });
    return this.#prepared;
  }

  /** Makes the store ready, and finds the stored head where the run was loaded by another persister of the same store. */
  async #prepare(): Promise<void> {
    const { store, writer, options, ready } = this.#parts;
    const { origin, change, start } = options;
    await ready();
    if (origin === undefined || this.#history.token !== null) return;
    const at = change === "rewound" ? { sequenceId: origin.sequenceId } : {};
    const read = await readRun(store, writer.encoding, { ...this.#key, ...at });
    if (read?.run.sequenceId !== origin.sequenceId || read.run.savedAtMs !== origin.savedAtMs) return;
    const turn = change === undefined ? undefined : { type: change, point: start };
    this.#history.goOnFrom({ tail: tailOf(read), token: read.head.token, turn });
  }

  /** Waits until the application may be taken. True when its history has gone on meanwhile. */
  async #hasMoved(signal?: AbortSignal): Promise<boolean> {
    const { token } = this.#history;
    if (this.#isUnexpected) throw existingRun(this.#key);
    const { store, staleAfterMs, options } = this.#parts;
    const { onConflict, now } = options;
    const head = await waitForTurn(this.#key, token, { store, staleAfterMs, onConflict, now }, signal);
    return head.token !== token;
  }

  /**
   * Goes on from what others have stored, and moves the application there in the same moment. False when one of the two
   * was used while it was being read.
   */
  async #adopt(signal?: AbortSignal): Promise<boolean> {
    const { store, writer, options } = this.#parts;
    const history = this.#history;
    const owner = this.#owner;
    const before = { holder: owner?.holder, token: history.token };
    const read = await readRun(store, writer.encoding, this.#key);
    signal?.throwIfAborted(); // nobody is left to go on from there
    if (history.writing !== undefined || history.token !== before.token || owner?.holder !== before.holder)
      return false;
    if (read === undefined) throw hasGoneOn(this.#key, undefined);
    // A state that was changed, or gone back to, by whoever opened the application must not be lost without a word.
    if (options.isOwnState === true && history.hasTurn) throw hasGoneOn(this.#key, read.head);
    const point = options.accept(read.run);
    const turn = point.data === read.run.state ? undefined : ({ type: "changed", point } as const);
    history.goOnFrom({ tail: tailOf(read), token: read.head.token, turn });
    owner?.move(point, recalledOf(read.run));
    return true;
  }

  /** Stores what waits. */
  async #flush(): Promise<void> {
    const history = this.#history;
    for (;;) {
      if (history.writing !== undefined) await history.writing;
      else if (this.#failure !== undefined) return await this.#failure;
      else if (this.#waiting === undefined) return;
      else await this.#writeWaiting(this.#waiting);
    }
  }

  async #writeWaiting(growth: Growth): Promise<void> {
    this.#waiting = undefined;
    let isStored: boolean;
    try {
      isStored = await this.#history.write(() => growth);
    } catch (error) {
      // What came meanwhile goes behind it, and the next write tries again.
      const since: Growth | undefined = this.#waiting;
      this.#waiting = since === undefined ? growth : joined(growth, since);
      throw error;
    }
    if (isStored) return;
    this.#failure = this.#lost(); // set before anybody else looks
    this.#failure.catch(() => {}); // whoever asks next is told
  }

  async #lost(): Promise<never> {
    throw hasGoneOn(this.#key, await this.#parts.store.readHead(this.#key));
  }
}
