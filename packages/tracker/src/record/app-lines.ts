import { type LoggedError, type Timestamp } from "@burrjs/protocol";
import type { ValueCodec } from "@burrjs/core/persist";
import type { CodeVersion } from "../machine/code-version.ts";
import type { AppLog } from "../sink.ts";
import { Redactions, type RedactRules } from "../values/redact.ts";
import { omitted } from "../values/tags.ts";
import { ValueText } from "../values/value-text.ts";
import { type Clocks, timeText } from "./clock.ts";
import { errorText, loggedError } from "./error-text.ts";

/** The form of a log: ours, or one that Burr for Python reads. */
export type LogFormat = "burrjs" | "python";

/** What all logs of a recorder have in common. */
export interface LogStyle {
  readonly codec: ValueCodec;
  readonly rules: RedactRules;
  readonly clocks: Clocks;
  readonly format: LogFormat;
  /** Of the items of a step's streams. */
  readonly maxChunkBytes: number;
  /** Which version of the code runs; `undefined`: it is looked up, `false`: it is not told. */
  readonly code: CodeVersion | false | undefined;
}

/** The log of one application, as those see it who write records. */
export class AppLines {
  readonly log: AppLog;
  readonly style: LogStyle;
  readonly texts: ValueText;
  readonly isPython: boolean;
  readonly #redactions: Redactions;
  readonly #startedMs: number;

  constructor(log: AppLog, style: LogStyle) {
    this.log = log;
    this.style = style;
    this.isPython = style.format === "python";
    this.#redactions = new Redactions(style.rules);
    this.#startedMs = style.clocks.monotonic();
    const write = (hash: string, bytes: Uint8Array): void => log.writeBlob(hash, bytes);
    this.texts = new ValueText({
      codec: style.codec,
      redactions: this.#redactions,
      ...(this.isPython ? {} : { writeBlob: write }),
    });
  }

  /** The time as JSON text. */
  time(): Timestamp {
    return `"${timeText(this.style.clocks.now())}"`;
  }

  /** The last field of a record: how long this log is being written, in microseconds. */
  offset(): string {
    if (this.isPython) return "";
    return `,"m":${Math.round((this.style.clocks.monotonic() - this.#startedMs) * 1000)}`;
  }

  /** The text of one value of a record of values, whose getters may throw. */
  member(values: Readonly<Record<string, unknown>>, key: string, root: string): string {
    let value: unknown;
    try {
      value = values[key];
    } catch {
      return JSON.stringify(omitted("cannot be read"));
    }
    return this.texts.whole(value, [root, key]);
  }

  /** The message of an error without what is hidden. */
  clean(text: string): string {
    return this.#redactions.cleanError(text, "message");
  }

  /** An error in short, as JSON text. */
  error(error: unknown): string {
    const redactions = this.#redactions;
    const { name, message, code }: LoggedError = loggedError(error, this.#shown);
    const clean = { name: redactions.clean(name), message: redactions.cleanError(message, "message") };
    return JSON.stringify(code === undefined ? clean : { ...clean, code: redactions.clean(code) });
  }

  /** What an error says, as JSON text. */
  message(error: unknown): string {
    return JSON.stringify(this.#redactions.cleanError(loggedError(error, this.#shown).message, "message"));
  }

  /** An error with its stack, as JSON text. */
  exception(error: unknown): string {
    return JSON.stringify(this.#redactions.cleanError(errorText(error, this.#shown), "stack"));
  }

  /** Something that was thrown, and is neither an error nor text. */
  readonly #shown = (value: unknown): string => this.texts.inline(value, ["error"]);

  /** Writes a record: the text of it, in braces. */
  write(line: string): void {
    this.log.write(line);
  }
}
