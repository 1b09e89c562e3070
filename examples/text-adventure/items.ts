import type { Deed, Ending, RoomId } from "./rooms.ts";

interface Item {
  /** As in “There is … here.” */
  readonly name: string;
  readonly text: string;
  /** Where it is in the beginning. */
  readonly start: RoomId | "hand";
}

/** What can be carried. */
export const items = {
  lantern: { name: "a lantern", text: "It burns.", start: "hand" },
  key: { name: "a brass key", text: "“Cellar”, says the tag on it.", start: "cave" },
  rope: { name: "a coil of rope", text: "As thick as a thumb, with a hook at one end.", start: "shed" },
  matches: { name: "a box of matches", text: "Dry. Three are left.", start: "cottage" },
  logbook: {
    name: "the logbook",
    text: "The last page: “Lens blown out of its mount, onto the gallery. Will fetch it. Tie rope first: the ring in the watch room. Cellar key hangs in the cave, as ever.” There is no page after that.",
    start: "loft",
  },
  oil: {
    name: "a can of lamp oil",
    text: "Full, and heavy. Not for your small lantern: it would burst.",
    start: "cellar",
  },
  lens: { name: "a lens", text: "A hand wide, and not a scratch on it.", start: "gallery" },
} as const satisfies Record<string, Item>;

/** The name of an item. */
export type ItemId = keyof typeof items;

/** What an item is good for. */
interface Use {
  readonly item: ItemId;
  readonly room: RoomId;
  readonly text: string;
  readonly deed?: Deed;
  readonly ending?: Ending;
  /** What has to be done first, and what is told when it was not. */
  readonly needs?: Partial<Record<Deed, string>>;
}

/** What items are good for, and where. */
export const uses: readonly Use[] = [
  { item: "key", room: "hall", deed: "unlocked", text: "The key turns as if it were new. The iron door is open." },
  {
    item: "rope",
    room: "watch",
    deed: "tied",
    text: "You hook the rope into the iron ring, and tie the other end around your waist.",
  },
  { item: "lens", room: "lamp", deed: "mounted", text: "The lens clicks into its mount." },
  { item: "oil", room: "lamp", deed: "filled", text: "The oil runs into the great lamp, all of it." },
  {
    item: "matches",
    room: "lamp",
    needs: { filled: "You strike a match. The wick is dry: there is no oil in the lamp.", mounted: "You strike a match, and the lamp burns, a small yellow flame that nobody out there will see. You put it out again: it needs its lens." }, // prettier-ignore
    ending: "won",
    text: "You strike a match. The flame takes, and grows, and the lens throws it out over the sea. The clockwork turns. Out there, slowly, the lights of a ship swing away from the rock.",
  },
];
