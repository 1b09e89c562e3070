import { randomUUID } from "node:crypto";
import { mkdir, rm, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArchiveLine } from "@burrjs/server/archive";
import { CliError } from "../cli-error.ts";
import { BrokenArchive } from "./draft-run.ts";
import { fileLines } from "./file-lines.ts";
import { placeRun, type StagedRun, StagedRuns } from "./staged-runs.ts";

/** An archive whose runs are staged beside the logs. */
export interface StagedArchive extends AsyncDisposable {
  readonly runs: readonly StagedRun[];
  /** Puts one of them among the logs. */
  place(run: StagedRun): Promise<void>;
}

/**
 * Reads a file of `burr export` into a folder of its own, up to its end: a file that is broken anywhere puts nothing in place.
 *
 * @param path - The file.
 * @param dir - The data folder.
 * @param project - The project that all of them go to; default: as the file says.
 * @throws `unusable-file`, with the number of the line.
 */
export async function stageArchive(path: string, dir: string, project: string | undefined): Promise<StagedArchive> {
  const stage = join(dir, `.import-${randomUUID()}`);
  const made = await mkdir(stage, { recursive: true, mode: 0o700 });
  const dispose = async (): Promise<void> => {
    await rm(stage, { recursive: true, force: true });
    await removeEmpty(dir, made);
  };
  const staged = new StagedRuns(stage, dir, project);
  let number = 0;
  try {
    for await (const bytes of fileLines(path)) {
      number += 1;
      if (bytes === "too long") throw new BrokenArchive("it is longer than this program reads");
      const line = parseArchiveLine(bytes);
      if (typeof line === "string") throw new BrokenArchive(line);
      await staged.take(line);
    }
    staged.end();
  } catch (error) {
    await dispose();
    if (!(error instanceof BrokenArchive)) throw error;
    throw new CliError("unusable-file", `Line ${number} of ${path}: ${error.message}. Nothing was imported.`, { path });
  }
  return { runs: staged.runs, place: (run) => placeRun(dir, run), [Symbol.asyncDispose]: dispose };
}

/** Removes a folder, and those above it up to the one that was made first, unless something is in it. */
async function removeEmpty(dir: string, madeFirst: string | undefined): Promise<void> {
  if (madeFirst === undefined) return;
  for (let folder = dir; folder.startsWith(madeFirst); folder = dirname(folder)) {
    const isGone = await rmdir(folder).then(
      () => true,
      () => false, // something is in it
    );
    if (!isGone) return;
  }
}
