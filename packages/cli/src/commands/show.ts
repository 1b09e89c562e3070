import type { Command } from "commander";
import type { ChildSummary, StepRow } from "@burrjs/protocol";
import { type LogStore, type RunView, stateDifference } from "@burrjs/server/store";
import type { Cli } from "../cli.ts";
import { declareCommand, type GlobalOptions, wholeNumber } from "../command-line.ts";
import { allSteps, collected } from "../logs/all-items.ts";
import { findRun, findStep, nameOf } from "../logs/find-run.ts";
import { withLogs } from "../logs/open-logs.ts";
import { streamedText } from "../logs/streamed-text.ts";
import { CliError } from "../cli-error.ts";
import { countText } from "../terminal/quantities.ts";
import { textWidth } from "../terminal/text-width.ts";
import { runHeadLines } from "../views/run-head.ts";
import { stepLine, type StepLineOptions, treeLines } from "../views/step-lines.ts";
import { stepSections } from "../views/step-sections.ts";

interface ShowOptions extends GlobalOptions {
  readonly from?: number;
  readonly limit: number;
  readonly spans: boolean;
  readonly depth: number;
  readonly partition?: string;
  readonly json?: boolean;
}

/** `burr show`: a run as a tree of steps, or all about one step. */
export function addShow(program: Command, cli: Cli): void {
  declareCommand(program, "show <run>", {
    description: "Show the steps of a run, or one step: why it ran, what it read, changed and streamed.",
    examples: [
      ["burr show chat/latest", "the steps of the latest run"],
      ["burr show chat/7f3a", "an id may be cut short"],
      ["burr show chat/7f3a@12", "all about step 12"],
      ["burr show chat/7f3a@last --json", "for programs"],
    ],
    exits: { 1: "there is no such run or step" },
  })
    .option("--from <step>", "begin with this step", wholeNumber)
    .option("-n, --limit <count>", "so many steps at most; 0: all", wholeNumber, 200)
    .option("--no-spans", "leave out spans and children")
    .option("--depth <levels>", "show the steps of children too, so many levels deep", wholeNumber, 0)
    .option("-p, --partition <key>", "the run of this partition")
    .option("--json", "print JSON")
    .action(async (run: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShowOptions>();
      await withLogs(cli, options.dir, async ({ store }) => {
        const found = await findRun(store, run, options);
        if (found.at === undefined) await showRun(cli, { store, view: found.view }, options);
        else await showStep(cli, found.view, await findStep(found), options);
      });
    });
}

interface Place {
  readonly store: LogStore;
  readonly view: RunView;
}

async function showRun(cli: Cli, { store, view }: Place, options: ShowOptions): Promise<void> {
  const { from, limit, json = false } = options;
  const header = await view.header();
  const steps: StepRow[] = [];
  let isCut = false;
  for await (const step of allSteps(view)) {
    if (from !== undefined && step.sequence_id < from) continue;
    if (limit > 0 && steps.length === limit) {
      isCut = true;
      break;
    }
    steps.push(step);
  }
  if (json) {
    cli.printJson({ ...header, steps_list: steps });
    return;
  }
  cli.print(...runHeadLines(header, cli), "");
  await printSteps(cli, { store, view }, { steps, options, depth: options.depth, indent: "" });
  if (isCut) cli.note(`Only ${countText(steps.length)} of ${countText(header.steps)} steps; --limit 0 shows all, --from others.`); // prettier-ignore
}

interface StepList {
  readonly steps: readonly StepRow[];
  readonly options: ShowOptions;
  readonly depth: number;
  readonly indent: string;
}

async function printSteps(cli: Cli, { store, view }: Place, list: StepList): Promise<void> {
  const { steps, options, depth, indent } = list;
  const { style } = cli;
  const width = cli.width === undefined ? undefined : cli.width - indent.length;
  const widest = Math.max(20, ...steps.map(({ action }) => textWidth(action)));
  const lineOptions: StepLineOptions = { style, width, nameWidth: Math.min(widest, 32) };
  for (const step of steps) {
    cli.print(...stepLine(step, lineOptions).split("\n").map((line) => indent + line)); // prettier-ignore
    if (!options.spans || (step.spans === 0 && step.children === 0)) continue;
    const detail = await view.step(step.sequence_id, step.repeat);
    if (detail === undefined) continue;
    cli.print(...treeLines(detail, lineOptions).map((line) => indent + line));
    if (depth > 0) {
      for (const child of detail.children_list) await printChild(cli, { store, view }, { ...list, child });
    }
  }
}

async function printChild(
  cli: Cli,
  place: Place,
  list: Omit<StepList, "steps"> & { readonly child: ChildSummary },
): Promise<void> {
  // prettier-ignore
  const { app_id: appId, partition_key: partition } = list.child;
  const { project, partitionKey } = place.view.ref;
  const { store } = place;
  const view =
    (await store.run({ project, appId, partitionKey: partition })) ??
    (await store.run({ project, appId, partitionKey }));
  if (view === undefined) return;
  const indent = `${list.indent}        `;
  cli.print(`${indent}${cli.style.bold(nameOf(view.ref))}`);
  const steps = await collected(allSteps(view));
  await printSteps(cli, { store, view }, { ...list, steps, indent, depth: list.depth - 1 });
}

async function showStep(cli: Cli, view: RunView, row: StepRow, { json = false }: ShowOptions): Promise<void> {
  const { sequence_id: id, repeat } = row;
  const step = await view.step(id, repeat);
  if (step === undefined) throw new CliError("not-found", `Step ${id} is not there any more.`, { what: "step" });
  const [before, after] = await Promise.all([
    view.stateValue(id, "before", repeat),
    view.stateValue(id, "after", repeat),
  ]);
  const changes =
    before === undefined || after === undefined ? undefined : stateDifference(before, after, { isOneLog: true });
  const streamed = await streamedText(view, step);
  if (json) {
    cli.printJson({ ...step, state_change: changes ?? null, streamed: streamed ?? null });
    return;
  }
  cli.print(...stepSections({ name: nameOf(view.ref), step, changes, streamed }, cli));
}
