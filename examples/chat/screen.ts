import { Writable } from "node:stream";
import { styleText } from "node:util";

const widest = 88;

/** What a screen writes to: `process.stdout`, or a stream. */
export type ScreenOutput = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Writes to a terminal: text that comes in pieces is broken between words. Elsewhere plain text, as it comes. */
export class Screen {
  /** Where the line editor echoes what is typed. */
  readonly echo: Writable;
  /** Off while an answer is written, so that keys do not get between its words. */
  showsKeys = true;
  readonly #output: ScreenOutput;
  #column = 0;

  constructor(output: ScreenOutput) {
    this.#output = output;
    this.echo = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (this.showsKeys) output.write(chunk);
        done();
      },
    });
    // The line editor wraps long questions by the width of what it writes to.
    Object.defineProperty(this.echo, "columns", { get: () => output.columns });
  }

  /** A piece of running text. */
  write(text: string): void {
    const { isTTY = false, columns = 0 } = this.#output;
    const width = isTTY ? Math.min(widest, columns > 0 ? columns : widest) : Number.POSITIVE_INFINITY;
    for (const piece of text.match(/\n|[^\S\n]+|\S+/g) ?? []) {
      if (piece !== "\n" && this.#column > 0 && this.#column + piece.length > width) this.endLine();
      this.#output.write(piece);
      this.#column = piece === "\n" ? 0 : this.#column + piece.length;
    }
  }

  /** Ends the line, unless that was done. */
  endLine(): void {
    if (this.#column > 0) this.#output.write("\n");
    this.#column = 0;
  }

  /** A line of lesser importance. */
  note(line: string): void {
    this.endLine();
    this.#output.write(`${line === "" ? "" : styleText("dim", line, { stream: this.#output })}\n`);
  }

  /** A line that tells of a failure. */
  complain(line: string): void {
    this.endLine();
    this.#output.write(`${styleText("red", line, { stream: this.#output })}\n`);
  }
}
