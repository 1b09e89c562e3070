import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A new folder for one test; it goes away after it. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "form-filler-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}

/** Starts the program as a user does, on the sources of the packages. It does not outlive the test. */
export function startMain(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const main = join(import.meta.dirname, "main.ts");
  const all = { PATH: process.env["PATH"], BURR_DIR: dataFolderIn(args), ...env };
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", main, ...args], { env: all, stdio: "pipe" });
  const exited = once(child, "exit");
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(kill);
  let shown = "";
  child.stdout.on("data", (piece: Buffer) => (shown += String(piece)));
  return {
    type: (lines: string) => child.stdin.write(lines),
    /** Types these, and nothing more. What it has printed by its end. */
    async output(lines = ""): Promise<string> {
      child.stdin.end(lines);
      const [printed] = await Promise.all([text(child.stdout), exited]);
      return printed;
    },
    errors: text(child.stderr),
    exitCode: exited.then(([code]) => code as unknown),
    /** Ends it as a crash would. */
    kill,
    /** Resolves when it has printed this. */
    printed: (wanted: string) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (shown.includes(wanted)) resolve();
        };
        child.stdout.on("data", look);
        look();
      }),
  };
}

/** Logs go where the program stores: its ids are the same in all folders. */
function dataFolderIn(args: readonly string[]): string | undefined {
  const place = args.indexOf("--data");
  return place < 0 ? process.env["BURR_DIR"] : args[place + 1];
}
