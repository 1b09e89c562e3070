import { spawn } from "node:child_process";
import { once } from "node:events";
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
  const folder = mkdtempSync(join(tmpdir(), "flaky-pipeline-"));
  cleanups.push(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Starts the program as a user does, on the sources of the packages. It does not outlive the tests of the file. */
export function startMain(...args: readonly string[]) {
  const main = join(import.meta.dirname, "main.ts");
  const env = { PATH: process.env["PATH"], BURR_DIR: dataFolderIn(args) };
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", main, ...args], { env, stdio: "pipe" });
  const exited = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  cleanups.push(kill);
  let shown = "";
  child.stdout.on("data", (piece: Buffer) => (shown += String(piece)));
  return {
    /** Ends it as a crash would. */
    kill,
    /** Asks it to end. */
    terminate: () => child.kill("SIGTERM"),
    /** What it has printed, at its end. */
    output: text(child.stdout),
    errors: text(child.stderr),
    exitCode: exited.then(([code]) => code as unknown),
    /** Resolves when it has printed this. */
    printed: (wanted: string) =>
      new Promise<void>((resolve) => {
        child.stdout.on("data", () => {
          if (shown.includes(wanted)) resolve();
        });
      }),
  };
}

/** Without what differs from run to run: how long pauses are. */
export function steady(output: string): string {
  return output.replaceAll(/\d+ ms/g, "… ms");
}

/** Logs go where the program stores: its ids are the same in all folders. */
function dataFolderIn(args: readonly string[]): string | undefined {
  const place = args.indexOf("--data");
  return place < 0 ? process.env["BURR_DIR"] : args[place + 1];
}
