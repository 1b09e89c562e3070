import { mkdir } from "node:fs/promises";
import type { Cli } from "../cli.ts";
import { CliError } from "../cli-error.ts";
import { dataFolder } from "../logs/data-folder.ts";
import { isObject } from "@burrjs/protocol";

// What the commands share that serve the web page.

/** The data folder. One that is not there is made, so that the first application that is tracked shows up; that is told. */
export async function servedFolder(cli: Cli, option: string | undefined): Promise<string> {
  const dir = dataFolder(cli, option);
  try {
    const made = await mkdir(dir, { recursive: true, mode: 0o700 });
    if (made !== undefined) cli.note(`There was no folder ${dir}: it was made, and is empty. Runs that are tracked there will appear. Another one is named by --dir, or $BURR_DIR.`); // prettier-ignore
    return dir;
  } catch (error) {
    const remedy = "Name a folder that can be written to: --dir, or $BURR_DIR.";
    throw new CliError("no-data", `There is no folder ${dir}, and it cannot be made. ${remedy}`, { path: dir }, { cause: error }); // prettier-ignore
  }
}

/** Opens the page for a person; says so when that cannot be. */
export async function opened(cli: Cli, url: string): Promise<void> {
  try {
    await cli.openBrowser(url);
  } catch {
    cli.note("No browser could be opened: use the address above.");
  }
}

/** Resolves when whoever has started the command wants it to end. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** What the server refuses, and what the command has to say to that. */
const refusals = new Map<string, { readonly argument: string; readonly message?: string; readonly more?: string }>([
  ["port-in-use", { argument: "--port", more: "That is --port; --port 0 takes any that is free." }],
  ["unsafe-host", { argument: "--host", message: "Other machines can reach that address: say with which token, --token or $BURR_TOKEN (openssl rand -hex 32 makes one), and leave out --no-token." }], // prettier-ignore
  ["invalid-option", { argument: "options" }],
]);

/** Where its options come from. */
const sources = new Map<unknown, string>([
  ["token", "It is $BURR_TOKEN, or --token of burr ui; openssl rand -hex 32 makes one."],
  ["runnerTokens", "It is $BURR_RUNNER_TOKEN; openssl rand -hex 32 makes one."],
]);

/** Throws what the server refuses to start for, in the words of the command. */
export function refusal(error: unknown): never {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (!(error instanceof Error)) throw error;
  const told = refusals.get(String(code));
  if (told === undefined) throw error;
  const option = "details" in error && isObject(error.details) ? error.details["option"] : undefined;
  const { argument, message = error.message, more = sources.get(option) } = told;
  const text = more === undefined ? message : `${message} ${more}`;
  throw new CliError("invalid-argument", text, { argument }, { cause: error });
}
