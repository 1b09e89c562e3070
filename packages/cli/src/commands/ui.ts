import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ServeOptions } from "@burrjs/server/node";
import { type Command, Option } from "commander";
import type { Cli } from "../cli.ts";
import { CliError, invalidArgument } from "../cli-error.ts";
import { declareCommand, type GlobalOptions, portNumber, several } from "../command-line.ts";
import { dataFolder } from "../logs/data-folder.ts";

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
      const dir = dataFolder(cli, options.dir);
      await mkdir(dir, { recursive: true, mode: 0o700 }); // so that the first application that is tracked shows up
      const { serve } = await import("@burrjs/server/node");
      const server = await serve(serveOptions(cli, dir, options)).catch(refusal);
      try {
        tell(cli, dir, { url: server.url, signInUrl: server.signInUrl, port: server.port, options });
        if (options.open) await opened(cli, server.signInUrl);
        await untilAborted(cli.signal);
      } finally {
        await server.close();
      }
    });
}

function serveOptions(cli: Cli, dir: string, options: UiOptions): ServeOptions {
  const { port, host, allowedHost, trustProxy, readOnly, ingest, ingestToken } = options;
  const page = pageFolder();
  const token = typeof options.token === "string" ? options.token : cli.env["BURR_TOKEN"];
  if (token !== undefined && token.length < 32) throw invalidArgument("--token", "The token is too short: it needs at least 32 characters. Make one: openssl rand -hex 32"); // prettier-ignore
  return {
    dir,
    ingest,
    ...(page === undefined ? {} : { assetsDir: page }),
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
    ...(token === undefined ? {} : { token }),
    // Whoever has said which token it is wants it to be asked for.
    ...(host !== undefined && token !== undefined ? { auth: "token" as const } : {}),
    ...(options.token === false ? { noToken: true } : {}),
    ...(allowedHost === undefined ? {} : { allowedHosts: allowedHost }),
    ...(trustProxy === undefined ? {} : { trustProxy }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(ingestToken === undefined ? {} : { ingestTokens: ingestToken }),
    onError: (error) => {
      cli.note(`${cli.errorStyle.red("error:")} ${error instanceof Error ? error.message : String(error)}`);
    },
  };
}

/** The folder of the web page, which comes with the server; `undefined` where it has not been built. */
function pageFolder(): string | undefined {
  const folder = fileURLToPath(new URL("../ui", import.meta.resolve("@burrjs/server/node")));
  return existsSync(join(folder, "index.html")) ? folder : undefined;
}

interface Told {
  readonly url: string;
  readonly signInUrl: string;
  readonly port: number;
  readonly options: UiOptions;
}

function tell(cli: Cli, dir: string, { url, signInUrl, port, options }: Told): void {
  if (options.json === true) {
    cli.printJsonLine({ url, sign_in_url: signInUrl, port, dir });
    return;
  }
  const { style } = cli;
  cli.print(`Serving ${dir}${options.readOnly === true ? ", read-only" : ""} at ${style.bold(url)}`);
  cli.print(`Open     ${style.cyan(signInUrl)}`);
  cli.print(style.dim("The address has a secret in it: whoever has it can look at the logs. Press Ctrl-C to end."));
}

async function opened(cli: Cli, url: string): Promise<void> {
  try {
    await cli.openBrowser(url);
  } catch {
    cli.note("No browser could be opened: use the address above.");
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** What the server refuses, and what the command has to say to that. */
const refusals = new Map<string, { readonly argument: string; readonly message?: string; readonly more?: string }>([
  ["port-in-use", { argument: "--port", more: "That is --port; --port 0 takes any that is free." }],
  ["unsafe-host", { argument: "--host", message: "Other machines can reach that address: say with which token, --token or $BURR_TOKEN (openssl rand -hex 32 makes one), and leave out --no-token." }], // prettier-ignore
  ["bad-option", { argument: "options" }],
]);

function refusal(error: unknown): never {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (!(error instanceof Error)) throw error;
  const told = refusals.get(String(code));
  if (told === undefined) throw error;
  const { argument, message = error.message, more } = told;
  const text = more === undefined ? message : `${message} ${more}`;
  throw new CliError("invalid-argument", text, { argument }, { cause: error });
}
