import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** Starts the program as a user does, on the sources of the packages. It does not outlive its test. */
export function startMain(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const main = join(import.meta.dirname, "main.ts");
  const env = { PATH: process.env["PATH"], BURR_DIR: process.env["BURR_DIR"], ...environment };
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", main, ...args], { env, stdio: ["ignore", "pipe", "pipe"] }); // prettier-ignore
  onTestFinished(() => void child.kill("SIGKILL"));
  const exitCode = new Promise<number | null>((resolve) => {
    child.once("close", resolve);
  });
  return { child, exitCode, output: text(child.stdout), errors: text(child.stderr) };
}

/** A promise that the test resolves. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => void (open = resolve));
  return { opened, open: () => open() };
}
