import { existsSync } from "node:fs";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { codeOf, draftOf, makeFolder, writeOnce } from "./small-files.ts";
import type { WaitingRoom } from "./waiting-room.ts";

const mostKnown = 4096;

/** The folder `blobs` of an application: large values, each under the hash of its bytes. */
export class BlobFiles {
  readonly #folder: string;
  readonly #waiting = new Map<string, Uint8Array>();
  readonly #room: WaitingRoom;
  /** Those that are surely there. */
  readonly #known = new Set<string>();

  /** `room`: for the bytes of those that wait. */
  constructor(folder: string, room: WaitingRoom) {
    this.#folder = folder;
    this.#room = room;
  }

  /** Whether there is room for so many bytes more. */
  hasRoom(bytes: number): boolean {
    return this.#room.isEmpty || this.#room.has(bytes);
  }

  /** Takes a blob. */
  add(hash: string, bytes: Uint8Array): void {
    if (this.#known.has(hash) || this.#waiting.has(hash)) return;
    this.#waiting.set(hash, bytes);
    this.#room.take(bytes.length);
    void this.#write(hash, bytes);
  }

  /** Writes what still waits: lines that refer to blobs come after them. Throws what the system says; then they wait on. */
  flushNow(): void {
    if (this.#waiting.size === 0) return;
    makeFolder(this.#folder);
    for (const [hash, bytes] of this.#waiting) {
      writeOnce(join(this.#folder, hash), bytes);
      this.#done(hash, bytes);
      this.#know(hash);
    }
  }

  /** Forgets those that wait. How many there were. */
  drop(): number {
    const count = this.#waiting.size;
    for (const [hash, bytes] of this.#waiting) this.#done(hash, bytes);
    return count;
  }

  /** The folder may be gone. */
  forget(): void {
    this.#known.clear();
  }

  /** In the background, if there is time before the lines that refer to it. */
  async #write(hash: string, bytes: Uint8Array): Promise<void> {
    const path = join(this.#folder, hash);
    const draft = draftOf(path);
    try {
      if (!existsSync(this.#folder)) return; // it is made together with the log
      if (!existsSync(path)) {
        await writeFile(draft, bytes, { flag: "wx", mode: 0o600 });
        await publish(draft, path);
      }
      this.#done(hash, bytes);
      this.#know(hash);
    } catch {
      // It still waits: when it is written in the foreground, errors are told.
    } finally {
      await rm(draft, { force: true }).catch(() => {}); // it is a copy of what is told of elsewhere
    }
  }

  #done(hash: string, bytes: Uint8Array): void {
    if (this.#waiting.delete(hash)) this.#room.leave(bytes.length);
  }

  #know(hash: string): void {
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.add(hash);
  }
}

async function publish(draft: string, path: string): Promise<void> {
  try {
    await link(draft, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") await rename(draft, path);
  }
}
