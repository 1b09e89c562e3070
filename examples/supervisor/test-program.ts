import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A folder for what one test stores; it goes away with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "supervisor-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Starts the program as a user does, on the sources of the packages, in processes that share one folder. */
export function programIn(folder: string) {
  return (...parameters: readonly string[]) => start(new URL("main.ts", import.meta.url), parameters, folder);
}

/** Starts `answer`, and has it killed behind the refund. Resolves with what has ended it. */
export function answerAndCrash(folder: string, ...parameters: readonly string[]): Promise<number | string | null> {
  return start(new URL("test-crash.ts", import.meta.url), [folder, ...parameters], folder).exit;
}

function start(program: URL, parameters: readonly string[], folder: string) {
  const args = ["--conditions=@burrjs/source", fileURLToPath(program), ...parameters];
  const env = { PATH: process.env["PATH"], SUPERVISOR_DATA: folder, BURR_DIR: folder };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const exit = new Promise<number | string | null>((resolve) => {
    child.once("close", (code, signal) => {
      resolve(signal ?? code);
    });
  });
  return { exit, output: text(child.stdout), errors: text(child.stderr) };
}

/** The refunds that stand in the shop's books. */
export function refundsIn(folder: string): unknown[] {
  const file = join(folder, "refunds.jsonl");
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** The first id that a text asks to answer; fails when there is none. */
export function idIn(output: string): string {
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(output)?.[0];
  if (id === undefined) throw new Error(`There is no id in: ${output}`);
  return id;
}
