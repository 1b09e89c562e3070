import type { ServeOptions } from "@burrjs/server/node";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions, portNumber, several } from "../command-line.ts";
import { runnerTokenOf } from "../page/runner-token.ts";
import { opened, refusal, servedFolder, untilAborted } from "../page/serve-page.ts";

interface UiOptions extends GlobalOptions {
  readonly port?: number;
  readonly host?: string;
  readonly token: string | boolean;
  readonly allowedHost?: readonly string[];
  readonly trustProxy?: boolean;
  readonly open: boolean;
  readonly readOnly?: boolean;
  readonly ingest: boolean;
  readonly ingestToken?: readonly string[];
  readonly json?: boolean;
}

/** `burr ui`: the web page over the logs. */
export function addUi(program: Command, cli: Cli): void {
  declareCommand(program, "ui", {
    description:
      "Serve the web page over the logs, and open it. Only this machine can reach it, and only with the token in the address that is opened.",
    examples: [
      ["burr ui", "serve ~/.burr, and open the page"],
      ["burr ui --dir ./logs --port 0 --no-open", "another folder, at any port that is free"],
      ["burr ui --read-only", "nothing can be changed or deleted"],
      ["burr ui --host 0.0.0.0 --token $BURR_TOKEN", "for other machines too: they need the token"],
    ],
    exits: {
      0: "it was ended (Ctrl-C)",
      2: "the call was wrong, the port is taken, or the address is not safe or not there",
    },
  })
    .alias("serve")
    .option("--port <number>", "the port; 0: any that is free (default: 7241)", portNumber)
    .option("--host <address>", "listen at another address than loopback: needs --token")
    .addOption(
      new Option("--token <text>", "the token, at least 32 characters; default: $BURR_TOKEN, or another one each time"),
    ) // prettier-ignore
    .option("--no-token", "let whoever reaches it read without a token; changes need one all the same")
    .option("--allowed-host <name>", "a name by which it is asked, behind a proxy; may be given again", several)
    .option("--trust-proxy", "believe the X-Forwarded headers of a proxy")
    .option("--no-open", "do not open the page")
    .option("--read-only", "take away all that changes something")
    .option("--no-ingest", "take no records from trackers on other machines")
    .option("--ingest-token <text>", "a token that is good for sending records alone; may be given again", several)
    .option("--json", "print where it listens as a line of JSON")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<UiOptions>();
      const dir = await servedFolder(cli, options.dir);
      const { serve } = await import("@burrjs/server/node");
      const given = cli.env["BURR_RUNNER_TOKEN"] ?? "";
      const runners = options.readOnly === true ? "" : given === "" ? await runnerTokenOf(dir) : given;
      const server = await serve(serveOptions(cli, { dir, runners }, options)).catch(refusal);
      try {
        const { url, signInUrl, port, runnerToken } = server;
        tell(cli, dir, { url, signInUrl, port, runnerToken, options });
        if (options.open) await opened(cli, server.signInUrl);
        await untilAborted(cli.signal);
      } finally {
        await server.close();
      }
    });
}

function serveOptions(
  cli: Cli,
  { dir, runners }: { readonly dir: string; readonly runners: string },
  options: UiOptions,
): ServeOptions {
  const { port, host, allowedHost, trustProxy, readOnly, ingest, ingestToken } = options;
  const token = typeof options.token === "string" ? options.token : cli.env["BURR_TOKEN"];
  if (token !== undefined && token.length < 32) throw invalidArgument("--token", "The token is too short: it needs at least 32 characters. Make one: openssl rand -hex 32"); // prettier-ignore
  return {
    dir,
    ingest,
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    ...(token === undefined ? {} : { token }),
    // Whoever has said which token it is wants it to be asked for.
    ...(host !== undefined && token !== undefined ? { auth: "token" as const } : {}),
    ...(options.token === false ? { noToken: true } : {}),
    ...(allowedHost === undefined ? {} : { allowedHosts: allowedHost }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(readOnly === undefined ? {} : { readOnly }),
    // Runners that have it already stay connected when the page is started again.
    ...(runners === "" ? {} : { runnerTokens: [runners] }),
    ...(ingestToken === undefined ? {} : { ingestTokens: ingestToken }),
    onError: (error) => {
      cli.note(`${cli.errorStyle.red("error:")} ${error instanceof Error ? error.message : String(error)}`);
    },
  };
}

interface Told {
  readonly url: string;
  readonly signInUrl: string;
  readonly port: number;
  readonly runnerToken: string;
  readonly options: UiOptions;
}

function tell(cli: Cli, dir: string, { url, signInUrl, port, runnerToken, options }: Told): void {
  const forks = options.readOnly !== true;
  if (options.json === true) {
    cli.printJsonLine({ url, sign_in_url: signInUrl, port, dir, ...(forks ? { runner_token: runnerToken } : {}) });
    return;
  }
  const { style } = cli;
  cli.print(`Serving ${dir}${options.readOnly === true ? ", read-only" : ""} at ${style.bold(url)}`);
  cli.print(`Open     ${style.cyan(signInUrl)}`);
  if (forks) {
    cli.print(
      `Fork     ${style.dim("runs of your application: with burr dev ./app.ts, or a program that calls serveRunner(app), started with")}`,
      `         BURR_RUNNER_URL=${url} BURR_RUNNER_TOKEN=${runnerToken}`,
    );
  }
  cli.print(style.dim("The address has a secret in it: whoever has it can look at the logs. Press Ctrl-C to end."));
}
