import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isProjectName } from "@burrjs/protocol";
import { addArchivedNotes, type ArchiveLine } from "@burrjs/server/archive";
import { CliError } from "../cli-error.ts";
import { isThere } from "./copy-log.ts";
import { BrokenArchive, DraftRun, type RunLine } from "./draft-run.ts";

/** A run of an archive, staged: nothing of it is among the logs yet. */
export interface StagedRun extends Pick<DraftRun, "ref" | "folder" | "notes"> {
  /** The name of its folder among the logs, and where that goes. */
  readonly key: string;
  readonly target: string;
  /** Whether there is one already. */
  readonly isThere: boolean;
}

/** Takes the lines of an archive, one after the other, and stages its runs. */
export class StagedRuns {
  readonly runs: StagedRun[] = [];
  readonly #stage: string;
  readonly #dir: string;
  readonly #project: string | undefined;
  #open: DraftRun | undefined;
  /** How many runs the last of the files in it has, as far as it says so, and how many there are by its end. */
  #told = { count: 0, until: 0 };

  /**
   * @param stage - The folder where they are put.
   * @param dir - The data folder.
   * @param project - The project that all of them go to; default: as the file says.
   */
  constructor(stage: string, dir: string, project: string | undefined) {
    this.#stage = stage;
    this.#dir = dir;
    this.#project = project;
  }

  /** @throws BrokenArchive, when the line cannot stand there. */
  async take(line: ArchiveLine): Promise<void> {
    const open = this.#open;
    if (open === undefined) await this.#takeBetween(line);
    else if (line.kind === "run" || line.kind === "runs") throw new BrokenArchive("the run before has no end");
    else if (line.kind === "end") await this.#end(open, line.lines);
    else await open.put(line);
  }

  /** @throws BrokenArchive, when something is missing. */
  end(): void {
    if (this.#open !== undefined) throw new BrokenArchive("the file breaks off within a run");
    this.#checkCount();
    if (this.runs.length === 0) throw new BrokenArchive("there is no run in it");
  }

  async #takeBetween(line: ArchiveLine): Promise<void> {
    if (line.kind === "runs") {
      this.#checkCount();
      this.#told = { count: line.count, until: this.runs.length + line.count };
    } else if (line.kind === "run") this.#open = await this.#begin(line);
    else throw new BrokenArchive('no run begins here. It has to be a file of "burr export"');
  }

  async #begin(line: RunLine): Promise<DraftRun> {
    const project = this.#project ?? line.ref.project;
    if (!isProjectName(project))
      throw new BrokenArchive("its project cannot be the name of a folder; give it one with --project");
    return await DraftRun.begin(join(this.#stage, String(this.runs.length)), { ...line, ref: { ...line.ref, project } }); // prettier-ignore
  }

  async #end(draft: DraftRun, lines: number): Promise<void> {
    const { ref, folder, notes } = draft;
    const key = await draft.end(lines);
    const target = join(this.#dir, ref.project, key);
    if (this.runs.some((other) => other.target === target)) throw new BrokenArchive("the run is in the file twice");
    this.runs.push({ ref, folder, notes, key, target, isThere: await isThere(target) });
    this.#open = undefined;
  }

  #checkCount(): void {
    const { count, until } = this.#told;
    const missing = until - this.runs.length;
    if (missing > 0) throw new BrokenArchive(`${missing} of ${count} runs ${missing === 1 ? "is" : "are"} missing: the file was cut. Export it again`); // prettier-ignore
  }
}

/** Puts a staged run in its place, whole or not at all; what is there is never written over. */
export async function placeRun(dir: string, { folder, target, ref, notes }: StagedRun): Promise<void> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  if (await isThere(target)) throw new CliError("already-there", `${target} has come meanwhile, and stays as it is.`, { path: target }); // prettier-ignore
  await rename(folder, target);
  await addArchivedNotes(dir, ref, notes);
}
