import type { GameApp } from "./graph.ts";
import type { Shelf } from "./saves.ts";
import type { Screen } from "./screen.ts";

/** The player at the terminal. */
export interface Player {
  /** The next line; `undefined` when there is none to come. */
  ask(): Promise<string | undefined>;
  /** Calls `listener` at Ctrl+C. Gives what takes the listener away again. */
  onInterrupt(listener: () => void): () => void;
}

/** What a game is played with. */
export interface Table {
  readonly shelf: Shelf;
  readonly screen: Screen;
  readonly player: Player;
}

const help = `You can go (“north”, “n”), look (“look”, “examine door”), take, drop and use things (“use rope” or “tie rope”), and see what you have (“inventory”). “undo” takes the last turn back, “save <name>” and “load <name>” keep a game and bring it back, “restart” begins anew, “quit” leaves; the game goes on when you come back.`;

/** Plays until the player leaves. */
export async function play(game: GameApp, table: Table): Promise<void> {
  const { screen, player, shelf } = table;
  let current = game;
  const goOn = async (next: GameApp | undefined, otherwise: string, said: string): Promise<void> => {
    if (next === undefined) return screen.say(otherwise);
    screen.say(said);
    current = next;
    await turn(current, table, current.nextAction === "listen" ? "look" : undefined);
  };
  await turn(current, table, current.nextAction === "listen" ? "look" : undefined);
  for (;;) {
    const line = await player.ask();
    const [command = "", name] = (line ?? "quit").trim().toLowerCase().split(/\s+/);
    if (command === "quit" || command === "q") return;
    if (command === "help") screen.say(help);
    else if (command === "undo")
      await goOn(await shelf.undo(current), "There is nothing to take back.", "Time goes back a turn.");
    else if (command === "restart") await goOn(await shelf.begin(), "", "Once more.");
    else if (command === "save" && name !== undefined) {
      await shelf.save(current, name);
      screen.say(`Saved as “${name}”.`);
    } else if (command === "load" && name !== undefined)
      await goOn(await shelf.load(name), `There is no game “${name}”.`, `This is “${name}”.`);
    else if (command === "save" || command === "load") screen.say(`Under which name? ${await savedText(shelf)}`);
    else if (current.nextAction === null)
      screen.say("The story is over. You can “undo”, “load <name>”, “restart” or “quit”.");
    else await turn(current, table, line ?? "");
  }
}

/** How a game may end, for the player: `dark` when the engine has stopped it at its limit. */
const endings = {
  won: "You have saved the ship.\n\nTHE END",
  swept: "The sea has you.\n\nTHE END",
  dark: "Your lantern goes out. You feel your way along a wall, and then along another one. Out there, a ship finds the rock.\n\nTHE END",
};

/** Plays one turn, without a line up to the first one, and tells it as it comes. Ctrl+C cuts it short. */
async function turn(game: GameApp, { screen, player }: Table, line: string | undefined): Promise<void> {
  const stream = game.stream({ ...(line === undefined ? {} : { inputs: { line } }), haltBefore: "listen" });
  const stopListening = player.onInterrupt(() => void stream.abort());
  try {
    for await (const event of stream) if (event.type === "chunk") screen.word(event.chunk);
    screen.endParagraph();
    const { stopped } = await stream.get();
    const ending = stopped === "limit" ? "dark" : (game.state.ending ?? null);
    if (ending !== null) screen.say(endings[ending]);
  } catch (error) {
    if ((await stream.outcome).status !== "aborted") throw error;
    screen.endParagraph();
  } finally {
    stopListening();
  }
}

async function savedText(shelf: Shelf): Promise<string> {
  const names = await shelf.names();
  return names.length === 0 ? "There are no saved games yet." : `Saved games: ${names.join(", ")}.`;
}
