import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { CliOptions } from "../cli.ts";
import { runCli } from "../run-cli.ts";

/** What a command has printed, and how it ended. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in this process, over a data folder. */
export async function burr(dir: string, argv: readonly string[], options: Partial<CliOptions> = {}): Promise<CliRun> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCli(argv, {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: { BURR_DIR: dir, PATH: process.env["PATH"] },
    isTerminal: false,
    ...options,
  });
  return { code, stdout: out.join(""), stderr: err.join("") };
}

/** As `burr()`, for what was printed as JSON. */
export async function burrJson(dir: string, argv: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await burr(dir, [...argv, "--json"]);
  try {
    return JSON.parse(stdout) as unknown;
  } catch (error) {
    throw new Error(`No JSON was printed: ${stdout}${stderr}`, { cause: error });
  }
}

/** A folder that is gone when the test is over. */
export function tempFolder(): string {
  const folder = keptFolder();
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A folder that whoever asks for it deletes. */
export function keptFolder(): string {
  return mkdtempSync(join(tmpdir(), "burr-cli-"));
}
