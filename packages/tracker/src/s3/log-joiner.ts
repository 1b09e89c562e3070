import { arrangeParts } from "./arrange-parts.ts";
import { eachAtOnce } from "./at-once.ts";
import type { Bucket } from "./bucket.ts";
import { lateDigest } from "./log-generation.ts";
import { collected, partsIn } from "./part-listing.ts";
import { randomId } from "../machine/random-id.ts";
import { type Manifest, manifestFolder, manifestKey, manifestText, nameOfManifest, parseManifest } from "./manifest.ts";
import { type Joined, joinedName, type Part } from "./part-name.ts";

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
    const listed = await this.#listed();
    const { parts, leftover } = await arrangeParts(listed, (name) => this.#manifest(name));
    await this.#deleteAll(leftover.filter((part) => part.modifiedAtMs < before)); // of one that was stopped in the middle
    await this.#deleteManifests(new Set(listed.map(({ name }) => name)), before);
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
    const name = joinedName({ firstStem: first.firstStem, stem: last.stem }, joined, randomId(4));
    const names = await this.#namesOf(group);
    // Until the manifest says that it stays, the originals count; they go last: who looks in between sees one of the two, whole.
    await this.#putManifest(name, { names, isPending: true });
    await this.#bucket.put(`${this.#base}log/${name}`, bytes);
    if (this.#isLate() || (await this.#isContested(name, names))) {
      await this.#bucket.delete(`${this.#base}log/${name}`);
      return;
    }
    await this.#putManifest(name, { names, isPending: false });
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
      if (joined !== undefined) names.push(...((await this.#manifest(name))?.names ?? []));
    }
    return names;
  }

  /** Whether another process joins some of the same parts. It may see this one as well: so whoever sees the other gives way. */
  async #isContested(name: string, names: readonly string[]): Promise<boolean> {
    for (const other of await this.#listed()) {
      if (other.joined === undefined || other.name === name || names.includes(other.name)) continue;
      const others = (await this.#manifest(other.name))?.names ?? [];
      if (others.some((one) => names.includes(one))) return true;
    }
    return false;
  }

  async #deleteAll(parts: readonly Part[]): Promise<void> {
    await eachAtOnce(parts, async ({ key }) => {
      if (this.#isLate()) return;
      await this.#bucket.delete(key);
      this.#deleted += 1;
    });
  }

  /** Manifests go long after their parts: whoever has listed a part asks for its manifest. */
  async #deleteManifests(listed: ReadonlySet<string>, before: number): Promise<void> {
    const manifests = await collected(this.#bucket.list(manifestFolder(this.#base)));
    const old = manifests.filter(({ modifiedAtMs }) => modifiedAtMs < before);
    await eachAtOnce(old, async ({ key }) => {
      if (this.#isLate() || listed.has(nameOfManifest(this.#base, key))) return;
      await this.#bucket.delete(key);
    });
  }

  /** Whoever slept for long may have been taken for stopped. */
  #isLate(): boolean {
    return this.#now() > this.#untilMs;
  }

  async #listed(): Promise<readonly Part[]> {
    const folder = `${this.#base}log/`;
    return partsIn(folder, await collected(this.#bucket.list(folder)));
  }

  async #putManifest(name: string, manifest: Manifest): Promise<void> {
    await this.#bucket.put(manifestKey(this.#base, name), manifestText(manifest));
  }

  async #manifest(name: string): Promise<Manifest | undefined> {
    return parseManifest(await this.#bucket.get(manifestKey(this.#base, name)));
  }
}
