import { Argument, type Command } from "commander";
import type { Cli } from "../cli.ts";
import { declareCommand } from "../command-line.ts";
import { candidates } from "../completion/candidates.ts";
import { completionScripts, shells } from "../completion/scripts.ts";

/** `burr completion`: scripts for shells. */
export function addCompletion(program: Command, cli: Cli): void {
  declareCommand(program, "completion", {
    description: "Print a script that lets your shell complete commands, options, projects and runs.",
    examples: [
      ["burr completion bash >> ~/.bashrc", "then open another shell"],
      ["burr completion zsh > ~/.zfunc/_burr", "with fpath+=~/.zfunc before compinit"],
      ["burr completion fish > ~/.config/fish/completions/burr.fish", "at once"],
    ],
  })
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .action((shell: keyof typeof completionScripts) => {
      cli.write(completionScripts[shell]);
    });
  // What the scripts ask.
  program
    .command("__complete [words...]", { hidden: true })
    .allowUnknownOption()
    .action(async (words: readonly string[]) => {
      for (const one of await candidates(program, cli, words)) cli.print(one);
    });
}
