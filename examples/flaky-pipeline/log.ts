import { styleText } from "node:util";
import type { HookEvent, Hooks } from "@burrjs/core";
import type { Flight } from "./client-data.ts";

/** What the log is written to: `process.stdout`, or a stream. Without a terminal there are no colours. */
export type LogOutput = NodeJS.WritableStream;

type Style = Parameters<typeof styleText>[0];

/** Tells what happens, a line each, behind the name of the action. */
export class Log {
  /** For the application: what happens in its steps. */
  readonly hooks: Hooks = {
    preRunStep: ({ action }) => void (this.#action = action),
    preRetryStep: ({ error, delayMs }) =>
      this.#step(`${messageOf(error)}; trying again in ${delayMs.toFixed(0)} ms`, "yellow"),
    postRunStep: (event) => this.#end(event),
    postTransition: ({ to, tried }) => {
      const taken = tried.at(-1);
      if (taken?.taken !== undefined) this.#step(`to ${to}: ${taken.condition}`, "yellow");
    },
  };
  readonly #output: LogOutput;
  /** The action whose step is under way. */
  #action = "";
  /** The one whose name was written last. */
  #named = "";
  #shown = 0;

  constructor(output: LogOutput) {
    this.#output = output;
  }

  /** A line that belongs to no step. */
  line(text = "", style: Style = "reset"): void {
    this.#named = "";
    this.#output.write(`${this.#styled(text, style)}\n`);
  }

  /** A flight that was found. */
  show({ number, departs, yen }: Flight): void {
    this.#shown += 1;
    this.#step(`· ${number}, ${departs}, ¥${yen.toLocaleString("en")}`, "dim");
  }

  /** What was shown since the step began does not count. */
  takeBack(): void {
    this.#step(`↩ the search is not whole: forget these ${this.#shown}`, "yellow");
    this.#shown = 0;
  }

  /** An API wants to be left alone. */
  waits(ms: number): void {
    this.#step(`429; waiting ${ms.toFixed(0)} ms, as asked`, "yellow");
  }

  #end({ status, result, role, exception, recovered }: HookEvent<"postRunStep">): void {
    this.#shown = 0;
    if (status === "failed" || status === "aborted") this.#step(messageOf(exception), "red");
    if (recovered !== undefined) this.#step(messageOf(recovered.error), "yellow");
    if (status === "completed") this.#step(role === "undo" ? "undone" : saidIn(result), "green");
  }

  #step(text: string, style: Style): void {
    const name = this.#named === this.#action ? "" : this.#action;
    this.#named = this.#action;
    this.#output.write(`${name.padEnd(14)} ${this.#styled(text, style)}\n`);
  }

  #styled(text: string, style: Style): string {
    return text === "" ? "" : styleText(style, text, { stream: this.#output });
  }
}

/** An error in a few words. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^Action "\w+" (.*) and was stopped\..*$/, "$1");
}

/** What an action says of what it has done. */
function saidIn(result: unknown): string {
  return typeof result === "object" && result !== null && "said" in result ? String(result.said) : "done";
}
