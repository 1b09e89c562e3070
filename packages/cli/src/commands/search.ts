import { type SearchHit, visibleLine } from "@burrjs/protocol";
import type { LogStore, RunView } from "@burrjs/server/store";
import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { declareCommand, type GlobalOptions, wholeNumber } from "../command-line.ts";
import { invalidArgument } from "../cli-error.ts";
import { allRuns } from "../logs/all-items.ts";
import { findWholeRun, nameOf, unknownProject } from "../logs/find-run.ts";
import { withLogs } from "../logs/open-logs.ts";

interface SearchOptions extends GlobalOptions {
  readonly limit: number;
  readonly ignoreCase?: boolean;
  readonly partition?: string;
  readonly json?: boolean;
}

/** `burr search`: text in what was logged. */
export function addSearch(program: Command, cli: Cli): void {
  declareCommand(program, "search <text> [where]", {
    description: "Search for text in inputs, states, results, streams and errors: in a run, a project, or everywhere.",
    examples: [
      ['burr search "refund" support/latest', "in a run"],
      ['burr search "refund" support', "in all runs of a project"],
      ['burr search -i "refund" support', "the same for Refund and REFUND"],
      ['burr search "refund" --json', "everywhere, a line of JSON for each hit"],
    ],
    exits: { 1: "nothing was found" },
  })
    .option("-i, --ignore-case", "take upper and lower case (of A to Z) for the same")
    .option("-n, --limit <count>", "so many hits at most; 0: all", wholeNumber, 50)
    .option("-p, --partition <key>", "only runs of this partition")
    .option("--json", "print a line of JSON for each hit")
    .action(async (text: string, where: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<SearchOptions>();
      if (text === "") throw invalidArgument("text", "There is no text to search for.");
      await withLogs(cli, options.dir, async ({ store }) => {
        const found = await search(cli, viewsOf(store, where, options), text, options);
        if (found === 0) cli.exitCode = 1;
        if (found === 0 && options.json !== true) cli.note("Nothing was found.");
      });
    });
}

async function search(
  cli: Cli,
  views: AsyncIterable<RunView>,
  text: string,
  { limit, ignoreCase = false, json = false }: SearchOptions,
): Promise<number> {
  const ended = new AbortController();
  const signal = AbortSignal.any([cli.signal, ended.signal]);
  let found = 0;
  for await (const view of views) {
    signal.throwIfAborted();
    for await (const hit of view.search(text, signal, { ignoreCase })) {
      if (limit > 0 && found === limit) {
        ended.abort();
        cli.note(`Only the first ${limit} hits; --limit 0 shows all.`);
        return found;
      }
      found += 1;
      const { project, appId, partitionKey } = view.ref;
      if (json) cli.printJsonLine({ project, app_id: appId, partition_key: partitionKey, ...hit });
      else cli.print(hitLine(view, hit, text, cli));
    }
  }
  return found;
}

async function* viewsOf(store: LogStore, where: string | undefined, options: SearchOptions): AsyncGenerator<RunView> {
  if (where?.includes("/") === true) {
    yield await findWholeRun(store, where, options);
    return;
  }
  const projects = where === undefined ? (await store.projects()).map(({ project }) => project) : [where];
  for (const project of projects) {
    const { partition } = options;
    const runs = await allRuns(store, project, partition === undefined ? {} : { partitionKey: partition });
    if (runs === undefined) throw await unknownProject(store, project);
    for await (const { app_id: appId, partition_key: partitionKey } of runs) {
      const view = await store.run({ project, appId, partitionKey });
      if (view !== undefined) yield view;
    }
  }
}

function hitLine(
  { ref }: RunView,
  { sequence_id: step, type, excerpt, at }: SearchHit,
  text: string,
  { style }: Cli,
): string {
  // prettier-ignore
  const place = `${nameOf(ref)}${step === null ? "" : `@${step}`}`;
  const [head, hit, tail] = [
    excerpt.slice(0, at),
    excerpt.slice(at, at + text.length),
    excerpt.slice(at + text.length),
  ];
  const marked = `${visibleLine(head)}${style.bold(style.yellow(visibleLine(hit)))}${visibleLine(tail)}`;
  return `${style.bold(visibleLine(place))} ${style.dim(type)}  ${marked}`;
}
