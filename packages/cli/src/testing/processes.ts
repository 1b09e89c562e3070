import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A program that runs until the test is over, or has ended it. */
export interface RunningProcess {
  readonly child: ChildProcess;
  /** Resolves with its exit code and the signal that has ended it. */
  readonly gone: Promise<unknown[]>;
  /** Resolves with all that it has printed, once that has this in it, from a place on. */
  printed(pattern: RegExp, from?: number): Promise<string>;
  /** How much it has printed. */
  readonly length: number;
}

/** Starts a program of node, which reads the source of this repository's packages. It is killed with the test. */
export function startNode(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): RunningProcess {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, ["--conditions=@burrjs/source", ...args], { cwd, env: { PATH, HOME, NO_COLOR: "1", ...env } }); // prettier-ignore
  const gone = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await gone;
  });
  let text = "";
  const waiting = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (more: string) => {
      text += more;
      for (const look of waiting) look();
    });
  }
  return {
    child,
    gone,
    get length() {
      return text.length;
    },
    printed: async (pattern, from = 0) =>
      await new Promise((resolve) => {
        const look = (): void => {
          if (!pattern.test(text.slice(from))) return;
          waiting.delete(look);
          resolve(text.slice(from));
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The file of the command. */
export const mainFile: string = join(import.meta.dirname, "../main.ts");
