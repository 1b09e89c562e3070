import { BurrError } from "@burrjs/core";
import { isProjectName } from "@burrjs/protocol";

/** Refuses what is no name of a project. `isFolder`: it has to be one of a folder of this machine, too. */
export function checkProject(project: unknown, { isFolder = false }: { readonly isFolder?: boolean } = {}): void {
  const isForWindows = isFolder && process.platform === "win32";
  if (typeof project === "string" && isProjectName(project) && !(isForWindows && project.includes(":"))) return;
  throw new BurrError(
    "invalid-option",
    `The option "project" has letters, digits and "_-:." alone, no "." first or last, ${isFolder ? 'no ":" on Windows, ' : ""}and at most 200 of them. Give the project such a name.`,
    { option: "project" },
  );
}
