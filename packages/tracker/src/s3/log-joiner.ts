import { type ArrangedParts, arrangeParts } from "./arrange-parts.ts";
import { eachAtOnce } from "./at-once.ts";
import type { Bucket } from "./bucket.ts";
import { lateDigest } from "./log-generation.ts";
import { collected, partsIn } from "./part-listing.ts";
import { type Joined, joinedName, type Part } from "./part-name.ts";
import { manifestKey, namesIn } from "./s3-run.ts";

/** How parts are joined. */
export interface JoinOptions {
  /** How large parts become, in bytes. Default: 8 MB. */
  readonly targetBytes?: number;
  /** How many parts are worth being joined. Default: 10. */
  readonly minParts?: number;
  /** How long nothing may have come between parts that are joined, in milliseconds. Default: one hour. */
  readonly settledMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/** Joins the parts of one log. */
export class LogJoiner {
  readonly #bucket: Bucket;
  readonly #base: string;
  readonly #options: JoinOptions;
  readonly #now: () => number;
  readonly #settledMs: number;
  /** When this process has to be done with the group that it joins. */
  #untilMs = 0;
  #written = 0;
  #deleted = 0;

  constructor(bucket: Bucket, base: string, options: JoinOptions) {
    this.#bucket = bucket;
    this.#base = base;
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#settledMs = options.settledMs ?? 3_600_000;
  }

  /** What was done: how many parts were written, and how many objects deleted. */
  async join(): Promise<{ readonly written: number; readonly deleted: number }> {
    const before = this.#now() - this.#settledMs;
    this.#beginPiece();
    const { parts, leftover } = await this.#arranged();
    await this.#deleteAll(leftover.filter((part) => part.modifiedAtMs < before)); // of one that was stopped in the middle
    const asOfMs = parts.reduce((latest, part) => Math.max(latest, part.joined?.asOfMs ?? part.modifiedAtMs), 0);
    const joined: Joined = { asOfMs, digest: lateDigest(parts) };
    for (const group of this.#groups(parts, before)) await this.#joinGroup(group, joined);
    return { written: this.#written, deleted: this.#deleted };
  }

  #beginPiece(): void {
    this.#untilMs = this.#now() + this.#settledMs / 2;
  }

  /** Neighbours that are worth being joined. */
  #groups(parts: readonly Part[], before: number): readonly (readonly Part[])[] {
    const { targetBytes = 8 * 1024 * 1024, minParts = 10 } = this.#options;
    const groups: Part[][] = [];
    let group: Part[] = [];
    let bytes = 0;
    const end = (): void => {
      if (group.length >= Math.max(2, minParts)) groups.push(group);
      group = [];
      bytes = 0;
    };
    for (const part of parts) {
      if (part.modifiedAtMs >= before) break; // behind this nothing is settled
      if (bytes + part.sizeBytes > targetBytes) end();
      if (part.sizeBytes >= targetBytes / 2) {
        end();
        continue;
      }
      group.push(part);
      bytes += part.sizeBytes;
    }
    end();
    return groups;
  }

  async #joinGroup(group: readonly Part[], joined: Joined): Promise<void> {
    this.#beginPiece();
    const first = group[0];
    const last = group.toSorted((one, other) => (one.stem < other.stem ? -1 : 1)).at(-1);
    const bytes = await this.#bytesOf(group);
    if (first === undefined || last === undefined || bytes === undefined) return; // another process is at it
    const name = joinedName({ firstStem: first.firstStem, stem: last.stem }, joined);
    if (group.some((part) => part.name === name)) return;
    const names = await this.#namesOf(group);
    // The list comes first, and the originals go last: who looks in between sees one of the two, whole.
    await this.#bucket.put(manifestKey(this.#base, name), JSON.stringify({ names }));
    await this.#bucket.put(`${this.#base}log/${name}`, bytes);
    if (await this.#isContested(name, names)) {
      await this.#bucket.delete(`${this.#base}log/${name}`);
      await this.#bucket.delete(manifestKey(this.#base, name));
      return;
    }
    this.#written += 1;
    await this.#deleteAll(group);
  }

  /** The bytes of all; `undefined` when one is not there any more, or not as it was listed. */
  async #bytesOf(group: readonly Part[]): Promise<Uint8Array | undefined> {
    const pieces: (Uint8Array | undefined)[] = [];
    await eachAtOnce(group, async ({ key }, at) => {
      pieces[at] = await this.#bucket.get(key);
    });
    const total = group.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const bytes = new Uint8Array(total);
    let at = 0;
    for (const [index, { sizeBytes }] of group.entries()) {
      const piece = pieces[index];
      if (piece?.byteLength !== sizeBytes) return undefined;
      bytes.set(piece, at);
      at += sizeBytes;
    }
    return bytes;
  }

  /** All that ever went into a group: something that was to be deleted long ago may still be there. */
  async #namesOf(group: readonly Part[]): Promise<readonly string[]> {
    const names = group.map(({ name }) => name);
    for (const { name, joined } of group) {
      if (joined !== undefined) names.push(...((await this.#manifest(name)) ?? []));
    }
    return names;
  }

  /** Whether another process has joined some of the same parts. It may delete them already: so whoever sees the other gives way. */
  async #isContested(name: string, names: readonly string[]): Promise<boolean> {
    const listed = partsIn(`${this.#base}log/`, await collected(this.#bucket.list(`${this.#base}log/`)));
    for (const other of listed) {
      if (other.joined === undefined || other.name === name || names.includes(other.name)) continue;
      const others = (await this.#manifest(other.name)) ?? [];
      if (others.some((one) => names.includes(one))) return true;
    }
    return false;
  }

  async #deleteAll(parts: readonly Part[]): Promise<void> {
    await eachAtOnce(parts, async ({ key, name, joined }) => {
      // Whoever slept for long may have been taken for stopped.
      if (this.#now() > this.#untilMs) return;
      await this.#bucket.delete(key);
      if (joined !== undefined) await this.#bucket.delete(manifestKey(this.#base, name));
      this.#deleted += 1;
    });
  }

  async #arranged(): Promise<ArrangedParts> {
    const folder = `${this.#base}log/`;
    return arrangeParts(partsIn(folder, await collected(this.#bucket.list(folder))), (name) => this.#manifest(name));
  }

  async #manifest(name: string): Promise<readonly string[] | undefined> {
    return namesIn(await this.#bucket.get(manifestKey(this.#base, name)));
  }
}
