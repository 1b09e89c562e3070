import { once } from "node:events";
import { access } from "node:fs/promises";
import { createWriteStream, type WriteStream } from "node:fs";
import { join, resolve } from "node:path";
import { stepsCsv, stepsCsvHead } from "@burrjs/protocol";
import type { RunView } from "@burrjs/server/store";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { CliError, invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions } from "../command-line.ts";
import { writePythonFolder } from "../export/python-folder.ts";
import { allRuns, allSteps, collected } from "../logs/all-items.ts";
import { findWholeRun, nameOf, unknownProject } from "../logs/find-run.ts";
import { type Logs, withLogs } from "../logs/open-logs.ts";
import { manyText } from "../terminal/quantities.ts";

interface ExportOptions extends GlobalOptions {
  readonly format: "ndjson" | "python" | "csv";
  readonly out?: string;
  readonly plain?: boolean;
  readonly partition?: string;
}

/** `burr export`: logs for other programs. */
export function addExport(program: Command, cli: Cli): void {
  declareCommand(program, "export <what>", {
    description: "Write a run, or all runs of a project, for other programs.",
    examples: [
      ["burr export chat/7f3a > run.ndjson", 'all of it, a line each: what "burr import" reads'],
      ["burr export chat --format csv --out steps.csv", "all steps of a project, for a spreadsheet"],
      ["burr export chat --format python --out ~/.burr", "logs that Burr for Python reads"],
    ],
    exits: { 1: "there is no such run or project, or the file is there already" },
  })
    .addOption(
      new Option("-f, --format <format>", "what to write").choices(["ndjson", "python", "csv"]).default("ndjson"),
    )
    .option("-o, --out <path>", "a file; for python the folder of all projects")
    .option("--plain", "for python: dates, maps and such as plain JSON, not as tags that we read back exactly")
    .option("-p, --partition <key>", "only runs of this partition")
    .action(async (what: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ExportOptions>();
      await withLogs(cli, options.dir, async (logs) => {
        const views = await viewsOf(logs, what, options);
        if (options.format === "python") await exportPython(cli, logs, views, options);
        else await exportLines(cli, logs, views, options);
      });
    });
}

async function viewsOf({ store }: Logs, what: string, { partition }: ExportOptions): Promise<readonly RunView[]> {
  if (what.includes("/")) return [await findWholeRun(store, what, { partition })];
  const runs = await allRuns(store, what, partition === undefined ? {} : { partitionKey: partition });
  if (runs === undefined) throw await unknownProject(store, what);
  const views: RunView[] = [];
  for (const { app_id: appId, partition_key: partitionKey } of await collected(runs)) {
    const view = await store.run({ project: what, appId, partitionKey });
    if (view !== undefined) views.push(view);
  }
  return views;
}

async function exportLines(
  cli: Cli,
  { dir }: Logs,
  views: readonly RunView[],
  { format, out }: ExportOptions,
): Promise<void> {
  const target = out === undefined ? undefined : await newFile(resolve(cli.cwd, out));
  const write = async (text: string): Promise<void> => {
    if (target === undefined) cli.writeRaw(text);
    else if (!target.write(text)) await once(target, "drain");
  };
  const { archiveLine, readNotes } = await import("@burrjs/server/archive");
  const progress = await cli.progress("Exporting", views.length);
  await write(format === "csv" ? stepsCsvHead : archiveLine({ kind: "runs", count: views.length }));
  for (const view of views) {
    cli.signal.throwIfAborted();
    const { project, appId, partitionKey } = view.ref;
    const ids = { project, app_id: appId, partition_key: partitionKey };
    if (format === "csv") for await (const step of allSteps(view)) await write(stepsCsv(ids, [step]));
    else for await (const line of view.archive(await readNotes(dir, project))) await write(line);
    progress.advance(1, nameOf(view.ref));
  }
  progress.done(`Exported ${manyText(views.length, "run")}`);
  if (target === undefined) return;
  target.end();
  await once(target, "finish");
  cli.note(`Wrote ${String(target.path)}.`);
}

async function exportPython(
  cli: Cli,
  { dir }: Logs,
  views: readonly RunView[],
  { out, plain = false }: ExportOptions,
): Promise<void> {
  if (out === undefined) throw invalidArgument("--out", "Logs for Burr for Python are folders: write --out <folder of all projects>."); // prettier-ignore
  const root = resolve(cli.cwd, out);
  if (root === dir) throw invalidArgument("--out", `${root} is the folder that is read. Choose another one.`);
  const { folderName } = await import("@burrjs/tracker");
  const folders = views.map(({ ref }) => {
    const { project, appId, partitionKey } = ref;
    // Burr for Python has one folder for all partitions.
    const isShared = views.filter((other) => other.ref.appId === appId).length > 1;
    const id = isShared && partitionKey !== null ? `${appId}--${partitionKey}` : appId;
    return join(root, project, folderName({ appId: id, partitionKey: null }, "python"));
  });
  for (const folder of folders) await refuseExisting(folder);
  const progress = await cli.progress("Exporting", views.length);
  for (const [index, view] of views.entries()) {
    cli.signal.throwIfAborted();
    await writePythonFolder(folders[index] ?? root, view, { isPlain: plain });
    progress.advance(1, nameOf(view.ref));
  }
  progress.done(`Exported ${manyText(views.length, "run")}`);
  cli.print(...folders);
}

async function newFile(path: string): Promise<WriteStream> {
  await refuseExisting(path);
  const stream = createWriteStream(path, { flags: "wx", mode: 0o600 });
  try {
    await once(stream, "open");
  } catch (error) {
    throw new CliError("unusable-file", `${path} cannot be written.`, { path }, { cause: error });
  }
  return stream;
}

async function refuseExisting(path: string): Promise<void> {
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  if (exists) throw new CliError("already-there", `${path} is there already. Nothing was written; name another place with --out.`, { path }); // prettier-ignore
}
