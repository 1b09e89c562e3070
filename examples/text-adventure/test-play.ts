import type { Persister } from "@burrjs/core";
import { memoryPersister } from "@burrjs/core/persist";
import { type Player, play } from "./play.ts";
import { shelfOf } from "./saves.ts";
import { Screen } from "./screen.ts";

/** Plays these lines, one after the other, and gives what was shown, by line; the first is what was shown before them. */
export async function played(lines: readonly string[], persister: Persister = memoryPersister()): Promise<string[]> {
  const shown = [""];
  const left = [...lines];
  const screen = new Screen({
    write(text) {
      shown.push(`${shown.pop()}${text}`);
    },
  });
  const player: Player = {
    async ask() {
      shown.push("");
      return left.shift();
    },
    onInterrupt: () => () => {},
  };
  const shelf = shelfOf(persister);
  await play(await shelf.current(), { shelf, screen, player });
  return shown.slice(0, -1).map((text) => text.trim());
}

/** From the landing stage to the end of the story. */
export const walkthrough = `
look
examine ship
west
take the brass key
east
up
east
take rope
west
west
take matches
up
read logbook
take logbook
down
east
north
down
unlock door
down
take oil
up
up
up
tie rope
east
take lens
west
up
up
light lamp
mount lens
inventory
pour oil into the lamp
examine lantern
light lamp
`
  .trim()
  .split("\n");
