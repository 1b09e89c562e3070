import type { JournalRecord, RunPoint, StepStartedRecord } from "../run/journal.ts";
import type { StartingPoint } from "../run/runtime.ts";
import { storedAfterAll } from "./conflict.ts";
import type { RowBody } from "./row-body.ts";
import type { AppKey, HistoryStore, StoreWrite } from "./store.ts";
import { addRecord, beginning, type Growth, headOf, joined, type RowWriter, type Tail, unfinished } from "./tail.ts";

/** A row that changes the whole state, and the state. */
export interface Turn {
  readonly type: Exclude<NonNullable<RowBody["type"]>, "updated">;
  readonly point: StartingPoint;
  /** What the step before it has reported. */
  readonly result?: unknown;
}

/** Where a history stands, as its writer sees it. */
export interface Standing {
  readonly tail: Tail;
  /** The token of the stored head that the writer goes on from; `null`: there is none. */
  readonly token: string | null;
  /** The row that leads from what is stored to where the application begins. */
  readonly turn: Turn | undefined;
}

/** Writes rows and moves the head, one write at a time; each names the head that it expects to find. */
export class HistoryWriter {
  readonly #store: HistoryStore;
  readonly #key: AppKey;
  readonly #writer: RowWriter;
  /** Part of each token: nobody else makes the same. */
  readonly #name = crypto.randomUUID();
  #writes = 0;
  #writing: Promise<boolean> | undefined;
  /** The token of a write of which nobody knows whether it was stored. */
  #uncertain: string | undefined;
  #turn: Turn | undefined;
  token: string | null = null;
  /** Ahead of the store, where commits are stored behind the run's back. */
  tail: Tail;
  /** Whether the attempt under way, if there is one, was begun by somebody else. */
  isForeign = false;
  /** Whether a snapshot was stored since somebody asked. */
  hasNewSnapshot = false;

  constructor(store: HistoryStore, key: AppKey, writer: RowWriter, standing: Standing) {
    this.#store = store;
    this.#key = key;
    this.#writer = writer;
    this.tail = standing.tail;
    this.goOnFrom(standing);
  }

  /** Whether rows can be added to what is stored as they are, without anything before them. */
  get isUnderWay(): boolean {
    return this.token !== null && this.#turn === undefined && !this.isForeign;
  }

  /** Whether another state is to be stored before anything else. */
  get hasTurn(): boolean {
    return this.#turn !== undefined;
  }

  /** Whether records may be of a step before its last: an attempt of its own was begun since, or it goes back. */
  get mayBeBehind(): boolean {
    return this.#turn !== undefined || (this.tail.open !== undefined && !this.isForeign);
  }

  /** Whether it is to begin with an action that waits for answers. */
  get beginsSuspended(): boolean {
    return this.token === null && this.#turn?.point.meta?.suspended !== undefined;
  }

  /** Whether the history has gone on to where `record` begins, or further: whoever made it looks at an older state. */
  isAheadOf({ sequenceId }: StepStartedRecord): boolean {
    const { open, sequenceId: last } = this.tail;
    const isOwn = open !== undefined && !this.isForeign;
    return this.#turn === undefined && (isOwn ? sequenceId < last : sequenceId <= last);
  }

  /** What has to be stored before anything else is told with what its last step has reported. */
  reports(result: unknown): void {
    if (this.#turn !== undefined && result !== undefined) this.#turn = { ...this.#turn, result };
  }

  /** Tells of the attempt under way that nobody said how it ended. */
  close(tail: Tail): Growth {
    return unfinished(this.#writer, tail);
  }

  /** The write under way; never rejects. */
  get writing(): Promise<unknown> | undefined {
    return this.#writing?.catch(() => {}); // whoever made it is told
  }

  goOnFrom({ tail, token, turn }: Standing): void {
    this.tail = tail;
    this.token = token;
    this.#turn = turn;
    this.isForeign = tail.open !== undefined;
  }

  /** What records add, behind what has to be stored before them: an attempt that others left open, another state. */
  grow(tail: Tail, records: readonly JournalRecord[], after: RunPoint): Growth {
    const writer = this.#writer;
    let growth: Growth = { tail, rows: [] };
    if (this.#isLeftOpen(tail, records[0])) growth = unfinished(writer, tail);
    if (this.#turn !== undefined) growth = joined(growth, beginning(writer, growth.tail, this.#turn));
    for (const record of records) growth = joined(growth, addRecord(writer, growth.tail, record, after));
    return growth;
  }

  /** Whether the attempt under way, if there is one, is not the one that the next record is about. */
  #isLeftOpen({ open, sequenceId }: Tail, next: JournalRecord | undefined): boolean {
    if (open === undefined) return false;
    return this.isForeign || (next?.type === "step-started" && next.sequenceId !== sequenceId);
  }

  /** Stores what `plan` makes of the tail, after all that is being written. False when the stored head is not the expected one. */
  async write(plan: (tail: Tail) => Growth): Promise<boolean> {
    while (this.#writing !== undefined) await this.writing;
    this.#writing = this.#write(plan);
    try {
      return await this.#writing;
    } finally {
      this.#writing = undefined;
    }
  }

  async #write(plan: (tail: Tail) => Growth): Promise<boolean> {
    const before = this.tail;
    const { tail, ...changes } = plan(before);
    if (this.#uncertain !== undefined) await this.#settleUncertain();
    this.#writes += 1;
    const head = headOf(this.#writer, tail, `${this.#name}.${this.#writes}`);
    // A request to abort is meant for this run, as long as it goes on.
    const keepsAbort = tail.status === "running" && !this.isForeign;
    if (!(await this.#send({ expected: this.token, head, ...changes, keepsAbort }))) return false;
    this.token = head.token;
    this.#turn = undefined;
    this.isForeign = false;
    this.hasNewSnapshot ||= changes.rows.some(({ snapshot }) => snapshot !== undefined);
    if (this.tail === before) this.tail = tail; // else it is ahead
    return true;
  }

  async #send(write: StoreWrite): Promise<boolean> {
    const { token } = write.head;
    try {
      if (await this.#store.write(this.#key, write)) return true;
    } catch (error) {
      // Perhaps only the answer was lost.
      const head = await this.#store.readHead(this.#key).catch(() => {
        this.#uncertain = token;
        throw error;
      });
      if (head?.token !== token) throw error;
      return true;
    }
    // A client that tries again by itself is refused by what its first try has stored.
    return (await this.#store.readHead(this.#key))?.token === token;
  }

  /** Finds out what became of a write whose answer was lost. */
  async #settleUncertain(): Promise<void> {
    const head = await this.#store.readHead(this.#key);
    const isStored = head?.token === this.#uncertain;
    this.#uncertain = undefined;
    if (isStored) throw storedAfterAll(this.#key);
  }
}
