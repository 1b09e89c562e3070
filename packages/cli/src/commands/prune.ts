import { type RunSummary, visibleLine } from "@burrjs/protocol";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { CliError, invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions, lengthOfTime, wholeNumber } from "../command-line.ts";
import { allRuns, collected } from "../logs/all-items.ts";
import { type CheckedQuery, checkedQuery } from "../logs/checked-query.ts";
import { unknownProject } from "../logs/find-run.ts";
import { type Logs, withLogs } from "../logs/open-logs.ts";
import { agoText, bytesText, manyText } from "../terminal/quantities.ts";

interface PruneOptions extends GlobalOptions {
  readonly olderThan?: number;
  readonly keepLast?: number;
  readonly query?: CheckedQuery;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** `burr prune`: deletes old runs. */
export function addPrune(program: Command, cli: Cli): void {
  declareCommand(program, "prune [project]", {
    description:
      "Delete runs for good, with all their files: of one project, or of all. Runs that are under way are never deleted. A run goes if all that is said applies to it.",
    examples: [
      ["burr prune --older-than 30d --dry-run", "tell what would go"],
      ["burr prune chat --older-than 30d --keep-last 100", "old ones, but for the latest 100 of the project"],
      ["burr prune chat --query status:failed", "those that match"],
    ],
    exits: { 1: "there is no such project, or some could not be deleted" },
  })
    .option("--older-than <time>", "not written to for so long: 30d, 12h", lengthOfTime)
    .option("--keep-last <count>", "keep the latest runs of each project", wholeNumber)
    .option("-q, --query <text>", "only the runs that match, as in the search box of the web UI", checkedQuery)
    .option("--dry-run", "delete nothing, only tell")
    .option("--json", "print JSON")
    .action(async (project: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<PruneOptions>();
      const { olderThan, keepLast, query } = options;
      if (olderThan === undefined && keepLast === undefined && query === undefined) {
        throw invalidArgument(
          "options",
          "Say what is to go: --older-than 30d, --keep-last 100, or --query; --dry-run tells first.",
        );
      }
      await withLogs(cli, options.dir, async (logs) => {
        await prune(cli, logs, await candidates(cli, logs, project, options), options);
      });
    });
}

interface Candidate {
  readonly project: string;
  readonly run: RunSummary;
}

async function candidates(
  cli: Cli,
  { store }: Logs,
  project: string | undefined,
  options: PruneOptions,
): Promise<readonly Candidate[]> {
  // prettier-ignore
  const { olderThan, keepLast = 0, query } = options;
  const projects = project === undefined ? (await store.projects()).map((one) => one.project) : [project];
  const found: Candidate[] = [];
  for (const one of projects) {
    const all = await allRuns(store, one, { sort: "-last_written_ms" });
    if (all === undefined) throw await unknownProject(store, one);
    const kept = new Set((await collected(all)).slice(0, keepLast).map(keyOf));
    const matching = await allRuns(store, one, query);
    for (const run of matching === undefined ? [] : await collected(matching)) {
      const isOld = olderThan === undefined || cli.now() - run.last_written_ms > olderThan;
      if (isOld && !kept.has(keyOf(run)) && run.status !== "running") found.push({ project: one, run });
    }
  }
  return found;
}

async function prune(
  cli: Cli,
  { store }: Logs,
  all: readonly Candidate[],
  { dryRun = false, json = false }: PruneOptions,
): Promise<void> {
  // prettier-ignore
  const failed: Candidate[] = [];
  const progress = await cli.progress(dryRun ? "Looking" : "Deleting", all.length);
  for (const one of dryRun ? [] : all) {
    cli.signal.throwIfAborted();
    const { project, run } = one;
    const gone = await store.remove({ project, appId: run.app_id, partitionKey: run.partition_key });
    if (gone === undefined)
      throw new CliError("unusable-file", "Runs of this place cannot be deleted.", { path: project });
    if (!gone) failed.push(one);
    progress.advance(1);
  }
  const sizeBytes = all.reduce((sum, { run }) => sum + run.size_bytes, 0);
  progress.done(`${manyText(all.length, "run")}, ${bytesText(sizeBytes)}`);
  if (failed.length > 0) cli.exitCode = 1;
  const told = all.filter((one) => !failed.includes(one));
  if (json) {
    const runs = told.map(({ project, run }) => ({ project, app_id: run.app_id, partition_key: run.partition_key, size_bytes: run.size_bytes })); // prettier-ignore
    cli.printJson({ deleted: !dryRun, runs, size_bytes: sizeBytes, failed: failed.length });
    return;
  }
  for (const { project, run } of dryRun ? told : []) cli.print(visibleLine(`${project}/${run.app_id}  ${bytesText(run.size_bytes)}  ${agoText(run.last_written_ms, cli.now())}`)); // prettier-ignore
  cli.print(`${dryRun ? "Would delete" : "Deleted"} ${manyText(told.length, "run")}, ${bytesText(sizeBytes)} of logs.`);
  if (failed.length > 0) cli.note(`${manyText(failed.length, "run")} could not be deleted: gone already, or not ours to delete.`); // prettier-ignore
}

function keyOf({ app_id: appId, partition_key: partition }: RunSummary): string {
  return JSON.stringify([partition, appId]);
}
