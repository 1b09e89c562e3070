import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A folder for what one test stores; it goes away with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "email-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Starts the program as a user does, on the sources of the packages, in processes that share one folder. */
export function programIn(folder: string, environment: Readonly<Record<string, string>> = {}, file = "main.ts") {
  const env = {
    PATH: process.env["PATH"],
    EMAIL_STORE: join(folder, "requests.sqlite"),
    BURR_DIR: folder,
    ...environment,
  };
  return (...parameters: string[]) => {
    const args = ["--conditions=@burrjs/source", join(import.meta.dirname, file), ...parameters];
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    const exit = new Promise<number | string | null>((resolve) => {
      child.once("close", (code, signal) => {
        resolve(signal ?? code);
      });
    });
    return { child, exit, output: text(child.stdout), errors: text(child.stderr) };
  };
}

/** The first id that a text asks to answer; fails when there is none. */
export function idIn(output: string): string {
  const id = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(output)?.[0];
  if (id === undefined) throw new Error(`There is no id in: ${output}`);
  return id;
}
