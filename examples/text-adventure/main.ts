// A text adventure. What is played is kept, turn by turn, in a file beside the program.
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sqlitePersister } from "@burrjs/persist/sqlite";
import { localTracker } from "@burrjs/tracker";
import { play } from "./play.ts";
import { shelfOf } from "./saves.ts";
import { Screen } from "./screen.ts";
import { terminalPlayer } from "./terminal.ts";

const usage = `A text adventure.

  npm start            goes on with the game that was played last
  npm start -- --new   begins another one

BURR_GAMES says in which file games are kept; default: games.sqlite beside this program.
`;

/** Between two words, where somebody reads them. */
const wordMs = 25;

async function main(isNew: boolean): Promise<void> {
  // `npm start` changes into the folder of the example: INIT_CWD is where it was called.
  const { BURR_GAMES: file, INIT_CWD: called = "" } = process.env;
  const path = file === undefined ? join(import.meta.dirname, "games.sqlite") : resolve(called, file);
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec("PRAGMA journal_mode = WAL");
  const persister = sqlitePersister(database);
  const tracker = localTracker({ project: "text-adventure" });
  const pace = (signal: AbortSignal): Promise<unknown> => setTimeout(wordMs, undefined, { signal });
  const shelf = shelfOf(persister, process.stdout.isTTY ? { tracker, pace } : { tracker });
  using player = terminalPlayer(process);
  try {
    const game = await (isNew ? shelf.begin() : shelf.current());
    await play(game, { shelf, screen: new Screen(process.stdout), player });
  } finally {
    await persister[Symbol.asyncDispose]();
    database.close();
  }
}

try {
  const { values } = parseArgs({ options: { new: { type: "boolean", default: false } } });
  await main(values.new);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 1;
}
