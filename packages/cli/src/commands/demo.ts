import { access } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { CliError } from "../cli-error.ts";
import { declareCommand, type GlobalOptions, wholeNumber } from "../command-line.ts";
import { demoRuns, demos, writeDemos } from "../demos/write-demos.ts";
import { dataFolder } from "../logs/data-folder.ts";
import { withLogs } from "../logs/open-logs.ts";
import { manyText } from "../terminal/quantities.ts";

interface DemoOptions extends GlobalOptions {
  readonly seed: number;
  readonly fast?: boolean;
  readonly replace?: boolean;
  readonly json?: boolean;
}

/** `burr demo`: projects to look at. */
export function addDemo(program: Command, cli: Cli): void {
  declareCommand(program, "demo", {
    description: `Write ${demos.length} demo projects into the data folder, by really running their applications (some ten seconds).`,
    examples: [
      ["burr demo", "into ~/.burr; then: burr ui"],
      ["burr demo --dir /tmp/logs --fast", "elsewhere, without the pauses of a real model"],
      ["burr demo --replace", "write them anew"],
    ],
    exits: { 1: "they are there already" },
  })
    .option("--seed <number>", "the same number gives the same runs", wholeNumber, 1)
    .option("--fast", "without pauses")
    .option("--replace", "delete the demo projects that are there")
    .option("--json", "print what was written as JSON")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DemoOptions>();
      const { seed, fast = false, replace = false, json = false } = options;
      const dir = dataFolder(cli, options.dir);
      await makeRoom(cli, dir, replace);
      const all = demoRuns(seed);
      const count = all.reduce((sum, { runs }) => sum + runs.length, 0);
      const progress = await cli.progress("Running the demo applications", count);
      try {
        await writeDemos({
          dir,
          seed,
          speed: fast ? 0 : 1,
          signal: cli.signal,
          done: (project, appId) => {
            progress.advance(1, `${project}/${appId}`);
          },
        });
      } catch (error) {
        progress.failed("A demo application could not be run");
        throw error;
      }
      progress.done(`Wrote ${manyText(count, "run")} of ${manyText(demos.length, "project")}`);
      report(cli, { dir, all, json });
    });
}

interface Written {
  readonly dir: string;
  readonly all: ReturnType<typeof demoRuns>;
  readonly json: boolean;
}

function report(cli: Cli, { dir, all, json }: Written): void {
  if (json) {
    cli.printJson({
      dir,
      projects: all.map(({ demo, runs }) => ({ project: demo.project, runs: runs.map(({ appId }) => appId) })),
    });
    return;
  }
  const { style } = cli;
  cli.print(`Wrote ${manyText(all.length, "project")} to ${dir}:`);
  for (const { demo, runs } of all) cli.print(`  ${style.bold(demo.project.padEnd(22))} ${manyText(runs.length, "run")}: ${style.dim(demo.about)}`); // prettier-ignore
  cli.print(
    "",
    `Look at them: ${style.bold("burr ui")}, or ${style.bold(`burr show ${demos[0]?.project ?? ""}/latest`)}`,
  );
}

/** Refuses to write into logs that are there: the ids of demo runs are the same each time. */
async function makeRoom(cli: Cli, dir: string, replace: boolean): Promise<void> {
  const there: string[] = [];
  for (const { project } of demos) {
    await access(join(dir, project)).then(
      () => there.push(project),
      () => undefined, // it is not there, or cannot be seen: writing will tell
    );
  }
  if (there.length === 0) return;
  if (!replace) {
    throw new CliError("already-there", `The demo projects are in ${dir} already (${there.join(", ")}). Look at them with "burr ui", or write them anew: burr demo --replace.`, { path: dir }); // prettier-ignore
  }
  await withLogs(cli, dir, async ({ source }) => {
    for (const project of there) {
      for (const { key } of (await source.runs(project)) ?? []) await source.remove?.(project, key);
    }
  });
}
