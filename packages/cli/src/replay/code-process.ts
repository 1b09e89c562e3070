import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** How a process for the code of the user is started. */
export interface CodeProcessOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Modules to load first: `tsx`, say. */
  readonly imports: readonly string[];
  /** A line that the code has printed. */
  readonly printed: (line: string) => void;
}

/**
 * Starts a process in which code of the user runs.
 *
 * @param url - Its first module, named as in the source, which tools know: in the package it is the compiled one.
 */
export function startCodeProcess(url: URL, { cwd, env, imports, printed }: CodeProcessOptions): ChildProcess {
  const child = fork(fileURLToPath(url).replace(/\.ts$/, isSource ? ".ts" : ".js"), {
    cwd,
    env: { ...env },
    execArgv: [...nodeOptions(), ...imports.flatMap((name) => ["--import", name])],
    // What the code prints is no part of what it answers.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    serialization: "json",
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", printed);
  }
  return child;
}

const isSource = import.meta.url.endsWith(".ts");

/** What node is told: to read TypeScript, also where it does not do so by itself. */
function nodeOptions(): string[] {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const strips = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
  const given = conditionsIn(process.execArgv);
  return [
    ...(strips ? [] : ["--experimental-strip-types"]),
    "--disable-warning=ExperimentalWarning",
    ...new Set([...given, ...(isSource ? ["@burrjs/source"] : [])].map((one) => `--conditions=${one}`)),
  ];
}

/** The conditions for `exports` of packages that this process was started with: the code is to find the same files. */
function conditionsIn(options: readonly string[]): string[] {
  return options.flatMap((option, index) => {
    const [, joined] = /^(?:--conditions|-C)=(.*)$/.exec(option) ?? [];
    if (joined !== undefined) return [joined];
    const next = options[index + 1];
    return (option === "--conditions" || option === "-C") && next !== undefined ? [next] : [];
  });
}
