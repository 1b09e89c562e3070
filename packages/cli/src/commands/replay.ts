import { recordedSteps } from "@burrjs/server/store";
import type { CodeExport } from "@burrjs/server/test-case";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { CliError, invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions, lengthOfTime, several } from "../command-line.ts";
import { findRun, nameOf } from "../logs/find-run.ts";
import { withLogs } from "../logs/open-logs.ts";
import { parseStep, parseStepRange } from "../logs/run-target.ts";
import { codePlace, parseApp } from "../replay/app-option.ts";
import { type ReplayReport, replayRun } from "../replay/replay-run.ts";
import { ReplayProcess } from "../replay/replay-process.ts";
import { manyText } from "../terminal/quantities.ts";
import { visibleLine } from "@burrjs/protocol";
import { differenceLines } from "../views/difference-lines.ts";

interface ReplayOptions extends GlobalOptions {
  readonly app?: CodeExport;
  readonly codec?: CodeExport;
  readonly conditionsOnly?: boolean;
  readonly skip?: readonly string[];
  readonly ignore?: readonly string[];
  readonly import?: readonly string[];
  readonly keepGoing?: boolean;
  readonly timeout: number;
  readonly partition?: string;
  readonly json?: boolean;
}

/** `burr replay`: does today's code take the same path over a recorded run? */
export function addReplay(program: Command, cli: Cli): void {
  declareCommand(program, "replay <run>", {
    description:
      "Run today's code over a recorded run, step by step: each action with the state and the inputs that it had then, each " +
      "choice of the next action over the state that was there. Actions really run, with all that they do outside.",
    examples: [
      ["burr replay chat/7f3a --app ./src/app.ts#app", "an application, a graph, or a function that gives one"],
      ["burr replay chat/7f3a --app ./src/app.ts#app --conditions-only", "runs no action"],
      ["burr replay chat/7f3a --app ./src/app.ts#app --skip answer", "all actions but the one that calls a model"],
      ["burr replay chat/7f3a@3..9 --app ./src/app.ts#app --ignore at", "some steps; a key that differs each time"],
    ],
    exits: { 0: "the same path, the same writes", 1: "there is a difference: the first one is told" },
  })
    .option("--app <module#export>", "the code: ./src/app.ts#app", parseApp)
    .option("--conditions-only", "run no action: only look at which action comes next")
    .option("--skip <action>", "do not run this action; may be given again", several)
    .option("--ignore <key>", "do not compare this key of state; may be given again", several)
    .option("--keep-going", "tell all differences, not only the first")
    .option("--codec <module#export>", "a value codec, or codecs of classes, for values of classes of yours", parseApp)
    .option("--import <module>", "load this module before the code, as node does; may be given again", several)
    .option("--timeout <time>", "how long a step may take", lengthOfTime, 60_000)
    .option("-p, --partition <key>", "the run of this partition")
    .option("--json", "print JSON")
    .action(async (run: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ReplayOptions>();
      const { app, codec, json = false } = options;
      if (app === undefined) throw new CliError("invalid-argument", "Which code? Write --app <module>#<export>, such as --app ./src/app.ts#app.", { argument: "--app" }); // prettier-ignore
      const place = codePlace(app, cli.cwd);
      const codecPlace = codec === undefined ? undefined : codePlace(codec, cli.cwd);
      await withLogs(cli, options.dir, async ({ store }) => {
        const { view, at } = await findRun(store, run, options);
        const steps = recordedSteps(view, spanOf(at));
        await using child = new ReplayProcess(processCli(cli), {
          imports: options.import ?? [],
          timeoutMs: options.timeout,
        });
        const { actions, entrypoint } = await child.open(place, codecPlace);
        const known = new Set([...actions, ...((await view.graph())?.actions ?? []).map(({ name }) => name)]);
        const unknown = options.skip?.find((name) => !known.has(name));
        if (unknown !== undefined) throw invalidArgument("--skip", `There is no action "${unknown}". There are: ${[...known].join(", ")}.`); // prettier-ignore
        const report = await replayRun(steps, {
          child,
          actions,
          entrypoint,
          runsActions: options.conditionsOnly !== true,
          skipped: new Set(options.skip),
          ignoredKeys: new Set(options.ignore),
          goesOn: options.keepGoing === true,
        });
        if (report.differences.length > 0) cli.exitCode = 1;
        if (json) cli.printJson({ run: nameOf(view.ref), same: report.differences.length === 0, ...report });
        else printReport(cli, nameOf(view.ref), report);
      });
    });
}

function processCli(cli: Cli): Pick<Cli, "cwd" | "env" | "note"> {
  const { cwd, env, errorStyle } = cli;
  return {
    cwd,
    env,
    note: (...texts) => {
      cli.note(...texts.flatMap((text) => text.split("\n")).map((line) => errorStyle.dim(`│ ${visibleLine(line)}`)));
    },
  };
}

function spanOf(at: string | undefined): { readonly from: number; readonly to: number } | undefined {
  if (at === undefined) return undefined;
  const range = parseStepRange(at);
  if (range !== undefined) return { from: range.from, to: range.to === "last" ? Number.POSITIVE_INFINITY : range.to };
  const step = parseStep(at);
  if (typeof step !== "string") return { from: step.sequenceId, to: step.sequenceId };
  throw new CliError("invalid-argument", "Write the steps as numbers: <run>@3..9, or <run>@3.", { argument: "run" });
}

function printReport(cli: Cli, name: string, { steps, rerun, skipped, differences }: ReplayReport): void {
  const { style } = cli;
  for (const { sequence_id: id, action, what, recorded, today, values } of differences) {
    cli.print(
      `${style.red("✗")} ${style.bold(visibleLine(`${name}@${id}`))} ${visibleLine(action)}: ${what}`,
      style.red(`  - recorded: ${visibleLine(recorded)}`),
      style.green(`  + today:    ${visibleLine(today)}`),
      ...(values === undefined ? [] : differenceLines(values, cli).map((line) => `    ${line}`)),
    );
  }
  const facts = [
    `${manyText(steps, "step")} looked at`,
    `${manyText(rerun, "action")} run again`,
    ...skipped.map(({ why, count }) => `${count} not run (${why})`),
  ];
  const verdict = differences.length === 0 ? `${style.green("✓")} The same path.` : `${style.red("✗")} ${manyText(differences.length, "difference")}.`; // prettier-ignore
  cli.print(`${verdict} ${style.dim(facts.join(", "))}`);
}
