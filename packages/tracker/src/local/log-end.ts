import { closeSync, constants, fchmodSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { writeAll } from "./small-files.ts";

/** The end of a `log.jsonl` to which this process, and perhaps others, add lines. */
export class LogEnd {
  readonly #path: string;
  /** How long the file was after this process has written to it last; before that, unknown. */
  #sizeBytes: number | undefined;
  /** Whether the file is known to end with a line break. */
  #isClean = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Whether this process was the last to write, as far as it has written at all. Looks at the file. */
  isOurs(): boolean {
    if (this.#sizeBytes === undefined) return true;
    return statSync(this.#path, { throwIfNoEntry: false })?.size === this.#sizeBytes;
  }

  /**
   * Adds lines, each of which ends with a line break, by one write, so that those of other processes come before or after. `mark`
   * gives a line to put before them when others have written.
   *
   * @returns Whether the file was as this process had left it. Throws when not all of it could be written, with `written`.
   */
  append(lines: Uint8Array, mark: () => string = () => ""): boolean {
    const file = openSync(this.#path, constants.O_APPEND | constants.O_CREAT | constants.O_RDWR, 0o600);
    let extra = 0;
    try {
      const stat = fstatSync(file);
      if (stat.isFile() && stat.size === 0 && (stat.mode & 0o777) !== 0o600) fchmodSync(file, 0o600);
      const isOurs = this.#sizeBytes === undefined || this.#sizeBytes === stat.size;
      const needsBreak =
        !(this.#isClean && isOurs) && stat.isFile() && stat.size > 0 && !endsWithBreak(file, stat.size);
      const before = Buffer.from(`${needsBreak ? "\n" : ""}${isOurs ? "" : mark()}`);
      const bytes = before.length > 0 ? Buffer.concat([before, lines]) : lines;
      extra = before.length;
      this.#isClean = false;
      writeAll(file, bytes);
      this.#isClean = true;
      this.#sizeBytes = stat.size + bytes.length;
      return isOurs;
    } catch (error) {
      const written = Number(Reflect.get(Object(error), "written") ?? 0);
      this.#sizeBytes = undefined;
      throw Object.assign(Object(error) as Error, { written: Math.max(0, written - extra) });
    } finally {
      closeSync(file);
    }
  }
}

function endsWithBreak(file: number, sizeBytes: number): boolean {
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, sizeBytes - 1);
  return last[0] === 10;
}
