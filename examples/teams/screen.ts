import { styleText } from "node:util";
import type { Work, WorkTree } from "./work-tree.ts";

/** Where the work is shown; `process.stdout` is such a place. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Some terminals say 0 when they do not know. */
  readonly columns?: number;
  readonly rows?: number;
}

const marks = {
  working: styleText("yellow", "●"),
  done: styleText("green", "✓"),
  failed: styleText("red", "✗"),
  stopped: styleText("dim", "–"),
} as const satisfies Record<Work["status"], string>;

/** How wide the names are, with what they are indented by. */
const nameWidth = 16;

/** Shows who works on what. In a terminal it is drawn anew whenever something happens, elsewhere once, at the end. */
export class Screen {
  readonly #output: Output;
  readonly #tree: WorkTree;
  #shownLines = 0;

  constructor(output: Output, tree: WorkTree) {
    this.#output = output;
    this.#tree = tree;
  }

  /** Shows how things stand. */
  refresh(): void {
    // What has left a terminal at the top cannot be drawn over.
    if (this.#output.isTTY === true) this.#show((this.#output.rows || 24) - 1);
  }

  /** Shows how things have ended. */
  end(): void {
    this.#tree.end();
    this.#show(Number.POSITIVE_INFINITY);
  }

  #show(rows: number): void {
    const lines = linesOf(this.#tree.root, this.#output.columns || 100).slice(-rows);
    const back = this.#shownLines === 0 ? "" : `\u001B[${this.#shownLines}A\u001B[0J`; // up to the first line, and clear
    this.#output.write(`${back}${lines.map((line) => `${line}\n`).join("")}`);
    this.#shownLines = lines.length;
  }
}

/** The parts of a work, a line each. */
function linesOf({ parts }: Work, columns: number, indent = ""): string[] {
  return parts.flatMap((part) => {
    const { name, status, said, attempt } = part;
    const label = `${indent}${marks[status]} ${name.padEnd(nameWidth - indent.length)}`;
    const note = `${attempt > 1 ? `(try ${attempt}) ` : ""}${said.trim().replaceAll(/\s+/g, " ")}`;
    const room = columns - nameWidth - 3;
    const line =
      part.parts.length > 0 ? label : `${label} ${note.length > room ? `${note.slice(0, room - 1)}…` : note}`;
    return [line.trimEnd(), ...linesOf(part, columns, `${indent}  `)];
  });
}
