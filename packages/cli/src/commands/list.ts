import { machineZone, type ProjectSummary, type RunSummary } from "@burrjs/protocol";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions, wholeNumber } from "../command-line.ts";
import { type CheckedQuery, checkedQuery } from "../logs/checked-query.ts";
import { unknownProject } from "../logs/find-run.ts";
import { type Logs, withLogs } from "../logs/open-logs.ts";
import { agoText, bytesText, countText, durationText, manyText } from "../terminal/quantities.ts";
import { type Cell, type Column, tableLines } from "../terminal/table.ts";
import { statusCell } from "../views/status.ts";

interface ListOptions extends GlobalOptions {
  readonly query?: CheckedQuery;
  readonly sort: string;
  readonly limit: number;
  readonly partition?: string;
  readonly json?: boolean;
}

/** `burr list`: projects, or the runs of one. */
export function addList(program: Command, cli: Cli): void {
  declareCommand(program, "list [project]", {
    description: "List the projects, or the runs of one.",
    examples: [
      ["burr list", "all projects"],
      ["burr list chat", "its latest 20 runs"],
      ['burr list chat --query "status:failed" --limit 100', "those that failed"],
      ["burr list chat --json | jq -r '.items[].app_id'", "for programs"],
    ],
    exits: { 1: "there is no such project" },
  })
    .alias("ls")
    .option("-q, --query <text>", "only the runs that match, as in the search box of the web UI", checkedQuery)
    .option("-s, --sort <field>", "by this field; with - in front, downwards", "-last_written_ms")
    .option("-n, --limit <count>", "so many at most; 0: all", wholeNumber, 20)
    .option("-p, --partition <key>", "only the runs of this partition")
    .addOption(new Option("--json", "print JSON"))
    .action(async (project: string | undefined, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      if (project === undefined) refuseRunOptions(command);
      await withLogs(cli, options.dir, async (logs) => {
        if (project === undefined) await listProjects(cli, logs, options);
        else await listRuns(cli, logs, project, options);
      });
    });
}

/** Projects cannot be filtered and sorted: whoever asks for that means the runs of one. */
function refuseRunOptions(command: Command): void {
  const given = ["query", "sort", "limit", "partition"].find((name) => command.getOptionValueSource(name) === "cli");
  if (given === undefined) return;
  throw invalidArgument(
    `--${given}`,
    `--${given} is for runs. Of which project? Write: burr list <project> --${given} …`,
  );
}

async function listProjects(cli: Cli, { store, dir }: Logs, { json = false }: ListOptions): Promise<void> {
  const projects = await store.projects({ zone: machineZone() });
  if (json) {
    cli.printJson({ items: projects, total: projects.length });
    return;
  }
  if (projects.length === 0) {
    cli.note(`There are no projects in ${dir} yet. Track an application, or try "burr demo".`);
    return;
  }
  const { style, width } = cli;
  cli.print(...tableLines(projectColumns, projects.map((one) => projectRow(one, cli)), { style, width })); // prettier-ignore
}

const projectColumns: readonly Column[] = [
  { title: "project", cut: "end" },
  { title: "runs", align: "right" },
  { title: "running", align: "right", drop: 2 },
  { title: "failed", align: "right" },
  { title: "last written", align: "right" },
  { title: "steps per day", drop: 3 },
];

function projectRow({ project, runs, running, failed, ...rest }: ProjectSummary, { style, now }: Cli) {
  return [
    { text: project, paint: style.bold },
    countText(runs),
    running === 0 ? "–" : { text: countText(running), paint: style.blue },
    failed === 0 ? "–" : { text: countText(failed), paint: style.red },
    agoText(rest.last_activity_ms, now()),
    { text: sparkline(rest.activity), paint: style.blue },
  ];
}

async function listRuns(cli: Cli, { store }: Logs, project: string, options: ListOptions): Promise<void> {
  const { query, sort, limit, partition, json = false } = options;
  const filters = {
    sort,
    ...query,
    ...(partition === undefined ? {} : { partitionKey: partition }),
  };
  const most = limit === 0 ? Number.POSITIVE_INFINITY : limit;
  const items: RunSummary[] = [];
  let total = 0;
  let cursor: string | null = "";
  while (cursor !== null && items.length < most) {
    const page = { ...filters, limit: Math.min(1000, most - items.length) };
    const answer = await store.runs(project, cursor === "" ? page : { ...page, cursor });
    if (answer === undefined) throw await unknownProject(store, project);
    items.push(...answer.items);
    total = answer.total;
    cursor = answer.next;
  }
  if (json) {
    cli.printJson({ items, total });
    return;
  }
  const { style, width } = cli;
  const columns = runColumns.filter(({ title }) => title !== "partition" || items.some((run) => run.partition_key !== null)); // prettier-ignore
  const rows = items.map((run) => {
    const cells = runCells(run, cli);
    return columns.map(({ title }) => cells.get(title) ?? "");
  });
  if (items.length > 0) cli.print(...tableLines(columns, rows, { style, width }));
  if (items.length < total) cli.note(`${countText(items.length)} of ${manyText(total, "run")}; --limit 0 shows all.`);
  else if (items.length === 0) cli.note(query === undefined ? `The project "${project}" has no runs yet.` : "No run matches."); // prettier-ignore
}

const runColumns: readonly Column[] = [
  { title: "run", cut: "middle", least: 20 },
  { title: "partition", cut: "end", drop: 4 },
  { title: "status" },
  { title: "steps", align: "right" },
  { title: "last action", cut: "end", drop: 3 },
  { title: "took", align: "right", drop: 2 },
  { title: "tokens", align: "right", drop: 6 },
  { title: "size", align: "right", drop: 5 },
  { title: "last written", align: "right", drop: 1 },
];

function runCells(run: RunSummary, cli: Cli): ReadonlyMap<string, Cell> {
  const { style, now } = cli;
  const origin = run.parent === null ? (run.spawned_by === null ? "" : " ↳") : " ⑂";
  return new Map<string, Cell>([
    ["run", { text: run.app_id + origin, paint: style.bold }],
    ["partition", run.partition_key ?? "–"],
    ["status", statusCell(run.status, style)],
    ["steps", countText(run.steps)],
    ["last action", run.last_action ?? "–"],
    ["took", durationText(run.duration_ms)],
    ["tokens", run.tokens === null ? "–" : countText(run.tokens.input + run.tokens.output)],
    ["size", bytesText(run.size_bytes)],
    ["last written", agoText(run.last_written_ms, now())],
  ]);
}

/** Numbers as little bars; nothing for zero. */
function sparkline(values: readonly number[]): string {
  const most = Math.max(1, ...values);
  return values
    .map((value) => (value <= 0 ? "·" : "▁▂▃▄▅▆▇█"[Math.min(7, Math.floor((value / most) * 7.99))]))
    .join("");
}
