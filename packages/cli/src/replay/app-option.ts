import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { CliError, invalidArgument } from "../cli-error.ts";
import type { CodePlace } from "./messages.ts";

/** What `--app` names: a module, as it was written, and an export of it. */
export interface AppOption {
  readonly module: string;
  readonly name: string;
}

/** Reads `<module>#<export>`. */
export function parseApp(text: string): AppOption {
  const hash = text.lastIndexOf("#");
  const [module, name] = hash < 0 ? [text, "default"] : [text.slice(0, hash), text.slice(hash + 1)];
  if (module !== "" && name !== "") return { module, name };
  throw invalidArgument("--app", `"${text}" names no code. Write <module>#<export>, such as ./src/app.ts#app.`);
}

/** The file of a module: a path from `cwd`, or the name of a package that is installed there. */
export function moduleFile({ module }: AppOption, cwd: string): string {
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
export function codePlace(app: AppOption, cwd: string): CodePlace {
  return { url: pathToFileURL(moduleFile(app, cwd)).href, name: app.name };
}
