import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { LogSource } from "@burrjs/protocol";
import type { LogStore } from "@burrjs/server/store";
import type { Cli } from "../cli.ts";
import { allRuns } from "../logs/all-items.ts";
import { version } from "../version.ts";
import { type Finding, runFindings } from "./run-findings.ts";

/** What is known of a project. */
interface ProjectCheckup {
  readonly project: string;
  readonly runs: number;
  readonly log_bytes: number;
  /** Of indexes and summaries, which can be made again. */
  readonly cache_bytes: number;
  readonly unreadable_lines: number;
  readonly lost_records: number;
}

/** The state of a data folder. */
export interface Checkup {
  readonly dir: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly projects: readonly ProjectCheckup[];
  readonly findings: readonly Finding[];
}

/** What is looked through. */
export interface Patient {
  readonly dir: string;
  readonly store: LogStore;
  readonly source: LogSource;
  readonly cli: Cli;
}

/** Looks through a data folder: all logs are read once. */
export async function checkUp({ dir, store, cli }: Patient): Promise<Checkup> {
  const findings: Finding[] = [
    ...nodeFindings(process.versions.node),
    ...(await permissionFindings(dir)),
    ...(await unreadableFindings(dir)),
  ];
  const projects: ProjectCheckup[] = [];
  const listed = await store.projects();
  const progress = await cli.progress(
    "Looking through the logs",
    listed.reduce((sum, { runs }) => sum + runs, 0),
  );
  for (const { project } of listed) {
    let [runs, logBytes, unreadable, lost] = [0, 0, 0, 0];
    for await (const { app_id: appId, partition_key: partitionKey } of (await allRuns(store, project)) ?? []) {
      cli.signal.throwIfAborted();
      const view = await store.run({ project, appId, partitionKey });
      progress.advance(1, `${project}/${appId}`);
      if (view === undefined) continue;
      const header = await view.header();
      runs += 1;
      logBytes += header.size_bytes;
      unreadable += header.unreadable_lines;
      lost += header.lost_records;
      findings.push(...(await runFindings(view)));
    }
    const cacheBytes = await cacheSize(join(dir, project));
    projects.push({ project, runs, log_bytes: logBytes, cache_bytes: cacheBytes, unreadable_lines: unreadable, lost_records: lost }); // prettier-ignore
  }
  progress.done("Looked through all logs");
  const ordered = [
    ...findings.filter(({ level }) => level === "mend"),
    ...findings.filter(({ level }) => level === "note"),
  ];
  return { dir, versions: { burr: version, node: process.versions.node }, projects, findings: ordered };
}

function nodeFindings(node: string): Finding[] {
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return [];
  return [
    {
      level: "mend",
      code: "old-node",
      what: `Node ${node} is too old`,
      where: process.execPath,
      remedy: "Install Node 22.15 or later.",
    },
  ];
}

/** Logs have prompts and data of users in them: nobody else on the machine is to read them. */
async function permissionFindings(dir: string): Promise<Finding[]> {
  const { mode, uid } = await stat(dir);
  const isOpen = (mode & 0o077) !== 0 && process.platform !== "win32";
  const isOurs = process.getuid === undefined || uid === process.getuid();
  const findings: Finding[] = [];
  if (isOpen) {
    const what = `other users of this machine may look into the folder (mode ${(mode & 0o777).toString(8)})`;
    findings.push({
      level: "mend",
      code: "open-permissions",
      what,
      where: dir,
      remedy: `chmod 700 ${quotedPath(dir)}`,
    });
  }
  if (!isOurs) {
    findings.push({
      level: "note",
      code: "other-owner",
      what: "the folder belongs to another user",
      where: dir,
      remedy: "",
    });
  }
  return findings;
}

async function unreadableFindings(dir: string): Promise<Finding[]> {
  const { unreadableFiles } = await import("@burrjs/server/node");
  const files = await unreadableFiles(dir);
  return files.map(({ path, ...told }) => ({ level: "mend", code: "unreadable-files", where: path, ...told }));
}

function quotedPath(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The size of the hidden folders in which indexes and summaries are kept. */
async function cacheSize(folder: string): Promise<number> {
  let bytes = 0;
  const inside = async (path: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true }).catch(() => [])) {
      if (!entry.isFile()) continue;
      bytes += (await stat(join(path, entry.name)).catch(() => ({ size: 0 }))).size;
    }
  };
  await inside(join(folder, ".cache"));
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.isDirectory()) await inside(join(folder, entry.name, ".cache"));
  }
  return bytes;
}
