import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A folder for what one test stores; it goes away with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "deep-research-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Starts the program as a user does, on the sources of the packages. It does not outlive its test. */
export function startMain(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const main = join(import.meta.dirname, "main.ts");
  const env = { PATH: process.env["PATH"], BURR_DIR: dataFolderIn(args), ...environment };
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] }); // prettier-ignore
  onTestFinished(() => void child.kill("SIGKILL"));
  const exitCode = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  let shown = "";
  child.stdout.on("data", (piece: Buffer) => (shown += String(piece)));
  return {
    child,
    exitCode,
    output: text(child.stdout),
    errors: text(child.stderr),
    /** Resolves when it has printed all of these. */
    printed: (...wanted: readonly string[]) =>
      new Promise<void>((resolve) => {
        child.stdout.on("data", () => {
          if (wanted.every((one) => shown.includes(one))) resolve();
        });
      }),
  };
}

/** Logs go where the program stores: its ids are the same in all folders. */
function dataFolderIn(args: readonly string[]): string | undefined {
  const place = args.indexOf("--data");
  return place < 0 ? process.env["BURR_DIR"] : args[place + 1];
}
