import { type Progress, startProgress } from "./terminal/progress.ts";
import { makeStyle, type Style, wantsColor } from "./terminal/style.ts";
import { visibleJson } from "@burrjs/protocol";
import { visibleOutput } from "./terminal/visible-output.ts";

/** What text is written to. */
export interface TextSink {
  write(text: string): unknown;
}

/** The world around the command. */
export interface CliOptions {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person looks at `stdout`. */
  readonly isTerminal: boolean;
  /** Whether a person looks at `stderr`: progress is shown there. Default: `false`. */
  readonly isErrorTerminal?: boolean;
  /** The width of the terminal. Default: what `COLUMNS` says, or 80. */
  readonly columns?: number;
  /** What relative paths start from. Default: that of the process. */
  readonly cwd?: string;
  /** Milliseconds since 1970. Default: `Date.now`. */
  readonly now?: () => number;
  /** Ends commands that go on for ever: `burr tail`, `burr ui`. */
  readonly signal?: AbortSignal;
  /** Opens an address for a person to look at. Default: in the browser. */
  readonly openBrowser?: (url: string) => Promise<unknown>;
}

/** What a command writes with, and what it knows of the world. */
export class Cli {
  readonly env: CliOptions["env"];
  readonly cwd: string;
  readonly now: () => number;
  readonly signal: AbortSignal;
  readonly openBrowser: (url: string) => Promise<unknown>;
  /** The columns of the terminal; `undefined` where no terminal limits them. */
  readonly width: number | undefined;
  /** 1 says that the answer is no. */
  exitCode: 0 | 1 = 0;
  readonly #options: CliOptions;
  #style: Style;
  #errorStyle: Style;

  constructor(options: CliOptions) {
    const { env, isTerminal, columns = Number(env["COLUMNS"]), cwd = process.cwd(), now = Date.now } = options;
    this.#options = options;
    this.env = env;
    this.cwd = cwd;
    this.now = now;
    this.signal = options.signal ?? new AbortController().signal;
    this.openBrowser = options.openBrowser ?? openInBrowser;
    this.width = isTerminal ? (columns > 20 ? columns : 80) : undefined;
    this.#style = makeStyle(wantsColor({ env, isTerminal }));
    this.#errorStyle = makeStyle(wantsColor({ env, isTerminal: options.isErrorTerminal === true }));
  }

  /** The colours of standard output. */
  get style(): Style {
    return this.#style;
  }

  /** The colours of standard error. */
  get errorStyle(): Style {
    return this.#errorStyle;
  }

  get isTerminal(): boolean {
    return this.#options.isTerminal;
  }

  /** What `--color` or `--no-color` says. */
  setColor(option: boolean | undefined): void {
    const { env, isTerminal, isErrorTerminal = false } = this.#options;
    this.#style = makeStyle(wantsColor({ env, isTerminal, option }));
    this.#errorStyle = makeStyle(wantsColor({ env, isTerminal: isErrorTerminal, option }));
  }

  /** Writes to standard output. What would drive a terminal is marked, but for colours. */
  write(text: string): void {
    this.#options.stdout.write(visibleOutput(text));
  }

  /** Writes to standard output exactly this, for other programs: not where a person looks. */
  writeRaw(text: string): void {
    if (this.isTerminal) this.write(text);
    else this.#options.stdout.write(text);
  }

  /** Writes lines to standard output. */
  print(...lines: readonly string[]): void {
    for (const line of lines) this.write(`${line}\n`);
  }

  /** Writes a value as JSON to standard output. */
  printJson(value: unknown): void {
    this.print(visibleJson(JSON.stringify(value, null, 2)));
  }

  /** Writes a value as one line of JSON to standard output. */
  printJsonLine(value: unknown): void {
    this.print(visibleJson(JSON.stringify(value)));
  }

  /** Tells people something that is no part of the answer. */
  note(...lines: readonly string[]): void {
    for (const line of lines) this.#options.stderr.write(`${visibleOutput(line)}\n`);
  }

  /** Shows how far long work has got, where somebody looks. */
  async progress(title: string, total: number): Promise<Progress> {
    const { stderr, isErrorTerminal = false } = this.#options;
    return await startProgress({ stderr, isTerminal: isErrorTerminal }, title, total);
  }
}

async function openInBrowser(url: string): Promise<void> {
  const { default: open } = await import("open");
  await open(url);
}
