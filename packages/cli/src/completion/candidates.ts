import type { Argument, Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { withLogs } from "../logs/open-logs.ts";

/** What may stand in place of the last of `words`, which is what was typed so far. */
export async function candidates(program: Command, cli: Cli, words: readonly string[]): Promise<readonly string[]> {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const { command, operands, pending, dir } = placeIn(program, before);
  const all = pending !== undefined ? (pending.argChoices ?? []) : typed.startsWith("-") ? optionsOf(command) : await operandsOf(cli, { command, place: operands, typed, dir }); // prettier-ignore
  return all.filter((one) => one.startsWith(typed) && isPlain(one));
}

interface Place {
  readonly command: Command;
  /** How many operands stand before. */
  readonly operands: number;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
  readonly dir: string | undefined;
}

function placeIn(program: Command, words: readonly string[]): Place {
  let command = program;
  let operands = 0;
  let pending: Option | undefined;
  let dir: string | undefined;
  for (const word of words) {
    if (pending !== undefined) {
      if (pending.long === "--dir") dir = word;
      pending = undefined;
    } else if (word.startsWith("-")) pending = optionNamed(command, word);
    else {
      const inner = operands === 0 ? command.commands.find((one) => namesOf(one).includes(word)) : undefined;
      if (inner === undefined) operands += 1;
      else command = inner;
    }
  }
  return { command, operands, pending, dir };
}

/** The option of a word, if its value is the next word. */
function optionNamed(command: Command, word: string): Option | undefined {
  const option = allOptions(command).find(({ long, short }) => word === long || word === short);
  return option?.required === true ? option : undefined;
}

function optionsOf(command: Command): string[] {
  return [...allOptions(command).flatMap(({ long, hidden }) => (long === undefined || hidden ? [] : [long])), "--help"];
}

function allOptions(command: Command): readonly Option[] {
  return [...command.options, ...(command.parent === null ? [] : allOptions(command.parent))];
}

interface OperandPlace {
  readonly command: Command;
  readonly place: number;
  readonly typed: string;
  readonly dir: string | undefined;
}

async function operandsOf(cli: Cli, { command, place, typed, dir }: OperandPlace): Promise<readonly string[]> {
  if (command.commands.length > 0) return command.commands.filter((one) => !one.name().startsWith("__")).map((one) => one.name()); // prettier-ignore
  const argument = command.registeredArguments[place];
  if (argument === undefined) return [];
  if (argument.argChoices !== undefined) return argument.argChoices;
  const kind = kinds.get(argument.name());
  if (kind === undefined) return [];
  return await withLogs(cli, dir, async ({ store }) => {
    const slash = typed.indexOf("/");
    if (slash > 0 && kind !== "project") {
      const project = typed.slice(0, slash);
      const page = await store.runs(project, { limit: mostRuns, sort: "-last_written_ms" });
      return [`${project}/latest`, ...(page?.items ?? []).map((run) => `${project}/${run.app_id}`)];
    }
    const projects = (await store.projects()).map(({ project }) => project);
    return kind === "project" ? projects : projects.flatMap((one) => (kind === "run" ? [`${one}/`] : [one, `${one}/`]));
  }).catch(() => []); // no data: nothing to offer
}

/** How many runs are offered at most, the latest first. */
const mostRuns = 200;

/** What an argument is, by its name. */
const kinds: ReadonlyMap<ReturnType<Argument["name"]>, "run" | "project" | "both"> = new Map([
  ["run", "run"],
  ["step", "run"],
  ["one", "run"],
  ["other", "run"],
  ["what", "both"],
  ["where", "both"],
  ["run-or-project", "both"],
  ["project", "project"],
]);

function namesOf(command: Command): readonly string[] {
  return [command.name(), ...command.aliases()];
}

/** Names that a shell would have to quote are not offered. */
function isPlain(text: string): boolean {
  return /^[\p{L}\p{N}_\-:.@/=+,%~]+$/u.test(text);
}
