import { styleText } from "node:util";
import type { OpenSuspension } from "@burrjs/core";
import { fieldNames, withoutAccounts } from "./claim.ts";

/** What is written to: `process.stdout`, or a stream. Without a terminal there are no colours. */
export type ScreenOutput = NodeJS.WritableStream;

type Style = Parameters<typeof styleText>[0];

/** Shows the form as it fills. */
export class Screen {
  readonly #output: ScreenOutput;

  constructor(output: ScreenOutput) {
    this.#output = output;
  }

  line(text = "", style?: Style): void {
    this.#output.write(`${style === undefined ? text : styleText(style, text, { stream: this.#output })}\n`);
  }

  /** What was read where nobody types. */
  heard(line: string): void {
    this.line(`› ${withoutAccounts(line)}`);
  }

  /** A field that was taken. */
  taken(field: string, text: string): void {
    this.line(`  + ${field.padEnd(11)} ${text}`.trimEnd(), "green");
  }

  /** A field that was refused. */
  refused(field: string, issue: string): void {
    this.line(`  ! ${field.padEnd(11)} ${issue}`, "red");
  }

  /** What has to be answered. */
  open(suspensions: readonly OpenSuspension[]): void {
    const [first] = suspensions;
    if (first?.name === "review") {
      this.line("Please check:");
      for (const [field, text] of Object.entries(first.payload as object)) this.line(`    ${field.padEnd(11)} ${text}`);
      this.line('Is that right? Answer "yes", or say what has to be changed.');
      return;
    }
    const all = fieldNames.length;
    this.line(`${all - suspensions.length} of ${all} fields are there. Missing, to be answered in any order:`);
    for (const { name, payload } of suspensions) {
      const { question, issue } = payload as { readonly question: string; readonly issue: string | undefined };
      this.line(`  ? ${name.padEnd(11)} ${question}${issue === undefined ? "" : ` (${issue}.)`}`, "cyan");
    }
  }
}
