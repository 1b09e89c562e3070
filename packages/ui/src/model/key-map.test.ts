import { expect, test } from "vitest";
import { conflictsOf, keysOf, type KnownCommand, parseKeyMap, parseKnownCommands, withKeys } from "./key-map.ts";

const next: KnownCommand = { id: "next", name: "Next step", group: "Moving", keys: ["J", "ArrowDown"] };
const play: KnownCommand = { id: "play", name: "Play", group: "Time", keys: ["Space"] };
const runs: KnownCommand = { id: "runs", name: "New runs", group: "Runs", keys: ["J"] };

test("a command has its own keys until the user gives it others", () => {
  expect(keysOf(next, {})).toEqual(["J", "ArrowDown"]);
  const map = withKeys({}, next, ["N"]);
  expect(keysOf(next, map)).toEqual(["N"]);
  expect(withKeys(map, next, ["J", "ArrowDown"])).toEqual({});
  expect(keysOf(next, withKeys({}, next, []))).toEqual([]);
});

test("two commands of one screen with one key are told of, those of different screens are not", () => {
  expect(conflictsOf([next, play, runs], {}, next)).toEqual([]);
  expect(conflictsOf([next, play, runs], { play: ["J"] }, next)).toEqual([play]);
});

test("what was kept and makes no sense is left out", () => {
  expect(parseKeyMap({ a: ["X"], b: "X", c: [1], d: [""] })).toEqual({ a: ["X"] });
  expect(parseKeyMap([1])).toEqual({});
  expect(parseKnownCommands([next, { id: 1 }, null])).toEqual([next]);
  expect(parseKnownCommands(undefined)).toEqual([]);
});
