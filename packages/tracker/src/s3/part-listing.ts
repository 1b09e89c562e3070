import { arrangeParts } from "./arrange-parts.ts";
import type { Bucket, Listed } from "./bucket.ts";
import { logGeneration } from "./log-generation.ts";
import type { ReadManifest } from "./manifest.ts";
import { type Part, parsePart } from "./part-name.ts";

/** The log as its parts make it up. */
export interface LogView {
  readonly parts: readonly Part[];
  /** Where each part ends, in bytes from the beginning. */
  readonly ends: readonly number[];
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly generation: string;
}

/** Where the parts are, and what is known of them. */
export interface PartListingOptions {
  readonly bucket: Bucket;
  /** What the keys of the parts begin with; ends with `/`. */
  readonly folder: string;
  readonly readManifest: ReadManifest;
  readonly now: () => number;
}

// One page of a listing has a thousand objects. Beyond that many parts, the last of them are looked at, and all only sometimes:
// what comes so late that it is not among the last is found then.
const pageSize = 1_000;
const overlap = 500;
const allEveryMs = 60_000;

/** The parts of a log, looked up again and again. */
export class PartListing {
  readonly #options: PartListingOptions;
  #listed: readonly Part[] = [];
  #view: LogView | undefined;
  #listedAllAtMs = -Infinity;
  #looking: Promise<LogView | undefined> | undefined;
  /** How often what had been read turned out to be elsewhere. */
  #breaks = 0;

  constructor(options: PartListingOptions) {
    this.#options = options;
  }

  /** What was found last. */
  get known(): LogView | undefined {
    return this.#view;
  }

  /** Looks again. `undefined` when there is no part. Whoever asks meanwhile gets the same. */
  refresh(): Promise<LogView | undefined> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  /** Looks again, at all parts, after whatever look is under way. */
  async refreshAll(): Promise<LogView | undefined> {
    await this.#looking?.catch(() => {}); // whoever has asked for that one hears of it
    this.#listedAllAtMs = -Infinity;
    return this.refresh();
  }

  async #look(): Promise<LogView | undefined> {
    const listed = (await this.#listEnd()) ?? (await this.#listAll());
    if (this.#view !== undefined && isSame(listed, this.#listed)) return this.#view;
    const before = this.#view;
    this.#listed = listed;
    this.#view = await this.#viewOf(listed);
    if (before === undefined || this.#view === undefined || goesOn(before, this.#view)) return this.#view;
    this.#breaks += 1;
    this.#view = await this.#viewOf(listed);
    return this.#view;
  }

  async #listAll(): Promise<readonly Part[]> {
    const { bucket, folder, now } = this.#options;
    const startedAtMs = now();
    const parts = partsIn(folder, await collected(bucket.list(folder)));
    this.#listedAllAtMs = startedAtMs;
    return parts;
  }

  /** The known parts and what came behind them; `undefined` when all have to be listed. */
  async #listEnd(): Promise<readonly Part[] | undefined> {
    const { bucket, folder, now } = this.#options;
    if (this.#listed.length < pageSize || now() - this.#listedAllAtMs > allEveryMs) return undefined;
    const known = this.#listed.slice(0, -overlap);
    const from = known.at(-1);
    if (from === undefined) return undefined;
    const last = partsIn(folder, await collected(bucket.list(folder, from.key)));
    const names = new Set(last.map(({ name }) => name));
    // Some are gone: parts were joined.
    if (!this.#listed.slice(-overlap).every(({ name }) => names.has(name))) return undefined;
    return [...known, ...last];
  }

  async #viewOf(listed: readonly Part[]): Promise<LogView | undefined> {
    const { parts } = await arrangeParts(listed, this.#options.readManifest);
    if (parts.length === 0) return undefined;
    let sizeBytes = 0;
    let modifiedAtMs = 0;
    const ends: number[] = [];
    for (const part of parts) {
      sizeBytes += part.sizeBytes;
      ends.push(sizeBytes);
      modifiedAtMs = Math.max(modifiedAtMs, part.joined?.asOfMs ?? part.modifiedAtMs);
    }
    const generation = logGeneration(parts);
    const suffix = this.#breaks === 0 ? "" : `-${this.#breaks}`;
    return { parts, ends, sizeBytes, modifiedAtMs, generation: generation + suffix };
  }
}

/** All that a listing gives. */
export async function collected<TItem>(items: AsyncIterable<TItem>): Promise<readonly TItem[]> {
  const list: TItem[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The parts among objects whose keys begin with `folder`. */
export function partsIn(folder: string, objects: readonly Listed[]): readonly Part[] {
  return objects.flatMap((listed) => parsePart(listed, listed.key.slice(folder.length)) ?? []);
}

function isSame(one: readonly Part[], other: readonly Part[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ name, sizeBytes, modifiedAtMs }, at) => {
      const same = other[at];
      return same?.name === name && same.sizeBytes === sizeBytes && same.modifiedAtMs === modifiedAtMs;
    })
  );
}

/** Whether the bytes of `before` are where they were. */
function goesOn(before: LogView, after: LogView): boolean {
  if (after.sizeBytes < before.sizeBytes || after.parts[0]?.firstStem !== before.parts[0]?.firstStem) return false;
  const endOf = new Map(after.parts.map(({ stem }, at) => [stem, after.ends[at]]));
  // Of parts that were joined the ends are gone, except for the last one's.
  return before.parts.every(({ stem }, at) => !endOf.has(stem) || endOf.get(stem) === before.ends[at]);
}
