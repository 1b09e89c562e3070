import { expect, test } from "vitest";
import { allCommands, type Command } from "./commands.ts";
import { conflictsOf, keysOf, parseKeyMap, withKeys } from "./key-map.ts";

const next: Command = { id: "next", name: "Next step", group: "Moving", screens: ["run"], keys: ["J", "ArrowDown"] };
const play: Command = { id: "play", name: "Play", group: "Time", screens: ["run"], keys: ["Space"] };
const runs: Command = { id: "runs", name: "New runs", group: "Runs", screens: ["runs"], keys: ["J"] };
const palette: Command = { id: "palette", name: "Palette", group: "Everywhere", screens: ["everywhere"], keys: ["K"] };

test("a command has its own keys until the user gives it others", () => {
  expect(keysOf(next, {})).toEqual(["J", "ArrowDown"]);
  const map = withKeys({}, next, ["N"]);
  expect(keysOf(next, map)).toEqual(["N"]);
  expect(withKeys(map, next, ["J", "ArrowDown"])).toEqual({});
  expect(keysOf(next, withKeys({}, next, []))).toEqual([]);
});

test("two commands of one screen with one key are told of, those of different screens are not", () => {
  const all = [next, play, runs, palette];
  expect(conflictsOf(all, {}, next)).toEqual([]);
  expect(conflictsOf(all, { play: ["J"] }, next)).toEqual([play]);
  expect(conflictsOf(all, { palette: ["J"] }, palette)).toEqual([next, runs]);
});

test("the commands are told apart by their ids, and come without conflicts", () => {
  expect(new Set(allCommands.map(({ id }) => id)).size).toBe(allCommands.length);
  expect(allCommands.flatMap((command) => conflictsOf(allCommands, {}, command))).toEqual([]);
});

test("what was kept and makes no sense is left out", () => {
  expect(parseKeyMap({ a: ["X"], b: "X", c: [1], d: [""] })).toEqual({ a: ["X"] });
  expect(parseKeyMap([1])).toEqual({});
});
