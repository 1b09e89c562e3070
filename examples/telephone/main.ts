// Plays telephone: a text is described, imagined anew and passed on to several others, who do the same.
import { setImmediate, setTimeout } from "node:timers/promises";
import { localTracker } from "@burrjs/tracker";
import { play } from "./game.ts";
import { type Options, parseOptions, usage } from "./options.ts";
import { Switchboard } from "./switchboard.ts";
import { leavesLines, treeLines } from "./tree.ts";

/** The exit code of a program that Ctrl+C ended. */
const interruptedCode = 130;

/** Where somebody watches, players take their time; elsewhere just as long as it takes to hear a Ctrl+C. */
function think(signal: AbortSignal): Promise<void> {
  return process.stdout.isTTY ? setTimeout(150, undefined, { signal }) : setImmediate(undefined, { signal });
}

async function main({ text, ...options }: Options): Promise<number> {
  const switchboard = new Switchboard();
  const tracker = localTracker({ project: "telephone" });
  const stopping = new AbortController();
  process.once("SIGINT", () => {
    stopping.abort();
  });
  console.log(`“${text}”\n`);
  const onSaid = (place: readonly string[], said: string): void => {
    console.log(`${"  ".repeat(place.length)}${["0", ...place].join(".")}: ${said}`);
  };
  try {
    const { hooks } = switchboard;
    const told = await play({ text, ...options, think, hooks, tracker, onSaid, signal: stopping.signal });
    console.log(["", ...treeLines(text, told), "", ...leavesLines(text, told), "", ...switchboard.lines()].join("\n"));
    return switchboard.wrong.length === 0 ? 0 : 1;
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    console.log(["", "Everybody hangs up.", ...switchboard.lines()].join("\n"));
    return interruptedCode;
  }
}

/** What the command line says; `undefined`, and a message, when it is wrong. */
function readOptions(): Options | undefined {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return undefined;
  }
}

const options = readOptions();
process.exitCode = options === undefined ? 2 : await main(options);
