// A company of teams of teams announces a product, and shows who works on what.
import { localTracker } from "@burrjs/tracker";
import { askModel } from "./ask-model.ts";
import { announce } from "./company.ts";
import { startLocalModel } from "./local-model.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { Screen } from "./screen.ts";
import { WorkTree } from "./work-tree.ts";

/** The exit code of a program that Ctrl+C ended. */
const interruptedCode = 130;

async function main({ model, wordMs }: Options): Promise<number> {
  const stopping = new AbortController();
  process.once("SIGINT", () => {
    stopping.abort();
  });
  await using local = model === undefined ? await startLocalModel({ wordMs, shy: ["captioner"] }) : undefined;
  const ask = askModel(model ?? { model: "local", baseURL: local?.baseURL ?? "" });
  const tree = new WorkTree();
  const screen = new Screen(process.stdout, tree);
  console.log("Firefly, a bicycle lamp, is to be announced.\n");
  try {
    const announcement = await announce(ask, "Firefly", {
      onEvent: (event) => {
        tree.take(event);
        screen.refresh();
      },
      signal: stopping.signal,
      tracker: localTracker({ project: "teams" }),
    });
    screen.end();
    console.log(`\n${announcement}`);
    return 0;
  } catch (error) {
    screen.end();
    console.log(`\n${stopping.signal.aborted ? "Stopped." : error instanceof Error ? error.message : String(error)}`);
    return stopping.signal.aborted ? interruptedCode : 1;
  }
}

/** What the command line says; `undefined`, and a message, when it is wrong. */
function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2), process.env, process.stdout.isTTY);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

const options = readOptions();
process.exitCode = options === undefined ? 2 : await main(options);
