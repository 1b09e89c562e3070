import { type DiffEntry, visibleLine } from "@burrjs/protocol";
import { type RunView, stateDifference } from "@burrjs/server/store";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { CliError } from "../cli-error.ts";
import { declareCommand, type GlobalOptions, several } from "../command-line.ts";
import { findRun, findStep, type FoundRun, nameOf } from "../logs/find-run.ts";
import { withLogs } from "../logs/open-logs.ts";
import { manyText } from "../terminal/quantities.ts";
import { toPointer } from "../values/pointer.ts";
import { alignActions, type AlignedStep } from "../values/align-actions.ts";
import { allSteps, collected } from "../logs/all-items.ts";
import { differenceLines } from "../views/difference-lines.ts";

interface DiffOptions extends GlobalOptions {
  readonly path: string;
  readonly ignore?: readonly string[];
  readonly partition?: string;
  readonly json?: boolean;
}

/** `burr diff`: what differs between two states, or two runs. */
export function addDiff(program: Command, cli: Cli): void {
  declareCommand(program, "diff <one> <other>", {
    description: "Compare the states at two steps, or two runs: their actions, then their last states.",
    examples: [
      ["burr diff chat/7f3a@3 chat/7f3a@12", "what changed between two steps"],
      ["burr diff chat/7f3a@12 chat/9b21@12", "the same step of two runs"],
      ["burr diff chat/7f3a chat/9b21", "where two runs part, and what came of it"],
      ["burr diff chat/7f3a chat/9b21 --ignore /took_ms --json", "for programs"],
    ],
    exits: { 0: "they are the same", 1: "they differ, or one of them is not there" },
  })
    .option("--path <path>", "only this part of the state", toPointer, "")
    .option("--ignore <path>", "leave this part out; may be given again", several)
    .option("-p, --partition <key>", "runs of this partition")
    .option("--json", "print JSON")
    .action(async (one: string, other: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DiffOptions>();
      await withLogs(cli, options.dir, async ({ store }) => {
        const found = [await findRun(store, one, options), await findRun(store, other, options)] as const;
        if (found.some(({ at }) => at !== undefined)) await diffStates(cli, found, options);
        else await diffRuns(cli, [found[0].view, found[1].view], options);
      });
    });
}

type Two<T> = readonly [T, T];

async function diffStates(cli: Cli, [one, other]: Two<FoundRun>, options: DiffOptions): Promise<void> {
  const [before, after] = [await stateAt(one), await stateAt(other)];
  const differences = differing(before.state, after.state, { ...options, isOneLog: areOneLog([one.view, other.view]) });
  if (differences.length > 0) cli.exitCode = 1;
  if (options.json === true) cli.printJson({ from: before.name, to: after.name, differences });
  else {
    const { style } = cli;
    cli.print(style.red(visibleLine(`- ${before.name}`)), style.green(visibleLine(`+ ${after.name}`)), "");
    cli.print(...differenceLines(differences, cli));
  }
}

async function diffRuns(cli: Cli, views: Two<RunView>, options: DiffOptions): Promise<void> {
  const [one, other] = await Promise.all([actionsOf(views[0]), actionsOf(views[1])]);
  const aligned = alignActions(one, other);
  const part = aligned.find(({ left, right }) => left === undefined || right === undefined);
  const ends = await Promise.all(views.map(async (view) => await lastState(view)));
  const differences = differing(ends[0] ?? {}, ends[1] ?? {}, { ...options, isOneLog: areOneLog(views) });
  if (part !== undefined || differences.length > 0) cli.exitCode = 1;
  const names = views.map(({ ref }) => nameOf(ref));
  if (options.json === true) {
    cli.printJson({ from: names[0], to: names[1], steps: aligned, differences });
    return;
  }
  const { style } = cli;
  cli.print(style.red(visibleLine(`- ${names[0]}`)), style.green(visibleLine(`+ ${names[1]}`)), "");
  cli.print(style.bold("Actions"), ...alignedLines(aligned, cli), "");
  cli.print(style.bold("Last states"), ...differenceLines(differences, cli));
}

/** The aligned steps, those in the middle of long stretches that are the same left out. */
function alignedLines(aligned: readonly AlignedStep[], { style }: Cli): string[] {
  const isSame = ({ left, right }: AlignedStep): boolean => left !== undefined && right !== undefined;
  if (aligned.every(isSame)) return [style.dim(`the same: ${manyText(aligned.length, "step")}`)];
  const context = 2;
  let skipped = 0;
  const lines: string[] = [];
  aligned.forEach((step, index) => {
    const near = aligned.slice(Math.max(0, index - context), index + context + 1);
    if (near.every(isSame)) {
      skipped += 1;
      return;
    }
    if (skipped > 0) lines.push(style.dim(`  … ${manyText(skipped, "step")} the same`));
    skipped = 0;
    const { action, left, right } = step;
    const text = visibleLine(`${String(left ?? "").padStart(5)} ${String(right ?? "").padStart(5)}  ${action}`);
    if (right === undefined) lines.push(style.red(`- ${text}`));
    else lines.push(left === undefined ? style.green(`+ ${text}`) : `  ${text}`);
  });
  return skipped > 0 ? [...lines, style.dim(`  … ${manyText(skipped, "step")} the same`)] : lines;
}

async function actionsOf(view: RunView): Promise<{ readonly action: string; readonly id: number }[]> {
  const steps = await collected(allSteps(view));
  return steps.map(({ action, sequence_id: id }) => ({ action, id }));
}

async function lastState(view: RunView): Promise<Readonly<Record<string, unknown>>> {
  const { items } = await view.steps({ limit: 1, direction: "back" });
  const [last] = items;
  return (last && (await view.stateValue(last.sequence_id, "after", last.repeat))) ?? {};
}

async function stateAt(found: FoundRun): Promise<{ readonly name: string; readonly state: unknown }> {
  const { sequence_id: id, repeat } = await findStep(found, "last");
  const name = `${nameOf(found.view.ref)}@${id}`;
  const state = await found.view.stateValue(id, "after", repeat);
  if (state === undefined) throw new CliError("not-found", `The log has no state for ${name}.`, { what: "state" });
  return { name, state };
}

function areOneLog([one, other]: Two<RunView>): boolean {
  return nameOf(one.ref) === nameOf(other.ref) && one.ref.partitionKey === other.ref.partitionKey;
}

function differing(
  before: unknown,
  after: unknown,
  { ignore = [], ...options }: DiffOptions & { readonly isOneLog: boolean },
): readonly DiffEntry[] {
  const ignored = ignore.map(toPointer);
  return (stateDifference(before, after, options) ?? []).filter(
    (one) => !ignored.some((path) => one.path === path || one.path.startsWith(`${path}/`)),
  );
}
