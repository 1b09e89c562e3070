import { realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { CliError, invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions } from "../command-line.ts";
import { copyAnnotations, copyLog, folderOf, isThere } from "../import/copy-log.ts";
import { findLogs, type FoundLog } from "../import/found-logs.ts";
import { dataFolder } from "../logs/data-folder.ts";
import { bytesText, manyText } from "../terminal/quantities.ts";

interface ImportOptions extends GlobalOptions {
  readonly project?: string;
  readonly skipExisting?: boolean;
  readonly json?: boolean;
}

/** `burr import`: logs from elsewhere. */
export function addImport(program: Command, cli: Cli): void {
  declareCommand(program, "import <from>", {
    description:
      "Copy logs into the data folder: a file of burr export, or a folder of a run, a project or many projects, ours or of Burr for Python.",
    examples: [
      ["burr import chat.ndjson", "what burr export has written"],
      ["burr import ~/Downloads/chat", "the folder of a project"],
      ["burr import ./7f3a --project from-ann", "one run, into another project"],
      ["burr import /mnt/burr --skip-existing", "all projects; what is here already stays"],
    ],
    exits: {
      1: "some of them are here already: nothing was copied",
      3: "there are no logs in the folder, or the file is broken: nothing was copied",
    },
  })
    .option("--project <name>", "the project they go to; default: as there")
    .option("--skip-existing", "leave out runs that are here already")
    .option("--json", "print what was copied as JSON")
    .action(async (folder: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const dir = dataFolder(cli, options.dir);
      const from = await existing(resolve(cli.cwd, folder));
      if ((await stat(from)).isFile()) return await importArchive(cli, from, { ...options, dir });
      if (from === dir) throw invalidArgument("folder", `${from} is the data folder itself. Name another with --dir.`);
      const logs = await findLogs(from, options.project);
      const there: string[] = [];
      for (const log of logs) if (await isThere(folderOf(dir, log))) there.push(folderOf(dir, log));
      refuseExisting(there, options);
      const wanted = logs.filter((log) => !there.includes(folderOf(dir, log)));
      const sizeBytes = wanted.reduce((sum, { files }) => files.reduce((all, file) => all + file.sizeBytes, sum), 0);
      const progress = await cli.progress("Copying", wanted.length);
      for (const log of wanted) {
        cli.signal.throwIfAborted();
        await copyLog(dir, log);
        progress.advance(1, `${log.project}/${log.key}`);
      }
      const left = await notesLeftOut(dir, wanted);
      progress.done(`Copied ${manyText(wanted.length, "run")}`);
      const projects = [...new Set(wanted.map(({ project }) => project))];
      if (left.length > 0)
        cli.note(`The notes of ${left.join(", ")} were not copied: the project has notes of its own.`);
      if (options.json === true) cli.printJson({ dir, copied: wanted.map(({ project, key }) => ({ project, key })), skipped: there.length }); // prettier-ignore
      else cli.print(`Copied ${manyText(wanted.length, "run")} (${bytesText(sizeBytes)}) of ${manyText(projects.length, "project")} to ${dir}${there.length > 0 ? `; ${there.length} were here already` : ""}.`); // prettier-ignore
    });
}

/** Puts the runs of a file of `burr export` in place, once all of it was read. */
async function importArchive(
  cli: Cli,
  path: string,
  { dir, ...options }: ImportOptions & { readonly dir: string },
): Promise<void> {
  const { stageArchive } = await import("../import/stage-archive.ts");
  await using archive = await stageArchive(path, dir, options.project);
  const named = ({ ref, key }: (typeof archive.runs)[number]) => ({ project: ref.project, key });
  const there = archive.runs.filter((run) => run.isThere);
  refuseExisting(there.map(({ target }) => target), options); // prettier-ignore
  const wanted = archive.runs.filter((run) => !run.isThere);
  for (const run of wanted) await archive.place(run);
  const skipped = there.map(named);
  if (options.json === true)
    cli.printJson({ dir, copied: wanted.map(named), skipped: skipped.length }); // prettier-ignore
  else {
    cli.print(`Copied ${manyText(wanted.length, "run")} to ${dir}.`);
    for (const { project, key } of skipped) cli.note(`${project}/${key} is here already, and stays as it is.`);
  }
}

function refuseExisting(there: readonly string[], { skipExisting = false }: ImportOptions): void {
  const [first] = there;
  if (first === undefined || skipExisting) return;
  throw new CliError("already-there", `${manyText(there.length, "run")} ${there.length === 1 ? "is" : "are"} here already, such as ${first}. Nothing was copied: leave them out with --skip-existing, or name another --project.`, { path: first }); // prettier-ignore
}

/** Copies the notes of projects; gives those projects that have notes already. */
async function notesLeftOut(dir: string, logs: readonly FoundLog[]): Promise<string[]> {
  const bySource = new Map(logs.flatMap((log) => (log.annotations === undefined ? [] : [[log.annotations.path, log]])));
  const left: string[] = [];
  for (const log of bySource.values()) if (!(await copyAnnotations(dir, log))) left.push(log.project);
  return left;
}

async function existing(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (error) {
    throw new CliError("unusable-file", `There is no file or folder ${folder}.`, { path: folder }, { cause: error });
  }
}
