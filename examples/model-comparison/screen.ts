import type { Board } from "./board.ts";
import { picture } from "./picture.ts";

/** Where the answers are shown; `process.stdout` is such a place. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** How wide and high it is where nobody says: in a pipe all can be shown. */
const usualColumns = 100;

/** Shows all answers side by side while they grow. In a pipe it shows them once, at the end. */
export class Screen {
  readonly #output: Output;
  readonly #board: Board;
  #shownLines = 0;

  constructor(output: Output, board: Board) {
    this.#output = output;
    this.#board = board;
  }

  /** Shows how things stand now. */
  refresh(): void {
    if (this.#output.isTTY === true) this.#show(this.#output.rows ?? 24);
  }

  /** Shows how things have ended. */
  end(): void {
    this.#show(Number.POSITIVE_INFINITY);
  }

  #show(rows: number): void {
    const lines = picture(this.#board.cells, { columns: this.#output.columns ?? usualColumns, rows });
    const back = this.#shownLines === 0 ? "" : `\u001B[${this.#shownLines}A\u001B[0J`; // up to the first line, and clear
    this.#output.write(`${back}${lines.join("\n")}\n`);
    this.#shownLines = lines.length;
  }
}
