import { basename, isAbsolute, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { invalidArgument } from "../cli-error.ts";
import { moduleFile } from "../replay/app-option.ts";
import type { CodePlace } from "../replay/messages.ts";

/** The code that `burr dev` serves. */
export interface DevApp {
  /** Its `name` is empty where no export was named. */
  readonly app: CodePlace;
  readonly file: string;
  /** The module as commands take it, from the folder of the call: `./src/app.ts`. */
  readonly module: string;
  /** What people see: `app.ts#chat`. */
  readonly label: string;
}

/**
 * Finds the code that an argument names.
 *
 * @param text - `<module>`, or `<module>#<export>`.
 * @param cwd - Where relative paths begin.
 * @returns Where it is.
 * @throws `invalid-argument`; `invalid-app` when there is no such module.
 */
export function devApp(text: string, cwd: string): DevApp {
  const hash = text.lastIndexOf("#");
  const [module, name] = hash < 0 ? [text, ""] : [text.slice(0, hash), text.slice(hash + 1)];
  if (module === "" || (hash >= 0 && name === "")) {
    throw invalidArgument("module", `"${text}" names no code. Write <module>, or <module>#<export>, such as ./src/app.ts#app.`); // prettier-ignore
  }
  const file = moduleFile({ module, name }, cwd);
  const label = name === "" ? basename(file) : `${basename(file)}#${name}`;
  return { app: { url: pathToFileURL(file).href, name }, file, module: moduleText(file, cwd), label };
}

function moduleText(file: string, cwd: string): string {
  const path = relative(cwd, file).split(sep).join("/");
  return path.startsWith("../") || isAbsolute(path) ? path : `./${path}`;
}
