import { type Command, InvalidArgumentError } from "commander";
import { parseDuration } from "./terminal/quantities.ts";

/** What `--help` of a command shows besides its options. */
export interface CommandHelp {
  readonly description: string;
  /** What to type, and what comes of it. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  /** What the exit codes mean, where they mean more than that all is well. */
  readonly exits?: Readonly<Partial<Record<0 | 1 | 2 | 3, string>>>;
}

/** What holds for all commands: options of the program. */
export interface GlobalOptions {
  readonly dir?: string;
  readonly color?: boolean;
}

const standardExits = { 0: "done", 1: "not found", 2: "the call was wrong", 3: "data could not be read" };

/** Adds a command: `declareCommand(program, "show <run>", …)`. */
export function declareCommand(
  program: Command,
  usage: string,
  { description, examples, exits }: CommandHelp,
): Command {
  const widest = Math.max(...examples.map(([line]) => line.length));
  const lines = [
    "",
    "Examples:",
    ...examples.map(([line, what]) => `  $ ${line.padEnd(widest)}  ${what}`),
    "",
    "Exit codes:",
    ...Object.entries({ ...standardExits, ...exits }).map(([code, what]) => `  ${code}  ${what}`),
  ];
  return program.command(usage).description(description).addHelpText("after", lines.join("\n"));
}

/** Reads a whole number of 0 or more. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new InvalidArgumentError("Write a whole number, 0 or more.");
  }
  return Number(text);
}

/** Reads the number of a port. */
export function portNumber(text: string): number {
  const port = wholeNumber(text);
  if (port > 65_535) throw new InvalidArgumentError("Ports have numbers up to 65535.");
  return port;
}

/** Reads a length of time, in milliseconds. */
export function lengthOfTime(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError("Write a number and ms, s, m, h, d or w, such as 30d.");
  return ms;
}

/** Collects an option that may be given several times. */
export function several(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
