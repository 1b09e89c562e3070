import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { declareCommand, type GlobalOptions } from "../command-line.ts";
import { type Checkup, checkUp } from "../doctor/check-up.ts";
import type { Finding } from "../doctor/run-findings.ts";
import { dataFolder } from "../logs/data-folder.ts";
import { withLogs } from "../logs/open-logs.ts";
import { bytesText, countText, manyText } from "../terminal/quantities.ts";
import { tableLines } from "../terminal/table.ts";
import { visibleLine } from "@burrjs/protocol";

interface DoctorOptions extends GlobalOptions {
  readonly json?: boolean;
}

/** `burr doctor`: is all well with the logs? */
export function addDoctor(program: Command, cli: Cli): void {
  declareCommand(program, "doctor", {
    description:
      "Look through the data folder: lines that cannot be read, lost records, permissions, caches, versions.",
    examples: [
      ["burr doctor", "for people"],
      ["burr doctor --json | jq .findings", "for programs"],
    ],
    exits: { 0: "all is well", 1: "there is something to mend" },
  })
    .option("--json", "print JSON")
    .action(async (_options: unknown, command: Command) => {
      const { dir: option, json = false } = command.optsWithGlobals<DoctorOptions>();
      const dir = dataFolder(cli, option);
      const checkup = await withLogs(
        cli,
        option,
        async ({ store, source }) => await checkUp({ dir, store, source, cli }),
      );
      if (checkup.findings.some(({ level }) => level === "mend")) cli.exitCode = 1;
      if (json) cli.printJson(checkup);
      else print(cli, checkup);
    });
}

function print(cli: Cli, { dir, versions, projects, findings }: Checkup): void {
  const { style, width } = cli;
  const facts = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  cli.print(`${style.bold(dir)}  ${style.dim(facts.join(" · "))}`, "");
  const columns = [
    { title: "project", cut: "end" },
    { title: "runs", align: "right" },
    { title: "logs", align: "right" },
    { title: "caches", align: "right", drop: 1 },
    { title: "unreadable lines", align: "right" },
    { title: "lost records", align: "right", drop: 2 },
  ] as const;
  const rows = projects.map((one) => [
    one.project,
    countText(one.runs),
    bytesText(one.log_bytes),
    bytesText(one.cache_bytes),
    one.unreadable_lines === 0 ? "–" : { text: countText(one.unreadable_lines), paint: style.yellow },
    one.lost_records === 0 ? "–" : { text: countText(one.lost_records), paint: style.yellow },
  ]);
  if (rows.length > 0) cli.print(...tableLines(columns, rows, { style, width }), "");
  for (const finding of findings) cli.print(...findingLines(finding, cli));
  const count = findings.filter(({ level }) => level === "mend").length;
  cli.print(
    count === 0 ? `${style.green("✓")} All is well.` : `${style.red("✗")} ${manyText(count, "thing")} to mend.`,
  );
}

function findingLines({ level, what, where, remedy }: Finding, { style }: Cli): string[] {
  const mark = level === "mend" ? style.red("✗") : style.yellow("!");
  return [
    `${mark} ${visibleLine(what)}  ${style.dim(visibleLine(where))}`,
    ...(remedy === "" ? [] : [`    ${remedy}`]),
  ];
}
