import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll } from "vitest";

// Not per test: of tests that run at the same time nobody knows which one a helper is called from.
const cleanups: (() => unknown)[] = [];
afterAll(async () => {
  for (const cleanUp of cleanups.splice(0).toReversed()) await cleanUp();
});

/** A new folder; it goes away after the tests of the file. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "collatz-"));
  cleanups.push(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

// A program that starts many others need not compile the same files each time.
const compiled = testFolder();

/** Starts the program as a user does, on the sources of the packages. It does not outlive the tests of the file. */
export function startMain(...args: readonly string[]) {
  const main = join(import.meta.dirname, "main.ts");
  const env = { PATH: process.env["PATH"], BURR_DIR: dataFolderIn(args), NODE_COMPILE_CACHE: compiled };
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", main, ...args], { env, stdio: "pipe" });
  // Its worker has the same output: when that is closed, both are gone.
  const closed = new Promise<number | null>((resolve) => void child.once("close", resolve));
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await closed;
  };
  cleanups.push(kill);
  return {
    /** Ends it as a crash would, and waits until its worker has noticed. */
    kill,
    /** Asks it to end. */
    terminate: () => child.kill("SIGTERM"),
    /** What it has printed, at its end. */
    output: text(child.stdout),
    errors: text(child.stderr),
    exitCode: closed,
    /** Resolves when it has printed something. */
    printed: new Promise((resolve) => void child.stdout.once("data", resolve)),
  };
}

/** Logs go where the program stores: its ids are the same in all folders. */
function dataFolderIn(args: readonly string[]): string | undefined {
  const place = args.indexOf("--data");
  return place < 0 ? process.env["BURR_DIR"] : args[place + 1];
}
