import { expect, it } from "vitest";
import { parse } from "./parse.ts";

it.each([
  ["n", "go", "north"],
  ["North", "go", "north"],
  ["go up", "go", "up"],
  ["walk to the e", "go", "east"],
  ["go", "go", ""],
  ["l", "look", ""],
  ["look at the door", "look", "door"],
  ["read logbook", "look", "logbook"],
  ["take the brass key!", "take", "key"],
  ["pick up the can of lamp oil", "take", "oil"],
  ["get lens from the railing", "take", "lens"],
  ["take", "take", ""],
  ["drop key", "drop", "key"],
  ["i", "carry", ""],
  ["unlock the door with the key", "use", "key"],
  ["tie rope to the ring", "use", "rope"],
  ["use oil on lamp", "use", "oil"],
  ["pour oil into the lamp", "use", "oil"],
  ["light lamp", "use", "matches"],
  ["dance wildly", "wonder", "dance"],
  ["constructor", "wonder", "constructor"],
  ["  ", "wonder", ""],
])("“%s” is %s %s", (line, verb, noun) => {
  expect(parse(line)).toEqual({ verb, noun });
});
