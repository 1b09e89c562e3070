import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tempFolder } from "./cli.ts";

/** The root of the repository. */
export const root: string = join(import.meta.dirname, "../../../..");

/** A project of a user, in a folder of its own, in which the packages of this repository are installed. */
export interface Project {
  readonly folder: string;
  /** Where its logs are. */
  readonly dir: string;
  write(path: string, text: string): void;
  /** Runs a program of it. */
  node(...args: readonly string[]): Promise<Ended>;
  /** Runs the tests that are in it, for real. */
  vitest(): Promise<Ended>;
}

/** A process that has ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A new project; it is gone when the test is over. */
export function newProject(files: Readonly<Record<string, string>> = {}): Project {
  const folder = tempFolder();
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  write("package.json", '{ "type": "module" }\n');
  write(
    "vitest.config.ts",
    'const conditions = ["@burrjs/source"];\nexport default { resolve: { conditions }, ssr: { resolve: { conditions } } };\n',
  );
  for (const [path, text] of Object.entries(files)) write(path, text);
  const env = { BURR_DIR: join(folder, "logs"), NO_COLOR: "1" };
  const run = async (args: readonly string[]): Promise<Ended> => await ended(process.execPath, args, folder, env);
  return {
    folder,
    dir: env.BURR_DIR,
    write,
    node: async (...args) => await run(["--conditions=@burrjs/source", ...args]),
    vitest: async () => await run([join(root, "node_modules/vitest/vitest.mjs"), "run", "--reporter=tap-flat"]),
  };
}

/** Runs a program to its end. */
export async function ended(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  return await new Promise((resolve) => {
    const { PATH = "", HOME = "" } = process.env;
    execFile(program, args, { cwd, env: { PATH, HOME, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}
