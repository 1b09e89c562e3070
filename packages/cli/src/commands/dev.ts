import type { Command } from "commander";
import type { Cli } from "../cli.ts";
import { declareCommand, type GlobalOptions, portNumber, several } from "../command-line.ts";
import { devApp } from "../dev/dev-app.ts";
import { serveCode } from "../dev/serve-code.ts";
import { runnerTokenOf } from "../page/runner-token.ts";
import { opened, refusal, servedFolder } from "../page/serve-page.ts";

interface DevOptions extends GlobalOptions {
  readonly port?: number;
  readonly open: boolean;
  readonly import?: readonly string[];
  readonly json?: boolean;
}

/** `burr dev`: the web page, and an application whose runs can be forked from there. */
export function addDev(program: Command, cli: Cli): void {
  declareCommand(program, "dev <module>", {
    description:
      "Serve the web page together with your application: runs of it can be forked from any step, with other state, and be stepped " +
      "through. The code runs in a process of its own, and is loaded anew when one of its files changes.",
    examples: [
      ["burr dev ./src/app.ts", "the default export, or all applications that are exported"],
      ["burr dev ./src/app.ts#makeApp", "a function that makes an application; it is called for each fork"],
      ["burr dev ./src/apps.ts#apps --no-open", "several ones: a list, or an object"],
    ],
    exits: { 0: "it was ended (Ctrl-C)", 2: "the call was wrong, there is no such module, or the port is taken" },
  })
    .option("--port <number>", "the port; 0: any that is free (default: 7241)", portNumber)
    .option("--no-open", "do not open the page")
    .option("--import <module>", "load this module before the code, as node does; may be given again", several)
    .option("--json", "print what happens as lines of JSON")
    .action(async (module: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<DevOptions>();
      const app = devApp(module, cli.cwd);
      const dir = await servedFolder(cli, options.dir);
      const { serve } = await import("@burrjs/server/node");
      const { BURR_TOKEN: token, ...env } = cli.env;
      const server = await serve({
        dir,
        ...(options.port === undefined ? {} : { port: options.port }),
        ...(token === undefined ? {} : { token }),
        runnerTokens: [await runnerTokenOf(dir)],
        onError: (error) => cli.note(`${cli.errorStyle.red("error:")} ${error instanceof Error ? error.message : String(error)}`), // prettier-ignore
      }).catch(refusal);
      const { url, signInUrl, port, runnerToken } = server;
      try {
        tell(cli, { url, signInUrl, port, dir, isJson: options.json === true });
        if (options.open) await opened(cli, signInUrl);
        await serveCode(cli, {
          ...app,
          imports: options.import ?? [],
          isJson: options.json === true,
          // The secret is nowhere else than here: others on this machine could read arguments.
          env: { ...env, BURR_DIR: dir, BURR_RUNNER_URL: url, BURR_RUNNER_TOKEN: runnerToken },
        });
      } finally {
        await server.close();
      }
    });
}

interface Told {
  readonly url: string;
  readonly signInUrl: string;
  readonly port: number;
  readonly dir: string;
  readonly isJson: boolean;
}

function tell(cli: Cli, { url, signInUrl, port, dir, isJson }: Told): void {
  if (isJson) {
    cli.printJsonLine({ url, sign_in_url: signInUrl, port, dir });
    return;
  }
  const { style } = cli;
  cli.print(
    `Serving ${dir} at ${style.bold(url)}`,
    `Open     ${style.cyan(signInUrl)}`,
    style.dim("Press Ctrl-C to end. What your code prints follows."),
  );
}
