import { expect, it } from "vitest";
import { play, type PlayOptions } from "./game.ts";
import { Switchboard } from "./switchboard.ts";

const text = "the cat feeds the dog";
const think = async (): Promise<void> => {};

async function game(options: Partial<PlayOptions> = {}) {
  const switchboard = new Switchboard();
  const places: string[] = [];
  const onSaid = (place: readonly string[]): void => void places.push(place.join("."));
  const played = play({ text, depth: 2, width: 2, seed: 1, think, hooks: switchboard.hooks, onSaid, ...options });
  const [told] = await Promise.allSettled([played]);
  return { told, places, switchboard };
}

it("is heard as one stream, in which the path of an event leads to the player", async () => {
  expect((await game()).places).toEqual(["", "1", "1.1", "1.2", "2", "2.1", "2.2"]);
});

it("gives every application a pair of hooks of its own, and keeps their spans apart", async () => {
  const { switchboard } = await game({ depth: 5 });
  expect(switchboard.lines()).toEqual([
    // The spans: two in each application, and two for each of the 62 calls.
    "63 applications, 63 pairs of hooks around their runs, up to 6 inside each other; 250 spans.",
    "Each pair and each span is where it belongs.",
  ]);
});

it("calls the hooks of all that was begun when the game is stopped", async () => {
  const stopping = new AbortController();
  const { told, switchboard } = await game({
    onSaid: (place) => {
      if (place.join(".") === "1.2") stopping.abort(new Error("The line is dead."));
    },
    signal: stopping.signal,
  });
  expect(told).toMatchObject({ status: "rejected", reason: { message: "The line is dead." } });
  expect(switchboard.lines()[0]).toContain("4 applications, 4 pairs");
  expect(switchboard.wrong).toEqual([]);
});

it("is the same for the same seed, and another one for another", async () => {
  const [one, same, other] = await Promise.all([game(), game(), game({ seed: 2 })]);
  expect(one.told).toEqual(same.told);
  expect(one.told).not.toEqual(other.told);
});
