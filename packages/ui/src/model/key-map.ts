import { isObject } from "@burrjs/protocol";
import type { Command } from "./commands.ts";

/** Keys that the user has given to commands, by id. */
export type KeyMap = Readonly<Record<string, readonly string[]>>;

/** Reads a map that was kept; what makes no sense is left out. */
export function parseKeyMap(value: unknown): KeyMap {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([id, keys]) => (isKeys(keys) ? [[id, keys]] : [])));
}

/** The keys of a command: those of the user, or its own. */
export function keysOf({ id, keys }: Pick<Command, "id" | "keys">, map: KeyMap): readonly string[] {
  return Object.hasOwn(map, id) ? (map[id] ?? keys) : keys;
}

/** Whether a key is a single character: users can turn those off. */
export function isSingle(key: string): boolean {
  return /^(?:Shift\+)?.$/u.test(key);
}

/** The map with other keys for a command; its own keys need no entry. */
export function withKeys(map: KeyMap, command: Command, keys: readonly string[]): KeyMap {
  const { [command.id]: _old, ...rest } = map;
  const isOwn = keys.length === command.keys.length && keys.every((key, index) => key === command.keys[index]);
  return isOwn ? rest : { ...rest, [command.id]: keys };
}

/** Other commands that can be there at the same time, and that a key belongs to already; what they came with is no conflict. */
export function conflictsOf(commands: readonly Command[], map: KeyMap, command: Command): readonly Command[] {
  const keys = keysOf(command, map);
  const isChosen = (one: Command): boolean => Object.hasOwn(map, one.id);
  return commands.filter(
    (other) =>
      other.id !== command.id &&
      (isChosen(other) || isChosen(command)) &&
      areNear(other, command) &&
      keysOf(other, map).some((key) => keys.includes(key)),
  );
}

function areNear({ screens: ones }: Command, { screens: others }: Command): boolean {
  return [ones, others].some((screens) => screens.includes("everywhere")) || ones.some((one) => others.includes(one));
}

function isKeys(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((key) => typeof key === "string" && key !== "" && key.length < 40);
}
