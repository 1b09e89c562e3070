import { stat, writeFile } from "node:fs/promises";
import { extname, resolve } from "node:path";
import { type PictureOptions, toDot, toJSON, toMermaid } from "@burrjs/core/pictures";
import type { ApplicationModel } from "@burrjs/protocol";
import type { RunView } from "@burrjs/server/store";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { CliError, invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions } from "../command-line.ts";
import { allSteps } from "../logs/all-items.ts";
import { findWholeRun, nameOf } from "../logs/find-run.ts";
import { withLogs } from "../logs/open-logs.ts";
import { type DrawnGraph, graphOfModel } from "../pictures/graph-of-model.ts";
import { readGraphFile } from "../pictures/graph-file.ts";

type GraphFormat = "mermaid" | "dot" | "svg" | "json";

interface GraphOptions extends GlobalOptions {
  readonly format?: GraphFormat;
  readonly view: "actions" | "data";
  readonly direction?: "down" | "right";
  readonly run?: string | true;
  readonly conditions: boolean;
  readonly state: boolean;
  readonly out?: string;
  readonly partition?: string;
}

/** `burr graph`: a picture of the graph of a run, a project, or a file. */
export function addGraph(program: Command, cli: Cli): void {
  declareCommand(program, "graph <what>", {
    description: "Draw the graph of a run, of the latest run of a project, or of a file (graph.json, or toJSON()).",
    examples: [
      ["burr graph chat", "as text for Mermaid, which GitHub draws"],
      ["burr graph chat --out graph.svg", "as a picture: the format is that of the name"],
      ["burr graph chat/7f3a --run", "with the way that the run took, and how often"],
      ["burr graph graph.json --run chat/7f3a --format dot", "a run over the graph of a file"],
    ],
    exits: { 1: "there is no such project or run, or its log has no graph" },
  })
    .addOption(
      new Option("-f, --format <format>", "default: by the name in --out, or mermaid").choices([
        "mermaid",
        "dot",
        "svg",
        "json",
      ]),
    )
    .addOption(
      new Option("--view <view>", "actions, or who writes and reads which key")
        .choices(["actions", "data"])
        .default("actions"),
    ) // prettier-ignore
    .addOption(new Option("--direction <direction>", "where it grows to").choices(["down", "right"]))
    .option("--run [run]", "mark the way of this run, or of the one that is drawn")
    .option("--no-conditions", "leave out conditions")
    .option("--no-state", "leave out what actions read and write")
    .option("-o, --out <file>", "write it to a file")
    .option("-p, --partition <key>", "the run of this partition")
    .action(async (what: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GraphOptions>();
      const format = formatOf(options);
      const { model, path, next } = await subject(cli, what, options);
      const graph = graphOfModel(model);
      const known = path.filter((name) => Object.hasOwn(graph.actions, name));
      if (known.length < path.length)
        cli.note("Some of the actions of the run are not in this graph: they are left out.");
      const text = await drawn(graph, format, {
        view: options.view,
        show: { conditions: options.conditions, state: options.state },
        path: known,
        ...(next === null || !Object.hasOwn(graph.actions, next) ? {} : { next }),
        ...(options.direction === undefined ? {} : { direction: options.direction }),
      });
      await delivered(cli, text, options.out);
    });
}

interface Subject {
  readonly model: ApplicationModel;
  /** The actions of the run to mark. */
  readonly path: readonly string[];
  readonly next: string | null;
}

async function subject(cli: Cli, what: string, options: GraphOptions): Promise<Subject> {
  const { run, dir } = options;
  const isFile = await existsAsFile(resolve(cli.cwd, what));
  if (!isFile && what.endsWith(".json")) throw new CliError("unusable-file", `There is no file ${resolve(cli.cwd, what)}.`, { path: what }); // prettier-ignore
  if (isFile && run === undefined) return { model: await readGraphFile(resolve(cli.cwd, what)), path: [], next: null };
  return await withLogs(cli, dir, async ({ store }) => {
    const find = async (text: string): Promise<RunView> =>
      await findWholeRun(store, text.includes("/") ? text : `${text}/latest`, options);
    if (isFile) {
      const model = await readGraphFile(resolve(cli.cwd, what));
      if (typeof run !== "string") throw new CliError("invalid-argument", "Which run? With a file, write --run <project>/<app id>.", { argument: "--run" }); // prettier-ignore
      return { model, ...(await wayOf(await find(run))) };
    }
    const view = await find(what);
    const model = await view.graph();
    if (model === undefined) {
      const name = nameOf(view.ref);
      throw new CliError("not-found", `The log of ${name} has no graph: its graph.json is missing, or cannot be read.`, { what: "graph" }); // prettier-ignore
    }
    if (run === undefined) return { model, path: [], next: null };
    return { model, ...(await wayOf(run === true ? view : await find(run))) };
  });
}

/** The actions that a run took, and the one that is next. */
async function wayOf(view: RunView): Promise<Pick<Subject, "path" | "next">> {
  const path: string[] = [];
  let last: { readonly sequence_id: number; readonly repeat: number } | undefined;
  for await (const step of allSteps(view)) {
    path.push(step.action);
    last = step;
  }
  const detail = last === undefined ? undefined : await view.step(last.sequence_id, last.repeat);
  return { path, next: detail?.next?.to ?? null };
}

const formatsByEnding: ReadonlyMap<string, GraphFormat> = new Map([
  ["mmd", "mermaid"],
  ["mermaid", "mermaid"],
  ["dot", "dot"],
  ["gv", "dot"],
  ["svg", "svg"],
  ["json", "json"],
]);

/** What was asked for, or what the name of the file says. */
function formatOf({ format, out }: GraphOptions): GraphFormat {
  if (format !== undefined || out === undefined) return format ?? "mermaid";
  const ending = extname(out).slice(1).toLowerCase();
  const byName = formatsByEnding.get(ending);
  if (byName !== undefined) return byName;
  const known = [...formatsByEnding.keys()].map((one) => `.${one}`).join(", ");
  throw invalidArgument("--out", `The name ${out} says no format. Let it end in ${known}, or name one with --format.`);
}

async function drawn(graph: DrawnGraph, format: GraphFormat, options: PictureOptions): Promise<string> {
  switch (format) {
    case "dot":
      return toDot(graph, options);
    case "json":
      return `${JSON.stringify(toJSON(graph), null, 2)}\n`;
    case "svg": {
      const { toSVG } = await import("@burrjs/graph/svg");
      return `${toSVG(graph, options)}\n`;
    }
    case "mermaid":
    default:
      return toMermaid(graph, options);
  }
}

async function delivered(cli: Cli, text: string, out: string | undefined): Promise<void> {
  if (out === undefined) {
    cli.write(text);
    return;
  }
  const path = resolve(cli.cwd, out);
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new CliError("unusable-file", `${path} cannot be written.`, { path }, { cause: error });
  }
  cli.note(`Wrote ${path}.`);
}

async function existsAsFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false; // it is no file: the name of a run or of a project, then
  }
}
