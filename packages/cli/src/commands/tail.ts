import { setTimeout as pause } from "node:timers/promises";
import { type RunHeader, type RunSummary, type StepRow, visibleLine } from "@burrjs/protocol";
import type { LogStore, RunView } from "@burrjs/server/store";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { declareCommand, type GlobalOptions, wholeNumber } from "../command-line.ts";
import { findWholeRun, unknownProject } from "../logs/find-run.ts";
import { type Logs, withLogs } from "../logs/open-logs.ts";
import { agoText, durationText, manyText } from "../terminal/quantities.ts";
import { padText } from "../terminal/text-width.ts";
import { statusCell } from "../views/status.ts";
import { StepPrinter } from "../views/step-printer.ts";

interface TailOptions extends GlobalOptions {
  readonly lines: number;
  readonly chunks: boolean;
  readonly follow: boolean;
  readonly untilEnd?: boolean;
  readonly partition?: string;
  readonly json?: boolean;
}

/** `burr tail`: follows a run, or the runs of a project. */
export function addTail(program: Command, cli: Cli): void {
  declareCommand(program, "tail <run-or-project>", {
    description: "Follow a run as it goes: new steps, and what they stream; or the runs of a project.",
    examples: [
      ["burr tail chat/latest", "the last steps of the latest run, and those to come"],
      ["burr tail chat", "the runs of a project, as they begin and end"],
      ["burr tail chat/7f3a --until-end", "ends with the run"],
      ["burr tail chat/7f3a --json", "a line of JSON for each change"],
    ],
    exits: { 0: "the run has ended, or you have ended it (Ctrl-C)", 1: "there is no such run" },
  })
    .option("-n, --lines <count>", "begin with so many steps that were there before", wholeNumber, 10)
    .option("--no-chunks", "leave out what steps stream")
    .option("--no-follow", "do not wait for more")
    .option("--until-end", "end when nothing runs any more")
    .option("-p, --partition <key>", "the run of this partition")
    .option("--json", "print a line of JSON for each change")
    .action(async (target: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<TailOptions>();
      await withLogs(cli, options.dir, async (logs) => {
        if (target.includes("/")) await tailRun(cli, logs.store, target, options);
        else await tailProject(cli, logs, target, options);
      });
    });
}

/** A place in no log: what is watched from there begins by saying so, and with where the log is now. */
const noPlace = "none:0";

async function tailRun(cli: Cli, store: LogStore, target: string, options: TailOptions): Promise<void> {
  const view = await findWholeRun(store, target, options);
  const { follow, untilEnd = false, json = false } = options;
  const printer = new StepPrinter(cli, options);
  const ended = new AbortController();
  const signal = AbortSignal.any([cli.signal, ended.signal]);
  let isFirst = true;
  try {
    for await (const change of view.watch({ from: noPlace, signal })) {
      const { header, reset } = change;
      if (isFirst) tellHead(cli, header, options);
      else if (reset === true) printer.begin("The log is another one now.");
      // What was there before is listed only now, so that nothing is lost between that and what comes.
      if (reset === true) printer.steps(await lastSteps(view, options));
      if (!isFirst && json) cli.printJsonLine({ type: "change", ...change });
      else if (!json) printer.change(change);
      isFirst = false;
      if (!follow || (untilEnd && header.status !== "running")) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    ended.abort();
    printer.end();
  }
}

function tellHead(cli: Cli, header: RunHeader, { json = false }: TailOptions): void {
  if (json) return;
  const { text, paint } = statusCell(header.status, cli.errorStyle);
  const name = visibleLine(`${header.project}/${header.app_id}`);
  cli.note(`${cli.errorStyle.bold(name)}  ${paint(text)}, ${manyText(header.steps, "step")}`);
}

async function lastSteps(view: RunView, { lines }: TailOptions): Promise<readonly StepRow[]> {
  if (lines === 0) return [];
  const { items } = await view.steps({ limit: Math.min(1000, lines), direction: "back" });
  return items.toSorted((a, b) => a.n - b.n);
}

async function tailProject(cli: Cli, { store }: Logs, project: string, options: TailOptions): Promise<void> {
  const { lines, follow, json = false, partition } = options;
  const latest = async (): Promise<readonly RunSummary[]> => {
    const filter = partition === undefined ? {} : { partitionKey: partition };
    const page = await store.runs(project, { ...filter, limit: mostChanges, sort: "-last_written_ms" });
    if (page === undefined) throw await unknownProject(store, project);
    return page.items;
  };
  const told = new Map<string, string>();
  const tell = (run: RunSummary, isNew = true): void => {
    const key = JSON.stringify([run.partition_key, run.app_id]);
    const state = `${run.status} ${run.steps}`;
    const isKnown = told.get(key) === state;
    told.set(key, state);
    if (isKnown || !isNew) return;
    if (json) cli.printJsonLine({ type: "run", ...run });
    else cli.print(runLine(run, cli));
  };
  const first = await latest();
  first.toReversed().forEach((run, index) => {
    tell(run, index >= first.length - lines);
  });
  // Listed anew each time, so that nothing is lost between what was there and what comes.
  if (!follow) return;
  for (;;) {
    await pause(everyMs, undefined, { signal: cli.signal }).catch(() => {}); // aborted
    if (cli.signal.aborted) return;
    for (const run of (await latest()).toReversed()) tell(run);
  }
}

/** How often a project is looked at, in milliseconds, and how many runs that changed meanwhile are told of. */
const everyMs = 1000;
const mostChanges = 1000;

function runLine(run: RunSummary, { style, now }: Cli): string {
  const status = statusCell(run.status, style);
  const facts = [manyText(run.steps, "step"), run.last_action ?? "–", durationText(run.duration_ms), agoText(run.last_written_ms, now())]; // prettier-ignore
  return `${status.paint(padText(status.text, 11))}  ${style.bold(visibleLine(run.app_id))}  ${style.dim(visibleLine(facts.join(" · ")))}`;
}
