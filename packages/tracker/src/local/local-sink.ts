import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { ApplicationModel, ChildModel, MetadataModel } from "@burrjs/protocol";
import type { LogFormat } from "../record/app-lines.ts";
import type { AppLog, LogPlace, LogSink } from "../sink.ts";
import { flushAtExit, forget } from "./exit-flush.ts";
import { folderName } from "./folder-name.ts";
import { LocalLog, type LogOwner } from "./local-log.ts";
import { WaitingRoom } from "./waiting-room.ts";
import { WeakValues } from "./weak-values.ts";

/** While writing fails, it is tried again so often. */
const retryMs = 1000;

/** So much waits while logs cannot be written: of lines, and of large values. */
const mostLines = 8 * 1024 * 1024;
const mostBlobBytes = 16 * 1024 * 1024;

/** Where logs are written, and how. */
export interface LocalSinkOptions {
  /** The folder of all projects. Default: the environment's `BURR_DIR`, else `~/.burr`. */
  readonly dir?: string;
  /** How long a record waits for others at most, in milliseconds. Default: 50. */
  readonly flushMs?: number;
  /** Told once when logs cannot be written; again only after they could. Default: `console.warn`. */
  readonly onError?: (error: unknown) => void;
  readonly format?: LogFormat;
}

/** A sink that can be emptied. */
export interface LocalSink extends LogSink {
  /** Writes what waits, now. */
  flushNow(): void;
}

/** The folder of all projects, if none is given. */
export function defaultDir(): string {
  const given = process.env["BURR_DIR"];
  return given === undefined || given === "" ? join(homedir(), ".burr") : given;
}

/** Writes logs to local files. */
export function localSink(options: LocalSinkOptions = {}): LocalSink {
  return new Folders(options);
}

class Folders implements LocalSink, LogOwner {
  readonly flushMs: number;
  readonly writesLost: boolean;
  readonly lineRoom = new WaitingRoom(mostLines);
  readonly blobRoom = new WaitingRoom(mostBlobBytes);
  readonly #dir: string;
  readonly #format: LogFormat;
  readonly #onError: (error: unknown) => void;
  /** The logs that are open, by folder: two applications of one id write to one. */
  readonly #logs = new WeakValues<LocalLog>();
  /** Those that have something to write. */
  readonly #waiting = new Set<LocalLog>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #hasTold = false;

  readonly #tick = (): void => {
    this.#timer = undefined;
    for (const log of this.#waiting) if (!log.isFailing) log.flushNow();
  };

  readonly #again = (): void => {
    this.#retry = undefined;
    for (const log of this.#waiting) if (log.isFailing) log.flushNow();
  };

  constructor({ dir = defaultDir(), flushMs = 50, onError = warn, format = "burrjs" }: LocalSinkOptions) {
    this.#dir = dir;
    this.flushMs = flushMs;
    this.#onError = onError;
    this.#format = format;
    this.writesLost = format !== "python";
  }

  open(place: LogPlace, files: { readonly metadata: MetadataModel; readonly graph: ApplicationModel }): AppLog {
    const log = this.#logAt(this.#folderOf(place));
    log.describe(files);
    return log;
  }

  addChild(parent: LogPlace, child: ChildModel): void {
    const { app_id: appId, partition_key: partitionKey } = child.child;
    const own = this.#folderOf({ project: parent.project, appId, partitionKey });
    // It was noted when it was made; now it is made again, to be gone on with.
    if (existsSync(join(own, "metadata.json"))) return;
    this.#logAt(this.#folderOf(parent)).addChild(child);
  }

  schedule(log: LocalLog): void {
    if (this.#waiting.size === 0) flushAtExit(this);
    if (!this.#waiting.has(log)) {
      takeTurn(log);
      this.#waiting.add(log);
    }
    if (log.isFailing) {
      if (this.#retry === undefined) this.#retry = setTimeout(this.#again, retryMs).unref();
    } else if (this.#timer === undefined) this.#timer = setTimeout(this.#tick, this.flushMs).unref();
  }

  failed(log: LocalLog, error: unknown): void {
    this.schedule(log);
    if (this.#hasTold) return;
    this.#hasTold = true;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Logs cannot be written to ${this.#dir} (${reason}). Runs go on; what does not fit into memory is lost, and the log will say so.`;
    try {
      this.#onError(new Error(message, { cause: error }));
    } catch {
      // Whoever is told of failures has failed: the run must not suffer.
    }
  }

  succeeded(log: LocalLog): void {
    this.#waiting.delete(log);
    if (this.#waiting.size > 0) return;
    this.#hasTold = false;
    forget(this);
  }

  gaveUp(log: LocalLog): void {
    this.#waiting.delete(log);
    if (this.#waiting.size === 0) forget(this);
  }

  flushNow(): void {
    for (const log of this.#waiting) log.flushNow();
  }

  #folderOf({ project, ...app }: LogPlace): string {
    return join(this.#dir, project, folderName(app, this.#format));
  }

  #logAt(folder: string): LocalLog {
    const known = this.#logs.get(folder);
    if (known !== undefined) return known;
    const log = new LocalLog(folder, this);
    this.#logs.set(folder, log);
    return log;
  }
}

/** By folder, the log of this process that has written last. Each tracker has its own. */
const lastWriters = new WeakValues<LocalLog>();

/** A log is about to write. What another one has to write comes before it, and what that writes next comes after something else. */
function takeTurn(log: LocalLog): void {
  const other = lastWriters.get(log.folder);
  if (other === log) return;
  if (other !== undefined) other.giveWay();
  lastWriters.set(log.folder, log);
}

function warn(error: unknown): void {
  console.warn(error instanceof Error ? error.message : error);
}
