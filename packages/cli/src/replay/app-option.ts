import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type CodeExport, parseCodeExport } from "@burrjs/server/test-case";
import { CliError, invalidArgument } from "../cli-error.ts";
import type { CodePlace } from "./messages.ts";

/** Reads what `--app` names. */
export function parseApp(text: string): CodeExport {
  const app = parseCodeExport(text);
  if (app !== undefined) return app;
  throw invalidArgument("--app", `"${text}" names no code. Write <module>#<export>, such as ./src/app.ts#app.`);
}

/** The file of a module: a path from `cwd`, or the name of a package that is installed there. */
export function moduleFile({ module }: CodeExport, cwd: string): string {
  const path = resolve(cwd, module);
  if (existsSync(path)) return path;
  try {
    return createRequire(join(cwd, "burr.js")).resolve(module);
  } catch (error) {
    throw new CliError(
      "invalid-app",
      `There is no module "${module}" in ${cwd}. Write the path of the file, with its ending: ./src/app.ts#app.`,
      { app: module },
      { cause: error },
    );
  }
}

/** Where the code is found that an option names. */
export function codePlace(app: CodeExport, cwd: string): CodePlace {
  return { url: pathToFileURL(moduleFile(app, cwd)).href, name: app.name };
}
