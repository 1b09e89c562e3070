/** A way to go. */
export const directions = ["north", "south", "east", "west", "up", "down"] as const;
type Direction = (typeof directions)[number];

/** Something that was done, and changes what can be done. */
export type Deed = "unlocked" | "tied" | "mounted" | "filled";

/** How a game ends. */
export type Ending = "won" | "swept";

/** A room of a world whose rooms are named `TId`. */
interface Room<TId extends string> {
  readonly name: string;
  readonly text: string;
  readonly exits: Partial<Record<Direction, TId>>;
  /** An exit that is shut until something was done. */
  readonly gate?: { readonly direction: Direction; readonly needs: Deed; readonly text: string };
  /** Whoever comes here before something was done does not come back. */
  readonly danger?: { readonly unless: Deed; readonly ending: Ending; readonly text: string };
  /** What can be looked at besides items. */
  readonly scenery?: Readonly<Record<string, string>>;
}

/** Lets the compiler check that every exit leads to a room. */
function world<TId extends string>(all: Record<TId, Room<NoInfer<TId>>>): Readonly<Record<TId, Room<TId>>> {
  return all;
}

/** The rooms of Gull Rock. */
export const rooms = world({
  landing: {
    name: "Landing stage",
    text: "Your boat knocks against the planks. Steps are cut into the rock, up to the station. To the west, at the foot of the cliff, is the black mouth of a cave.",
    exits: { up: "yard", west: "cave" },
    scenery: { boat: "It will not go out again tonight.", sea: "Grey, and rising.", ship: "Her lights come nearer." },
  },
  cave: {
    name: "Sea cave",
    text: "Each wave fills the floor of the cave, and drains again. Somebody has driven a nail into the wall, above the water.",
    exits: { east: "landing" },
    scenery: { nail: "A good place for something that must not get lost.", wall: "Wet." },
  },
  yard: {
    name: "Yard",
    text: "Flat rock, swept clean by the wind. The lighthouse stands to the north, dark. There is a cottage to the west and a boat shed to the east. Steps lead down to the sea.",
    exits: { down: "landing", north: "hall", west: "cottage", east: "shed" },
    scenery: { lighthouse: "Forty metres of white stone, and no light on top." },
  },
  cottage: {
    name: "Keeper's cottage",
    text: "The stove is cold. One plate, one cup. A ladder leads up to a loft; the door is to the east.",
    exits: { east: "yard", up: "loft" },
    scenery: { stove: "Cold for days.", cup: "The tea in it has a skin.", ladder: "Six rungs." },
  },
  loft: {
    name: "Loft",
    text: "A bed under the roof, neatly made. The ladder leads down.",
    exits: { down: "cottage" },
    scenery: { bed: "Nobody has slept in it for a while." },
  },
  shed: {
    name: "Boat shed",
    text: "Tar, nets, and the ribs of a boat that was never finished. The yard is to the west.",
    exits: { west: "yard" },
    scenery: { nets: "More holes than net.", boat: "It would have been a fine one." },
  },
  hall: {
    name: "Foot of the tower",
    text: "A round room of stone. A stair winds up along the wall. An iron door leads down to the oil cellar; the yard is to the south.",
    exits: { south: "yard", up: "stair", down: "cellar" },
    gate: { direction: "down", needs: "unlocked", text: "The iron door is locked." },
    scenery: { door: "Iron, with a brass lock.", lock: "Brass. The salt has not got to it." },
  },
  cellar: {
    name: "Oil cellar",
    text: "Barrels, most of them empty, and the sweet smell of whale oil. The way out is up.",
    exits: { up: "hall" },
    scenery: { barrels: "Empty. Empty. Empty." },
  },
  stair: {
    name: "Winding stair",
    text: "Two hundred steps. Through a slit in the wall you see the lights of a ship, where no ship should be. The stair goes on, up and down.",
    exits: { up: "watch", down: "hall" },
    scenery: { ship: "She steers by a light that is not there.", slit: "The wind whistles in it." },
  },
  watch: {
    name: "Watch room",
    text: "A chair, a barometer, a door to the east that shakes in its frame: behind it is the gallery. An iron ring is let into the wall beside it. The stair goes up and down.",
    exits: { up: "service", down: "stair", east: "gallery" },
    scenery: {
      barometer: "Storm, it says. You knew.",
      ring: "For a rope, by the look of it.",
      door: "The storm wants to come in.",
    },
  },
  gallery: {
    name: "Gallery",
    text: "The storm takes your breath. The rope holds. Around you there is nothing but a railing, spray, and far below the sea. The door is to the west.",
    exits: { west: "watch" },
    danger: {
      unless: "tied",
      ending: "swept",
      text: "You open the door, and the storm takes hold of you. There is a railing, and then there is none. If only something had held you.",
    },
    scenery: { railing: "Bent where something heavy has hit it.", sea: "Far down. You had better not look." },
  },
  service: {
    name: "Service room",
    text: "The clockwork that turns the lamp ticks, wound up by somebody who meant to come back. A hatch leads up to the lamp.",
    exits: { up: "lamp", down: "watch" },
    scenery: { clockwork: "Good for a few more hours.", hatch: "Open." },
  },
  lamp: {
    name: "Lamp room",
    text: "Glass on all sides, and the night behind it. In the middle stands the great lamp. The hatch leads down.",
    exits: { down: "service" },
    scenery: { lamp: "It needs oil, a lens in its mount, and a flame.", mount: "A brass ring, a hand wide." },
  },
});

/** The name of a room. */
export type RoomId = keyof typeof rooms;
