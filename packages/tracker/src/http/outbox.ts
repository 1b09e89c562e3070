import { type Cargo, type Item, type Lane, lostLine, sizeOf } from "./cargo.ts";
import { Deque } from "./deque.ts";

/** Bounds of an outbox, and whom it tells what did not fit. */
export interface OutboxOptions {
  readonly maxBytes: number;
  readonly now: () => number;
  /** Called for each item that goes. */
  readonly onLost: (cargo: Cargo) => void;
}

interface Gap {
  /** Where the first of the lost was. */
  order: number;
  records: number;
}

/**
 * What waits to be sent, in order, within a bound. Beyond it the oldest chunks of streams go first, then the oldest records
 * and large values, then files; in the place of what went, its log gets a `lost` record.
 */
export class Outbox {
  readonly #options: OutboxOptions;
  readonly #chunks = new Deque<Item>();
  readonly #records = new Deque<Item>();
  readonly #files = new Deque<Item>();
  readonly #gaps = new Map<Lane, Gap>();
  #order = 0;
  #bytes = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** About what all of it takes in memory. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#oldest() === undefined && this.#gaps.size === 0;
  }

  /** The order of the item that was put in last. */
  get lastOrder(): number {
    return this.#order;
  }

  /** The order of the oldest that waits; infinite when nothing does. */
  get firstOrder(): number {
    let first = this.#oldest()?.first?.order ?? Infinity;
    for (const { order } of this.#gaps.values()) first = Math.min(first, order);
    return first;
  }

  /** Puts something at the end. */
  add(lane: Lane, cargo: Cargo): void {
    const bytes = sizeOf(cargo);
    const item = { lane, cargo, bytes, order: (this.#order += 1) };
    if (bytes > this.#options.maxBytes) {
      this.#leaveOut(item); // alone too large: the others need not go for it
    } else {
      this.#queueOf(cargo).push(item);
      this.#bytes += bytes;
    }
    while (this.#bytes > this.#options.maxBytes && this.#evict()) {
      // until it fits
    }
  }

  /** Takes the oldest items away, up to `maxBytes` of them, but at least one. */
  take(maxBytes: number): readonly Item[] {
    const taken: Item[] = [];
    let bytes = 0;
    let queue = this.#oldest();
    while (queue?.first !== undefined && (taken.length === 0 || bytes + queue.first.bytes <= maxBytes)) {
      const item = queue.first;
      queue.shift();
      bytes += item.bytes;
      if (this.#gaps.size > 0) this.#tellGap(item.lane, item.order, taken);
      taken.push(item);
      queue = this.#oldest();
    }
    this.#bytes -= bytes;
    const upTo = queue === undefined ? Infinity : (taken.at(-1)?.order ?? 0);
    for (const lane of this.#gaps.keys()) this.#tellGap(lane, upTo, taken);
    return taken;
  }

  /** How many records and large values wait. */
  get records(): number {
    return this.#chunks.length + this.#records.length;
  }

  /** Throws away what waits, and tells nobody. */
  clear(): void {
    while ((this.#chunks.shift() ?? this.#records.shift() ?? this.#files.shift()) !== undefined) {
      // until it is empty
    }
    this.#bytes = 0;
    this.#gaps.clear();
  }

  #queueOf(cargo: Cargo): Deque<Item> {
    if (cargo.kind === "blob") return this.#records;
    if (cargo.kind !== "line") return this.#files;
    return cargo.text.startsWith('{"type":"stream_chunk"') ? this.#chunks : this.#records;
  }

  /** The queue with the oldest item of all. */
  #oldest(): Deque<Item> | undefined {
    let oldest: Deque<Item> | undefined;
    for (const queue of [this.#chunks, this.#records, this.#files]) {
      if ((queue.first?.order ?? Infinity) < (oldest?.first?.order ?? Infinity)) oldest = queue;
    }
    return oldest;
  }

  #evict(): boolean {
    const item = this.#chunks.shift() ?? this.#records.shift() ?? this.#files.shift();
    if (item === undefined) return false;
    this.#bytes -= item.bytes;
    this.#lose(item);
    return true;
  }

  #lose({ lane, cargo, order }: Item): void {
    this.#options.onLost(cargo);
    if (cargo.kind !== "line" && cargo.kind !== "blob") return;
    lane.breaks += 1;
    if (cargo.kind === "blob") lane.blobs.delete(cargo.hash); // the next state that has it brings it again
    const gap = this.#gaps.get(lane);
    if (gap === undefined) this.#gaps.set(lane, { order, records: 1 });
    else {
      // An older record may go after a chunk that is younger: then the gap begins with the record.
      gap.order = Math.min(gap.order, order);
      gap.records += 1;
    }
  }

  #leaveOut({ lane, cargo, order }: Item): void {
    this.#options.onLost(cargo);
    if (cargo.kind !== "line" && cargo.kind !== "blob") return;
    lane.breaks += 1;
    const text = lostLine(1, "it is larger than the buffer of what waits to be sent", this.#options.now());
    const mark: Cargo = { kind: "line", text };
    this.#records.push({ lane, cargo: mark, bytes: sizeOf(mark), order });
    this.#bytes += sizeOf(mark);
  }

  #tellGap(lane: Lane, upTo: number, taken: Item[]): void {
    const gap = this.#gaps.get(lane);
    if (gap === undefined || gap.order > upTo) return;
    this.#gaps.delete(lane);
    const text = lostLine(
      gap.records,
      "they did not fit into the buffer of what waits to be sent",
      this.#options.now(),
    );
    taken.push({ lane, cargo: { kind: "line", text }, bytes: 0, order: gap.order });
  }
}
