import { burr } from "@burrjs/core";
import { type ItemId, items } from "./items.ts";
import type { Verb } from "./parse.ts";
import { type Deed, type Ending, type RoomId, rooms } from "./rooms.ts";

/** Where an item is. */
export type Place = RoomId | "hand";

/** The state of a game. */
export interface Game {
  /** What the player wants to do. */
  verb: Verb;
  noun: string;
  room: RoomId;
  /** Rooms in which the player has been: they are not told in full again. */
  seen: readonly RoomId[];
  places: Readonly<Record<ItemId, Place>>;
  deeds: readonly Deed[];
  /** What is to be told. */
  said: string;
  ending: Ending | null;
  /** The step in front of the last turn that took time: `undo` goes back to it. -1: there was none. */
  turnAfter: number;
}

/** Makes the actions and the application of this example. */
export const b = burr<Game>();

/** What the lantern holds, in turns. */
export const oilTurns = 40;

/** A game that begins. */
export const newGame: Pick<Game, "room" | "seen" | "places" | "deeds" | "ending" | "turnAfter"> = {
  room: "landing",
  seen: ["landing"],
  places: mapItems((id) => items[id].start),
  deeds: [],
  ending: null,
  turnAfter: -1,
};

/** The room, with what lies in it and where it leads. */
export function describe(id: RoomId, places: Game["places"], isBrief = false): string {
  const { name, text, exits } = rooms[id];
  const here = itemsAt(id, places).map((item) => items[item].name);
  return [
    name.toUpperCase(),
    ...(isBrief ? [] : [`\n${text}`]),
    ...(here.length === 0 ? [] : [`\nThere is ${listed(here)} here.`]),
    ...(isBrief ? [`\nYou can go ${listed(Object.keys(exits))}.`] : []),
  ].join("\n");
}

/** The items at a place. */
export function itemsAt(place: Place, places: Game["places"]): ItemId[] {
  return itemIds.filter((id) => places[id] === place);
}

/** The item of that name; `undefined` when there is none. */
export function itemNamed(noun: string): ItemId | undefined {
  return itemIds.find((id) => id === noun);
}

/** “a”, “a and b”, “a, b and c”. */
export function listed(all: readonly string[]): string {
  return all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

const itemIds = Object.keys(items) as ItemId[]; // `items` has no other keys

function mapItems<T>(valueOf: (id: ItemId) => T): Record<ItemId, T> {
  return Object.fromEntries((Object.keys(items) as ItemId[]).map((id) => [id, valueOf(id)])) as Record<ItemId, T>; // each of them
}
