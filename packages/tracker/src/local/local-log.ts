import { join } from "node:path";
import type { ApplicationModel, ChildModel } from "@burrjs/protocol";
import { timeText } from "../record/clock.ts";
import type { AppLog } from "../sink.ts";
import { type AppDescription, AppFiles } from "./app-files.ts";
import { BlobFiles } from "./blob-files.ts";
import { LogEnd } from "./log-end.ts";
import { codeOf } from "./small-files.ts";
import type { WaitingRoom } from "./waiting-room.ts";

/** Lines that wait are written at once from this length on. */
const batchLength = 64 * 1024;

/** What a log needs from those who own it. */
export interface LogOwner {
  readonly flushMs: number;
  readonly writesLost: boolean;
  /** For lines that wait, and for large values. */
  readonly lineRoom: WaitingRoom;
  readonly blobRoom: WaitingRoom;
  /** There is something to write. */
  schedule(log: LocalLog): void;
  /** Writing has failed, and is tried again later. */
  failed(log: LocalLog, error: unknown): void;
  succeeded(log: LocalLog): void;
  /** What could not be written is lost, and is not tried again. */
  gaveUp(log: LocalLog): void;
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
    this.#blobs = new BlobFiles(join(folder, "blobs"), owner.blobRoom);
  }

  /** Whether there is something that could not be written. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  write(line: string): void {
    if (!this.#hasRoom(line.length)) {
      this.#lost += 1;
      this.breaks += 1;
      return;
    }
    if (this.#lost > 0) this.#tellLost();
    this.#push(line);
    this.#owner.schedule(this);
    if (this.#isFailing) return;
    // Without a turn of the event loop no timer comes.
    if (this.#length >= batchLength || performance.now() - this.#sinceMs >= this.#owner.flushMs) this.flushNow();
  }

  writeBlob(hash: string, bytes: Uint8Array): void {
    const hasRoom = this.#blobs.hasRoom(bytes.length);
    if (!hasRoom && this.#isFailing) {
      this.#lost += 1; // the line that refers to it says at least how it begins
      return;
    }
    this.#blobs.add(hash, bytes);
    if (!hasRoom) this.#try(() => this.#writeBlobs());
  }

  writeGraph(graph: ApplicationModel): void {
    const write = this.#files.changeGraph(graph);
    if (write !== undefined) this.#try(write);
  }

  /** Notes a child of this application. */
  addChild(child: ChildModel): void {
    const text = JSON.stringify(child);
    if (this.#isFailing && !this.#owner.lineRoom.has(text.length)) {
      this.#lost += 1;
      return;
    }
    this.#files.addChild(text);
    this.#owner.lineRoom.take(text.length);
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
    const owner = this.#owner;
    try {
      write();
      this.#isFailing = false;
      if (this.#isWaiting) owner.schedule(this);
      else owner.succeeded(this);
      if (this.#lost > 0) this.#tellLost();
    } catch (error) {
      const isFirst = !this.#isFailing;
      this.#isFailing = true;
      this.#lostReason = codeOf(error) ?? (error instanceof Error ? error.name : "error");
      owner.failed(this, error);
      // Others wait already, and there is no room for this one as well.
      if (isFirst && (owner.lineRoom.isOver || owner.blobRoom.isOver)) this.#giveUp();
    }
  }

  #giveUp(): void {
    this.#owner.lineRoom.leave(this.#length + this.#files.childrenLength);
    this.#lost += this.#files.dropChildren() + this.#blobs.drop();
    for (const line of this.#lines) this.#lost += recordsIn(line);
    if (this.#lines.length > 0) this.breaks += 1;
    this.#lines = [];
    this.#length = 0;
    this.#isFailing = false;
    this.#owner.gaveUp(this);
  }

  #push(line: string): void {
    if (this.#length === 0) this.#sinceMs = performance.now();
    this.#lines.push(line);
    this.#length += line.length + 1;
    this.#owner.lineRoom.take(line.length + 1);
  }

  #write(): void {
    const { lineRoom } = this.#owner;
    const { childrenLength } = this.#files;
    this.#files.writeChildren();
    lineRoom.leave(childrenLength);
    if (this.#lines.length === 0) return;
    this.#writeBlobs();
    const bytes = Buffer.from(`${this.#lines.join("\n")}\n`);
    try {
      if (!this.#end.append(bytes, () => this.#mark())) this.breaks += 1;
      lineRoom.leave(this.#length);
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

  /**
   * Others have written, or the file is another one: where the lines that wait tell a change of the state, nobody knows of what. Readers
   * must not take it for a change of what the others have left.
   */
  #mark(): string {
    const first = this.#lines.find((line) => /^\{"type":"(?:end_entry|run)".*"state":/.test(line));
    if (!this.#owner.writesLost || first?.includes('"form":"patch"') !== true) return "";
    const reason = "others have written to this log";
    return `${JSON.stringify({ type: "lost", t: timeText(Date.now()), records: 0, reason })}\n`;
  }

  /** After a write that came to less than all: lines that are in the file as a whole are not written again. */
  #dropWritten(bytes: Uint8Array, written: number): void {
    let whole = 0;
    for (const byte of bytes.subarray(0, written)) if (byte === 10) whole += 1;
    for (const line of this.#lines.splice(0, whole)) {
      this.#length -= line.length + 1;
      this.#owner.lineRoom.leave(line.length + 1);
    }
  }

  /** Once a line is lost, so are those behind it, until there is room: the end of a step is nothing without its beginning. */
  #hasRoom(length: number): boolean {
    if (this.#lost === 0 && this.#owner.lineRoom.has(length)) return true;
    if (!this.#isFailing) this.flushNow();
    return !this.#isFailing;
  }

  #tellLost(): void {
    const records = this.#lost;
    this.#lost = 0;
    if (!this.#owner.writesLost) return;
    const time = timeText(Date.now());
    this.#push(JSON.stringify({ type: "lost", t: time, records, reason: this.#lostReason }));
    this.#owner.schedule(this);
  }
}

/** How many records a line stands for. */
function recordsIn(line: string): number {
  if (!line.startsWith('{"type":"lost"')) return 1;
  const { records } = JSON.parse(line) as { readonly records: number }; // we have written it
  return records;
}
