import { machine } from "./machine.ts";
import { findRepository } from "./repository.ts";

let found: { readonly folder: string | undefined } | undefined;

/** The folder that paths of sources begin at: the top of the repository that the process works in, else the folder it works in. Looked up once. */
export function projectFolder(): string | undefined {
  found ??= { folder: lookUp() };
  return found.folder;
}

function lookUp(): string | undefined {
  const folder = machine.folder();
  return folder === undefined ? undefined : (findRepository(folder, machine.readText)?.root ?? folder);
}
