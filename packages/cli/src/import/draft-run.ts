import { appendFile, mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { archiveKey, type ArchiveLine } from "@burrjs/server/archive";
import { isThere } from "./copy-log.ts";

/** What is wrong with an archive: the rest of "Line 7 of …: ". */
export class BrokenArchive extends Error {}

/** What an archive says of a run at its beginning. */
export type RunLine = Extract<ArchiveLine, { kind: "run" }>;

/** A run of an archive while its lines are read: in a folder of its own, beside the logs. */
export class DraftRun {
  readonly ref: RunLine["ref"];
  readonly folder: string;
  readonly notes: unknown[] = [];
  readonly #log: string;
  readonly #writtenMs: number | null;
  #metadata: string | undefined;
  #lines = 0;
  /** Records that are not in its log yet. */
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;

  private constructor(folder: string, { ref, writtenMs }: RunLine) {
    this.ref = ref;
    this.folder = folder;
    this.#log = join(folder, "log.jsonl");
    this.#writtenMs = writtenMs;
  }

  /** Makes its folder. */
  static async begin(folder: string, line: RunLine): Promise<DraftRun> {
    await mkdir(join(folder, "blobs"), { recursive: true, mode: 0o700 });
    return new DraftRun(folder, line);
  }

  /** Adds what a line has. */
  async put(line: Exclude<ArchiveLine, { kind: "runs" | "run" | "end" }>): Promise<void> {
    this.#lines += 1;
    if (line.kind === "note") this.notes.push(line.note);
    else if (line.kind === "record") {
      this.#pending.push(line.bytes, lineBreak);
      this.#pendingBytes += line.bytes.length + 1;
      if (this.#pendingBytes >= writtenAtOnce) await this.#writeLog();
    } else {
      if (line.name === "metadata.json") this.#metadata = Buffer.from(line.bytes).toString();
      await writeFile(join(this.folder, line.name), line.bytes, { flag: "wx", mode: 0o600 }).catch(() => {
        throw new BrokenArchive(`the run has ${line.name} twice`);
      });
    }
  }

  /**
   * Ends it, and gives the name of its folder among the logs.
   *
   * @param lines - How many it should have.
   */
  async end(lines: number): Promise<string> {
    if (lines !== this.#lines)
      throw new BrokenArchive(`the run should have ${lines} lines and has ${this.#lines}: some are missing`);
    const key = archiveKey(this.ref, this.#metadata);
    if (key === undefined) throw new BrokenArchive("the run says of itself that it is another one");
    await this.#writeLog();
    const seconds = this.#writtenMs === null ? undefined : this.#writtenMs / 1000;
    if (seconds !== undefined && (await isThere(this.#log))) await utimes(this.#log, seconds, seconds);
    return key;
  }

  async #writeLog(): Promise<void> {
    if (this.#pending.length > 0) await appendFile(this.#log, Buffer.concat(this.#pending), { mode: 0o600 });
    this.#pending = [];
    this.#pendingBytes = 0;
  }
}

const writtenAtOnce = 1024 * 1024;
const lineBreak = Buffer.from("\n");
