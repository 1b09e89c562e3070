import { Command } from "commander";
import type { Cli, CliOptions } from "./cli.ts";
import { addCompletion } from "./commands/completion.ts";
import { addDemo } from "./commands/demo.ts";
import { addDev } from "./commands/dev.ts";
import { addDiff } from "./commands/diff.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExport } from "./commands/export.ts";
import { addGraph } from "./commands/graph.ts";
import { addImport } from "./commands/import.ts";
import { addList } from "./commands/list.ts";
import { addPrune } from "./commands/prune.ts";
import { addReplay } from "./commands/replay.ts";
import { addSearch } from "./commands/search.ts";
import { addShow } from "./commands/show.ts";
import { addState } from "./commands/state.ts";
import { addTail } from "./commands/tail.ts";
import { addTestCase } from "./commands/test-case.ts";
import { addUi } from "./commands/ui.ts";
import { version } from "./version.ts";

/** The `burr` command with all its parts, ready to parse what was typed. It throws where it would end the process. */
export function makeProgram(cli: Cli, { stdout, stderr }: Pick<CliOptions, "stdout" | "stderr">): Command {
  const program = new Command("burr")
    .description("Look at, replay and test recorded runs of Burr applications.")
    .version(version, "-V, --version", "print the version")
    .option("--dir <folder>", "the folder with the logs; default: $BURR_DIR, or ~/.burr")
    .option("--color", "colours, also where no terminal is")
    .option("--no-color", "no colours; as $NO_COLOR")
    .helpCommand("help [command]", "show help for a command")
    .configureHelp({ showGlobalOptions: true, ...(cli.width === undefined ? {} : { helpWidth: cli.width }) })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => cli.width ?? 100,
      getErrHelpWidth: () => cli.width ?? 100,
      getOutHasColors: () => cli.style.isOn,
      getErrHasColors: () => cli.errorStyle.isOn,
    })
    .showHelpAfterError("(--help shows what there is)")
    .exitOverride()
    .hook("preAction", (_program, command) => {
      cli.setColor(command.optsWithGlobals<{ readonly color?: boolean }>().color);
    });
  for (const add of commands) add(program, cli);
  return program;
}

/** In the order in which help shows them. */
const commands = [
  addUi,
  addDev,
  addDemo,
  addList,
  addShow,
  addTail,
  addState,
  addDiff,
  addSearch,
  addGraph,
  addTestCase,
  addReplay,
  addExport,
  addImport,
  addPrune,
  addDoctor,
  addCompletion,
];
