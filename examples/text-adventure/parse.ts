import { directions } from "./rooms.ts";

/** What a player can do in the game. */
export type Verb = "go" | "look" | "take" | "drop" | "use" | "carry" | "wonder";

/** What a player wants to do, and with what; what that is, the action has to know. */
export interface Command {
  readonly verb: Verb;
  /** A direction, an item, a thing; empty when there is none. */
  readonly noun: string;
}

const verbs = new Map<string, Verb>([
  ...words("go", "go walk run climb enter"),
  ...words("look", "look l examine x read inspect"),
  ...words("take", "take get grab pick"),
  ...words("drop", "drop leave"),
  ...words("use", "use"),
  ...words("carry", "inventory inv i"),
]);

/** Verbs that say by themselves which item is used. */
const tools = new Map<string, string>([
  ...words("key", "unlock open"),
  ...words("rope", "tie hook fasten"),
  ...words("lens", "mount insert"),
  ...words("oil", "fill pour"),
  ...words("matches", "light strike burn"),
]);

const shortcuts = new Map<string, string>(directions.map((direction) => [direction.slice(0, 1), direction]));
const small = new Set(["the", "a", "an", "at", "to", "up", "of", "some", "my"]);
const second = new Set(["on", "in", "into", "with", "from"]);

/** Understands a line, as far as that goes: “take the brass key”, “n”, “light lamp”. */
export function parse(line: string): Command {
  const [first = "", ...rest] = line.toLowerCase().match(/[a-z]+/g) ?? [];
  const way = shortcuts.get(first) ?? first;
  if (isDirection(way)) return { verb: "go", noun: way };
  const verb = verbs.get(first);
  const tool = tools.get(first);
  if (tool !== undefined) return { verb: "use", noun: tool };
  if (verb === undefined) return { verb: "wonder", noun: first };
  const object = rest.slice(0, rest.findIndex((word) => second.has(word)) >>> 0); // of “oil into the lamp”, the oil
  const noun = object.findLast((word) => verb === "go" || !small.has(word)) ?? "";
  return { verb, noun: verb === "go" ? (shortcuts.get(noun) ?? noun) : noun };
}

function isDirection(word: string): boolean {
  return directions.some((one) => one === word);
}

function words<T extends string>(meaning: T, all: string): [string, T][] {
  return all.split(" ").map((word) => [word, meaning]);
}
