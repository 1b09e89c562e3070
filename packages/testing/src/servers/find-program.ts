import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where to look for a program, and what to say when it is nowhere. */
export interface ProgramPlaces {
  /** Looked into before the folders of PATH; the first that has it wins. */
  readonly folders: readonly string[];
  /** What to do when it is missing, as a sentence. */
  readonly remedy: string;
}

/**
 * The path of the program `name`.
 *
 * @throws When it is nowhere, with the remedy.
 */
export function findProgram(name: string, { folders, remedy }: ProgramPlaces): string {
  const places = [...folders, ...(process.env["PATH"] ?? "").split(delimiter)];
  const found = places.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`The program "${name}" was not found. ${remedy}`);
  return found;
}
