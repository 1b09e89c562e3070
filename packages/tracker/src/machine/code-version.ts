import { gitCommit } from "./git-commit.ts";
import { machine } from "./machine.ts";

/** Which version of the code runs. */
export interface CodeVersion {
  /** The hash of a commit, or whatever else names it. */
  readonly git: string;
  /** Whether it has been changed since. */
  readonly dirty?: boolean;
}

let found: { readonly code: CodeVersion | undefined } | undefined;

/** The version of the code in the folder that the process works in, if that is known. Looked up once. */
export function codeVersion(): CodeVersion | undefined {
  found ??= { code: lookUp() };
  return found.code;
}

function lookUp(): CodeVersion | undefined {
  const folder = machine.folder();
  const git = folder === undefined ? undefined : gitCommit(folder, machine.readText);
  return git === undefined ? undefined : { git };
}
