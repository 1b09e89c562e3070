import type { ChildProcess } from "node:child_process";

const timeoutMs = 60_000;

/**
 * Settles once `child` has printed `readyText`; from then on its output is read and forgotten.
 *
 * @throws When it ends before that, or takes more than a minute, with what it printed.
 */
export function untilReady(
  child: ChildProcess,
  { command, readyText }: { readonly command: string; readonly readyText: string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    let isReady = false;
    const fail = (what: string, cause?: Error): void => {
      clearTimeout(timer);
      reject(new Error(`${command} ${what}. It printed:\n${output}`, { cause }));
    };
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      fail(`was not ready after ${timeoutMs / 1000} s`);
    }, timeoutMs);
    const listen = (chunk: Buffer): void => {
      if (isReady) return;
      output += chunk.toString();
      if (!output.includes(readyText)) return;
      isReady = true;
      output = "";
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.once("error", (error) => {
      fail("could not be started", error);
    });
    child.once("close", (code, signal) => {
      if (!isReady) fail(`ended with ${code ?? signal}`);
    });
  });
}
