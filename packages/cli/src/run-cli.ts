import { isBurrError } from "@burrjs/core";
import { CommanderError } from "commander";
import { Cli, type CliOptions } from "./cli.ts";
import { exitCodes, isCliError } from "./cli-error.ts";
import { makeProgram } from "./program.ts";
import { isObject, visibleText } from "@burrjs/protocol";

/**
 * Runs the `burr` command.
 *
 * @param argv - What was typed behind `burr`.
 * @param options - Where it writes to, and what it knows of the world.
 * @returns The exit code: 0 all is well, 1 the answer is no (a difference, nothing found, something to mend), 2 the call was
 * wrong, 3 data could not be read.
 */
export async function runCli(argv: readonly string[], options: CliOptions): Promise<number> {
  const cli = new Cli(options);
  try {
    const program = makeProgram(cli, options);
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync([...argv], { from: "user" });
    return cli.exitCode;
  } catch (error) {
    return reported(cli, error);
  }
}

/** Tells of a failure, and gives its exit code. */
function reported(cli: Cli, error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has told of it
  const label = cli.errorStyle.red("error:");
  if (isCliError(error)) {
    cli.note(`${label} ${visibleText(error.message)}`);
    return exitCodes[error.code];
  }
  if (cli.signal.aborted && error === cli.signal.reason) return 0; // it was asked to end
  const refusal = hintOf(error);
  if (refusal !== undefined) {
    cli.note(`${label} ${visibleText(refusal)}`);
    return 2;
  }
  const message = error instanceof Error ? error.message : String(error);
  cli.note(`${label} ${visibleText(message)}`);
  if (cli.env["BURR_DEBUG"] !== undefined && error instanceof Error) {
    cli.note(visibleText(String(error.stack)));
  } else if (!isBurrError(error)) {
    cli.note("Set BURR_DEBUG=1 to see where it happened.");
  }
  return 3;
}

/** What the store says to a question that makes no sense, such as a list sorted by a field that there is not. */
function hintOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || error.code !== "refused" || !("details" in error)) return undefined; // prettier-ignore
  const { details } = error;
  return isObject(details) && typeof details["hint"] === "string" ? `${error.message} ${details["hint"]}` : undefined;
}
