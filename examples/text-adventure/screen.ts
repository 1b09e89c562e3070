/** What the game writes to. */
export interface ScreenOutput {
  write(text: string): unknown;
  readonly columns?: number;
}

const widestColumns = 76;

/** Writes text that comes word by word, and breaks lines between words. */
export class Screen {
  readonly #output: ScreenOutput;
  #column = 0;

  constructor(output: ScreenOutput) {
    this.#output = output;
  }

  /** Writes a word, with the white space in front of it. */
  word(text: string): void {
    const width = Math.min(this.#output.columns ?? widestColumns, widestColumns);
    const word = text.trimStart();
    const space = text.slice(0, text.length - word.length);
    const isBroken = space.includes("\n");
    const isTooLong = !isBroken && this.#column > 0 && this.#column + text.length > width;
    this.#output.write(isTooLong ? `\n${word}` : text);
    this.#column = isBroken || isTooLong ? word.length : this.#column + text.length;
  }

  /** Writes a paragraph. */
  say(text: string): void {
    for (const word of text.match(/\s*\S+/g) ?? []) this.word(word);
    this.endParagraph();
  }

  /** Ends what was written so far, and leaves a line free. */
  endParagraph(): void {
    if (this.#column > 0) this.#output.write("\n\n");
    this.#column = 0;
  }
}
