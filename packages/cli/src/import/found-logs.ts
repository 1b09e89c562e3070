import { lstat, readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { isProjectName } from "@burrjs/protocol";
import { CliError } from "../cli-error.ts";

/** A file to copy: real, and of a name that a log has. */
export interface FoundFile {
  /** Below the folder of the log. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
}

/** The folder of an application that was found. */
export interface FoundLog {
  readonly project: string;
  /** The name of the folder. */
  readonly key: string;
  /** The notes of its project, where that is copied as a whole. */
  readonly annotations?: FoundFile;
  readonly files: readonly FoundFile[];
}

/**
 * The logs in a folder: of one application, of a project, or of many. Files of other names are passed over, and so is all that is a
 * link: what it leads to is not part of the folder.
 *
 * @throws `unusable-file`, when there is none.
 */
export async function findLogs(folder: string, project: string | undefined): Promise<readonly FoundLog[]> {
  const found = await logsIn(folder, project);
  if (found.length > 0) return found;
  const remedy = "Name the folder of a run (with log.jsonl in it), of a project, or of all projects.";
  throw new CliError("unusable-file", `There are no logs in ${folder}. ${remedy}`, { path: folder });
}

async function logsIn(folder: string, project: string | undefined): Promise<readonly FoundLog[]> {
  const own = await filesIn(folder);
  if (own.length > 0) {
    const name = checked(project ?? basename(dirname(folder)));
    return [{ project: name, key: basename(folder), files: own }];
  }
  const inner = await foldersIn(folder);
  const asProject = await Promise.all(inner.map(async (key) => ({ key, files: await filesIn(join(folder, key)) })));
  const logs = asProject.filter(({ files }) => files.length > 0);
  if (logs.length > 0) {
    const name = checked(project ?? basename(folder));
    const annotations = await annotationsIn(folder);
    return logs.map((log) => ({ project: name, ...log, ...annotations }));
  }
  const all: FoundLog[] = [];
  for (const name of inner.filter((one) => isProjectName(one))) {
    const annotations = await annotationsIn(join(folder, name));
    for (const key of await foldersIn(join(folder, name))) {
      const files = await filesIn(join(folder, name, key));
      if (files.length > 0) all.push({ project: project ?? name, key, files, ...annotations });
    }
  }
  return all;
}

function checked(project: string): string {
  if (isProjectName(project)) return project;
  throw new CliError("invalid-argument", `"${project}" cannot be the name of a project. Give it one with --project: letters, digits and _ - : .`, { argument: "--project" }); // prettier-ignore
}

const logFile = /^(?:log\.jsonl|metadata\.json|children\.jsonl|graph\.json|graph-[0-9A-Za-z]{1,128}\.json)$/;

/** The files of a log in a folder; none, when it is no such folder. */
async function filesIn(folder: string): Promise<readonly FoundFile[]> {
  const names = await readdir(folder, { withFileTypes: true });
  const files: FoundFile[] = [];
  for (const entry of names) {
    if (entry.isFile() && logFile.test(entry.name)) files.push(await foundFile(folder, entry.name));
  }
  if (!files.some(({ name }) => name === "log.jsonl" || name === "children.jsonl")) return [];
  if (!names.some((entry) => entry.name === "blobs" && entry.isDirectory())) return files;
  for (const entry of await readdir(join(folder, "blobs"), { withFileTypes: true })) {
    if (entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name))
      files.push(await foundFile(folder, join("blobs", entry.name)));
  }
  return files;
}

async function annotationsIn(folder: string): Promise<Pick<FoundLog, "annotations">> {
  const entries = await readdir(folder, { withFileTypes: true });
  const isThere = entries.some((entry) => entry.name === "annotations.jsonl" && entry.isFile());
  return isThere ? { annotations: await foundFile(folder, "annotations.jsonl") } : {};
}

async function foundFile(folder: string, name: string): Promise<FoundFile> {
  const path = join(folder, name);
  return { name, path, sizeBytes: (await lstat(path)).size };
}

/** Folders of names that a log may have. */
async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory() && isPlain(entry.name)).map(({ name }) => name);
}

function isPlain(name: string): boolean {
  return !name.startsWith(".") && !/[\p{Cc}\p{Cs}\\]/u.test(name);
}
