// Asks several models several things, all at the same time, and compares the answers.
import { localTracker } from "@burrjs/tracker";
import OpenAI from "openai";
import { Board } from "./board.ts";
import { createComparison, pairsOf } from "./comparison.ts";
import { localModels } from "./local-models/models.ts";
import { serveModels } from "./local-models/server.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { Screen } from "./screen.ts";
import { table } from "./table.ts";

/** The exit code of a program that Ctrl+C ended. */
const interruptedCode = 130;

async function main(
  { endpoint, models: named, prompts, timeoutMs, pace }: Options,
  signal: AbortSignal,
): Promise<void> {
  await using server = endpoint === undefined ? await serveModels(localModels, { pace }) : null;
  const models = named.length > 0 ? named : localModels.map(({ name }) => name);
  // The engine tries again where a model fails, so the client does not.
  const client = new OpenAI({ ...(endpoint ?? { baseURL: server?.baseURL, apiKey: "none" }), maxRetries: 0 });

  const tracker = localTracker({ project: "model-comparison" });
  const app = createComparison({ client, models, prompts, timeoutMs, retryMs: 200 * pace, tracker });
  const board = new Board(pairsOf(models, prompts));
  const screen = new Screen(process.stdout, board);
  const stream = app.stream({ signal });
  for await (const event of stream) {
    board.take(event);
    screen.refresh();
  }
  const { state } = await stream.get();
  board.settle(state.outcomes ?? []);
  screen.end();
  console.log(table(board.cells));
}

function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2), process.env);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

const options = readOptions();
if (options === undefined) process.exitCode = 2;
else {
  const interrupted = new AbortController();
  process.once("SIGINT", () => {
    interrupted.abort(new Error("Interrupted."));
  });
  try {
    await main(options, interrupted.signal);
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = interrupted.signal.aborted ? interruptedCode : 1;
  }
}
