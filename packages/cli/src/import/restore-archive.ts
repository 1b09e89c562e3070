import { randomUUID } from "node:crypto";
import { appendFile, mkdir, rename, rm, rmdir, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isProjectName } from "@burrjs/protocol";
import type { ArchiveLine } from "@burrjs/server/archive";
import { CliError } from "../cli-error.ts";
import { isThere } from "./copy-log.ts";
import { fileLines } from "./file-lines.ts";

/** A run of an archive, staged: nothing of it is among the logs yet. */
export interface StagedRun {
  readonly project: string;
  /** The name of its folder, and where that goes. */
  readonly key: string;
  readonly target: string;
  readonly ref: { readonly project: string; readonly appId: string; readonly partitionKey: string | null };
  readonly draft: string;
  readonly notes: readonly unknown[];
  /** Whether there is one already. */
  readonly isThere: boolean;
}

/** An archive whose runs are staged beside the logs. */
export interface StagedArchive extends AsyncDisposable {
  readonly runs: readonly StagedRun[];
}

interface Draft extends Pick<StagedRun, "ref" | "draft"> {
  readonly writtenMs: number | null;
  readonly notes: unknown[];
  metadata: string | undefined;
  lines: number;
  /** Records that are not in its log yet. */
  readonly pending: Uint8Array[];
  pendingBytes: number;
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
  const { archiveKey, parseArchiveLine } = await import("@burrjs/server/archive");
  const stage = join(dir, `.import-${randomUUID()}`);
  const made = await mkdir(stage, { recursive: true, mode: 0o700 });
  const dispose = async (): Promise<void> => {
    await rm(stage, { recursive: true, force: true });
    await removeEmpty(dir, made);
  };
  const runs: StagedRun[] = [];
  let open: Draft | undefined;
  let number = 0;
  /** How many runs the last of the files in it has, as far as it says so, and how many there are by its end. */
  let told = { count: 0, until: 0 };
  const broken = (what: string): CliError<"unusable-file"> =>
    new CliError("unusable-file", `Line ${number} of ${path}: ${what}. Nothing was imported.`, { path });

  async function begin({ ref, writtenMs }: ArchiveLine & { kind: "run" }): Promise<Draft> {
    const name = project ?? ref.project;
    if (!isProjectName(name)) throw broken("its project cannot be the name of a folder; give it one with --project");
    const draft = join(stage, String(runs.length));
    await mkdir(join(draft, "blobs"), { recursive: true, mode: 0o700 });
    return { ref: { ...ref, project: name }, draft, writtenMs, notes: [], metadata: undefined, lines: 0, pending: [], pendingBytes: 0 }; // prettier-ignore
  }

  async function put(run: Draft, line: Exclude<ArchiveLine, { kind: "runs" | "run" | "end" }>): Promise<void> {
    run.lines += 1;
    if (line.kind === "note") run.notes.push(line.note);
    else if (line.kind === "record") {
      run.pending.push(line.bytes, lineBreak);
      run.pendingBytes += line.bytes.length + 1;
      if (run.pendingBytes >= writtenAtOnce) await writeLog(run);
    } else {
      if (line.name === "metadata.json") run.metadata = Buffer.from(line.bytes).toString();
      await writeFile(join(run.draft, line.name), line.bytes, { flag: "wx", mode: 0o600 }).catch(() => {
        throw broken(`the run has ${line.name} twice`);
      });
    }
  }

  async function end(run: Draft, lines: number): Promise<StagedRun> {
    if (lines !== run.lines) throw broken(`the run should have ${lines} lines and has ${run.lines}: some are missing`);
    const key = archiveKey(run.ref, run.metadata);
    if (key === undefined) throw broken("the run says of itself that it is another one");
    await writeLog(run);
    const log = logOf(run);
    if (run.writtenMs !== null && (await isThere(log))) await utimes(log, run.writtenMs / 1000, run.writtenMs / 1000);
    const target = join(dir, run.ref.project, key);
    if (runs.some((other) => other.target === target)) throw broken("the run is in the file twice");
    const { ref, draft, notes } = run;
    return { project: ref.project, key, target, ref, draft, notes, isThere: await isThere(target) };
  }

  function checkCount(): void {
    const missing = told.until - runs.length;
    if (missing > 0) throw broken(`${missing} of ${told.count} runs ${missing === 1 ? "is" : "are"} missing: the file was cut. Export it again`); // prettier-ignore
  }

  try {
    for await (const bytes of fileLines(path)) {
      number += 1;
      if (bytes === "too long") throw broken("it is longer than this program reads");
      const line = parseArchiveLine(bytes);
      if (typeof line === "string") throw broken(line);
      if (open === undefined) {
        if (line.kind === "runs") {
          checkCount();
          told = { count: line.count, until: runs.length + line.count };
          continue;
        }
        if (line.kind !== "run") throw broken('no run begins here. It has to be a file of "burr export"');
        open = await begin(line);
      } else if (line.kind === "run" || line.kind === "runs") throw broken("the run before has no end");
      else if (line.kind === "end") {
        runs.push(await end(open, line.lines));
        open = undefined;
      } else await put(open, line);
    }
    if (open !== undefined) throw broken("the file breaks off within a run");
    checkCount();
    if (runs.length === 0) throw broken("there is no run in it");
  } catch (error) {
    await dispose();
    throw error;
  }
  return { runs, [Symbol.asyncDispose]: dispose };
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

/** Puts a staged run in its place, whole or not at all; what is there is never written over. */
export async function placeRun(dir: string, { draft, target, ref, notes }: StagedRun): Promise<void> {
  const { addArchivedNotes } = await import("@burrjs/server/archive");
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  if (await isThere(target)) throw new CliError("already-there", `${target} has come meanwhile, and stays as it is.`, { path: target }); // prettier-ignore
  await rename(draft, target);
  await addArchivedNotes(dir, ref, notes);
}

/** Writes what is pending. */
async function writeLog(run: Draft): Promise<void> {
  if (run.pending.length > 0) await appendFile(logOf(run), Buffer.concat(run.pending.splice(0)), { mode: 0o600 });
  run.pendingBytes = 0;
}

function logOf({ draft }: Draft): string {
  return join(draft, "log.jsonl");
}

const writtenAtOnce = 1024 * 1024;
const lineBreak = Buffer.from("\n");
