import { join } from "node:path";
import type { ApplicationModel, ChildModel } from "@burrjs/protocol";
import { timeText } from "../record/clock.ts";
import type { AppLog } from "../sink.ts";
import { type AppDescription, AppFiles } from "./app-files.ts";
import { BlobFiles } from "./blob-files.ts";
import { LogEnd } from "./log-end.ts";
import { codeOf } from "./small-files.ts";

/** Lines that wait are written at once from this length on; and at most so many wait while they cannot be written. */
const batchLength = 64 * 1024;
const mostWaiting = 8 * 1024 * 1024;

/** What a log needs from those who own it. */
export interface LogOwner {
  readonly flushMs: number;
  readonly writesLost: boolean;
  /** There is something to write. */
  schedule(log: LocalLog): void;
  /** Writing has failed, and is tried again later. */
  failed(log: LocalLog, error: unknown): void;
  succeeded(log: LocalLog): void;
}

/** The log of one application in its folder. */
export class LocalLog implements AppLog {
  readonly folder: string;
  breaks = 0;
  readonly #owner: LogOwner;
  readonly #end: LogEnd;
  readonly #blobs: BlobFiles;
  readonly #files: AppFiles;
  #lines: string[] = [];
  #length = 0;
  #sinceMs = 0;
  #lost = 0;
  #lostReason = "";
  #isFailing = false;

  constructor(folder: string, owner: LogOwner) {
    this.folder = folder;
    this.#owner = owner;
    this.#files = new AppFiles(folder);
    this.#end = new LogEnd(join(folder, "log.jsonl"));
    this.#blobs = new BlobFiles(join(folder, "blobs"));
  }

  /** Whether there is something that could not be written. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  write(line: string): void {
    // Once a line is lost, so are those behind it, until there is room: the end of a step is nothing without its beginning.
    if ((this.#lost > 0 || this.#length + line.length > mostWaiting) && !this.#makeRoom()) {
      this.#lost += 1;
      this.breaks += 1;
      return;
    }
    if (this.#length === 0) this.#sinceMs = performance.now();
    this.#lines.push(line);
    this.#length += line.length + 1;
    this.#owner.schedule(this);
    if (this.#isFailing) return;
    // Without a turn of the event loop no timer comes.
    if (this.#length >= batchLength || performance.now() - this.#sinceMs >= this.#owner.flushMs) this.flushNow();
  }

  writeBlob(hash: string, bytes: Uint8Array): void {
    if (!this.#blobs.hasRoom(bytes.length) && !this.#isFailing) this.#try(() => this.#writeBlobs());
    if (this.#blobs.hasRoom(bytes.length)) this.#blobs.add(hash, bytes);
    else this.#lost += 1; // the line that refers to it says at least how it begins
  }

  writeGraph(graph: ApplicationModel): void {
    const write = this.#files.changeGraph(graph);
    if (write !== undefined) this.#try(write);
  }

  /** Notes a child of this application. */
  addChild(child: ChildModel): void {
    this.#files.addChild(child);
    this.#owner.schedule(this);
  }

  /** Says what the files are, if they are not known yet. */
  describe(description: AppDescription): void {
    this.#files.describe(description);
  }

  beginRun(): void {
    let isOurs = true;
    try {
      isOurs = this.#end.isOurs();
    } catch {
      isOurs = false; // whatever it is, writing will tell
    }
    if (!isOurs) this.breaks += 1;
  }

  /** Others write to this log from here on. */
  giveWay(): void {
    this.breaks += 1;
    if (!this.#isFailing) this.flushNow();
  }

  flush(): Promise<void> {
    // A log that cannot be written is tried again in its time, and not at each failure of a step.
    if (!this.#isFailing) this.flushNow();
    return Promise.resolve();
  }

  release(): void {
    this.flushNow();
  }

  /** Writes all that waits. What cannot be written goes on waiting. Blobs wait for the lines that refer to them. */
  flushNow(): void {
    if (!this.#isWaiting) return;
    this.#try(() => {
      try {
        this.#write();
      } catch (error) {
        if (codeOf(error) !== "ENOENT") throw error;
        // Somebody has deleted the folder.
        this.#files.forget();
        this.#blobs.forget();
        if (this.#lines.length > 0) this.breaks += 1;
        this.#write();
      }
    });
  }

  get #isWaiting(): boolean {
    return this.#lines.length > 0 || this.#files.hasChildren;
  }

  #try(write: () => void): void {
    try {
      write();
      this.#isFailing = false;
      if (this.#isWaiting) this.#owner.schedule(this);
      else this.#owner.succeeded(this);
      if (this.#lost > 0) this.#tellLost();
    } catch (error) {
      this.#isFailing = true;
      this.#lostReason = codeOf(error) ?? (error instanceof Error ? error.name : "error");
      this.#owner.failed(this, error);
    }
  }

  #write(): void {
    this.#files.writeChildren();
    if (this.#lines.length === 0) return;
    this.#writeBlobs();
    const bytes = Buffer.from(`${this.#lines.join("\n")}\n`);
    try {
      if (!this.#end.append(bytes)) this.breaks += 1;
      this.#lines = [];
      this.#length = 0;
    } catch (error) {
      this.#dropWritten(bytes, Number(Reflect.get(Object(error), "written") ?? 0));
      throw error;
    }
  }

  #writeBlobs(): void {
    this.#files.make();
    this.#blobs.flushNow();
  }

  /** After a write that came to less than all: lines that are in the file as a whole are not written again. */
  #dropWritten(bytes: Uint8Array, written: number): void {
    let whole = 0;
    for (const byte of bytes.subarray(0, written)) if (byte === 10) whole += 1;
    for (const line of this.#lines.splice(0, whole)) this.#length -= line.length + 1;
  }

  #makeRoom(): boolean {
    if (this.#isFailing) return false;
    this.flushNow();
    return !this.#isFailing;
  }

  #tellLost(): void {
    const records = this.#lost;
    this.#lost = 0;
    if (!this.#owner.writesLost) return;
    const time = timeText(Date.now());
    this.write(JSON.stringify({ type: "lost", t: time, records, reason: this.#lostReason }));
  }
}
