import { memoryPersister } from "@burrjs/core/persist";
import { expect, it } from "vitest";
import { oilTurns } from "./game.ts";
import { openGame } from "./graph.ts";
import { shelfOf } from "./saves.ts";
import { played, walkthrough } from "./test-play.ts";

it("is won by who finds the way", async () => {
  const shown = await played([...walkthrough, "look"]);
  expect(shown.at(-2)).toContain("You have saved the ship.\n\nTHE END");
  expect(shown.at(-1)).toContain("The story is over.");
});

const toTheGallery = "up,north,up,up,east".split(",");

it("is lost in the storm by who goes out without a rope; a turn taken back helps", async () => {
  const shown = await played([...toTheGallery, "undo", "look"]);
  expect(shown.at(-3)).toContain("The sea has you.\n\nTHE END");
  expect(shown.at(-2)).toContain("WATCH ROOM");
  expect(shown.at(-1)).toContain("WATCH ROOM");
});

it("is lost in the dark when the lantern is empty, and with it every turn to come; the oil comes back with the turn", async () => {
  const waste = Array.from({ length: oilTurns }, () => "north");
  const persister = memoryPersister();
  const shown = await played([...waste, "look"], persister);
  expect(shown.at(-3)).toContain("One more turn, and it is gone.");
  for (const text of shown.slice(-2)) expect(text).toMatch(/^Your lantern goes out.*THE END$/s);
  const [again, , oil] = await played(["undo", "examine lantern", "look"], persister);
  expect(again).toMatch(/^Your lantern goes out/); // also for who comes back later
  expect(oil).toBe("It burns. There is oil for one more turn.");
});

it("charges for what takes time only", async () => {
  const lines = ["look", "inventory", "wibble", "help", "examine lantern", "north", "take key", "examine lantern"];
  const shown = await played(lines);
  expect(shown[5]).toContain(`oil for ${oilTurns} more turns`);
  expect(shown[8]).toContain(`oil for ${oilTurns - 2} more turns`);
});

it("takes back turn by turn, up to the beginning", async () => {
  const shown = await played([
    "west",
    "take key",
    "undo",
    "inventory",
    "undo",
    "undo",
    "east",
    "up",
    "undo",
    "undo",
    "undo",
  ]);
  expect(shown[3]).toContain("There is a brass key here.");
  expect(shown[4]).toBe("You have a lantern.");
  expect(shown[5]).toContain("LANDING STAGE");
  expect(shown[6]).toBe("There is nothing to take back.");
  expect(shown[9]).toContain("LANDING STAGE");
  expect(shown[10]).toContain("LANDING STAGE");
  expect(shown[11]).toBe("There is nothing to take back.");
});

it("keeps what was taken back, and what was played, for who comes back later", async () => {
  const persister = memoryPersister();
  await played(["west", "take key"], persister);
  expect((await played(["inventory", "undo"], persister))[1]).toBe("You have a lantern and a brass key.");
  expect((await played(["inventory"], persister))[1]).toBe("You have a lantern.");
});

it("saves and loads, as often as one likes; a saved game stays as it is", async () => {
  const persister = memoryPersister();
  const shown = await played(["west", "save cave", "take key", "load cave", "inventory", "take key", "load cave", "inventory", "undo"], persister); // prettier-ignore
  expect(shown[4]).toMatch(/^This is “cave”\.\n\nSEA CAVE.*a brass key here\.$/s);
  expect([shown[5], shown[8], shown[9]]).toEqual(["You have a lantern.", "You have a lantern.", "There is nothing to take back."]); // prettier-ignore
  const later = await played(
    ["load", "take key", "save cave", "load cave", "inventory", "load nowhere", "save"],
    persister,
  );
  expect(later[1]).toBe("Under which name? Saved games: cave.");
  expect([later[5], later[6], later[7]]).toEqual([
    "You have a lantern and a brass key.",
    "There is no game “nowhere”.",
    "Under which name? Saved games: cave.",
  ]);
});

it("begins anew without losing what was saved", async () => {
  const shown = await played(["west", "save cave", "restart", "load cave"]);
  expect(shown[3]).toMatch(/^Once more\.\n\nTHE LAMP AT GULL ROCK/);
  expect(shown[4]).toContain("SEA CAVE");
});

it("tells word by word, and goes on when it is cut short", async () => {
  const persister = memoryPersister();
  const game = await shelfOf(persister).begin();
  const words: string[] = [];
  const stream = game.stream({ haltBefore: "listen" });
  const reading = async (): Promise<void> => {
    for await (const event of stream) {
      if (event.type !== "chunk") continue;
      words.push(event.chunk);
      if (words.length === 3) void stream.abort();
    }
  };
  await expect(reading()).rejects.toThrow("abort");
  expect(words).toEqual(["THE", " LAMP", " AT"]);
  expect(await stream.outcome).toMatchObject({ status: "aborted", committed: true });
  expect(game.nextAction).toBe("listen");
});

it("comes back at the step that was not finished", async () => {
  const persister = memoryPersister();
  const game = await shelfOf(persister).begin();
  await game.run({ haltBefore: "listen" });
  await game.run({ inputs: { line: "west" }, haltBefore: "narrate" }); // where the program was killed
  expect((await played(["take key"], persister))[0]).toMatch(/^SEA CAVE/);
});

it("is taken over by who opens it last", async () => {
  const persister = memoryPersister();
  const shelf = shelfOf(persister);
  const first = await shelf.begin();
  await first.run({ haltBefore: "listen" });
  const second = await shelf.current();
  await second.run({ inputs: { line: "west" }, haltBefore: "listen" });
  expect((await first.run({ inputs: { line: "take key" }, haltBefore: "listen" })).state.room).toBe("cave");
});

it("reads no key that may be missing, and has no dead end", async () => {
  const { findings } = await openGame({ persister: memoryPersister(), partitionKey: "games", appId: "test" });
  expect(findings.map(({ code, place }) => [code, place.key])).toEqual([["unread-write", "turnAfter"]]); // for undo
});
