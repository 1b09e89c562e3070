import { type StepRow, visibleLine, visibleText } from "@burrjs/protocol";
import type { RunChange } from "@burrjs/server/store";
import type { Cli } from "../cli.ts";
import { chunkText } from "../logs/streamed-text.ts";
import { stepLine } from "./step-lines.ts";

/** What is printed of a run that goes on. */
export interface StepPrinterOptions {
  /** Whether to print what steps stream. */
  readonly chunks: boolean;
  /** As lines of JSON. */
  readonly json?: boolean;
}

/** Prints steps as they come: what they stream in one go, then how they ended. */
export class StepPrinter {
  readonly #cli: Cli;
  readonly #showsChunks: boolean;
  readonly #isJson: boolean;
  /** How each step was printed last, so that nothing is said twice. */
  readonly #told = new Map<number, string>();
  readonly #actions = new Map<number, string>();
  #open: number | undefined;
  #isInLine = false;
  #owesBreak = false;

  constructor(cli: Cli, { chunks, json = false }: StepPrinterOptions) {
    this.#cli = cli;
    this.#showsChunks = chunks;
    this.#isJson = json;
  }

  /** Forgets what was told. */
  begin(message: string): void {
    this.end();
    this.#cli.note(message);
    this.#told.clear();
  }

  /** Steps that were there before. */
  steps(steps: readonly StepRow[]): void {
    for (const step of steps) {
      if (this.#isJson) this.#cli.printJsonLine({ type: "step", ...step });
      else this.step(step);
    }
  }

  /** What has changed: step by step, in the order of the log. */
  change({ steps, chunks, header }: RunChange): void {
    const isOver = new Set([...this.#told].filter(([, told]) => !told.includes(" running ")).map(([id]) => id));
    const streamed = new Map<number, unknown[]>();
    for (const { sequence_id: id, items } of chunks) {
      if (this.#showsChunks && !isOver.has(id)) streamed.set(id, [...(streamed.get(id) ?? []), ...items]);
    }
    const stream = (id: number): void => {
      this.#stream(id, streamed.get(id) ?? []);
      streamed.delete(id);
    };
    const changed = new Set(steps.map((step) => step.sequence_id));
    for (const id of streamed.keys()) if (!changed.has(id)) stream(id);
    for (const step of steps.toSorted((one, other) => one.n - other.n)) {
      if (step.status === "running") this.step(step);
      stream(step.sequence_id);
      if (step.status !== "running") this.step(step);
    }
    if (header.status !== "running") this.end();
  }

  step(step: StepRow): void {
    const { style, width } = this.#cli;
    const told = `${step.repeat} ${step.status} ${step.attempt}`;
    if (this.#told.get(step.sequence_id) === told) return;
    this.#told.set(step.sequence_id, told);
    this.#actions.set(step.sequence_id, step.action);
    this.end();
    this.#cli.print(...stepLine(step, { style, width, nameWidth: 24 }).split("\n"));
  }

  /** Ends the line that chunks stand in. */
  end(): void {
    if (this.#isInLine) this.#cli.print("");
    this.#isInLine = false;
    this.#owesBreak = false;
    this.#open = undefined;
  }

  #stream(id: number, items: readonly unknown[]): void {
    const { style } = this.#cli;
    if (items.length === 0) return;
    if (this.#open !== id) {
      this.end();
      this.#cli.write(style.dim(`      │ ${visibleLine(this.#actions.get(id) ?? `step ${id}`)}: `));
      this.#open = id;
    }
    const streamed = `${this.#owesBreak ? "\n" : ""}${visibleText(items.map(chunkText).join(""))}`;
    // A break at the end waits for what comes behind it.
    this.#owesBreak = streamed.endsWith("\n");
    const text = this.#owesBreak ? streamed.slice(0, -1) : streamed;
    this.#cli.write(text.replaceAll("\n", `\n${style.dim("      │ ")}`));
    this.#isInLine = true;
  }
}
