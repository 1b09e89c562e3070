import { input } from "@burrjs/core";
import { items, uses } from "./items.ts";
import { b, describe, itemNamed, itemsAt, listed, oilTurns } from "./game.ts";
import { parse, type Verb } from "./parse.ts";
import { directions, rooms } from "./rooms.ts";

/** What takes a turn, and so costs oil. */
export const timed = ["go", "take", "drop", "use"] as const satisfies Verb[];

const intro = `THE LAMP AT GULL ROCK

The light on Gull Rock has gone out, a ship is coming in, and you were the one with a boat. Your lantern holds oil for ${oilTurns} turns. Try “look”, “west”, “take key”, “use key”, “inventory”; “help” tells the rest.`;

export const arrive = b.action({
  reads: ["room", "places"],
  writes: ["said"],
  run: ({ room, places }) => ({ said: `${intro}\n\n${describe(room, places)}` }),
});

/** The player's turn: a run halts before it, and the next one brings the line as an input. */
export const listen = b.action({
  reads: [],
  writes: ["verb", "noun"],
  mayWrite: ["turnAfter"],
  inputs: { line: input<string>() },
  run(state, { line }, { sequenceId }) {
    const next = state.update(parse(line));
    return timed.some((verb) => verb === next.verb) ? next.update({ turnAfter: sequenceId - 1 }) : next;
  },
});

export const go = b.action({
  reads: ["noun", "room", "seen", "places", "deeds"],
  writes: ["said"],
  mayWrite: ["room", "seen", "ending"],
  run(state) {
    const direction = directions.find((one) => one === state.noun);
    if (direction === undefined) return { said: `Go where? There is ${listed(directions)}.` };
    const { exits, gate } = rooms[state.room];
    const to = exits[direction];
    if (to === undefined) return { said: "There is no way in that direction." };
    if (gate?.direction === direction && !state.deeds.includes(gate.needs)) return { said: gate.text };
    const { danger } = rooms[to];
    if (danger !== undefined && !state.deeds.includes(danger.unless))
      return state.update({ said: danger.text, ending: danger.ending });
    const isKnown = state.seen.includes(to);
    const next = state.update({ room: to, said: describe(to, state.places, isKnown) });
    return isKnown ? next : next.append({ seen: to });
  },
});

export const look = b.action({
  reads: ["noun", "room", "places"],
  writes: ["said"],
  run({ noun, room, places }, _inputs, { spend }) {
    if (noun === "" || noun === "around") return { said: describe(room, places) };
    if (noun === "lantern") {
      const left = spend("oil", 0);
      return { said: `It burns. There is oil for ${left === 1 ? "one more turn" : `${left} more turns`}.` };
    }
    const item = itemNamed(noun);
    const scenery = rooms[room].scenery ?? {};
    if (item !== undefined && (places[item] === "hand" || places[item] === room)) return { said: items[item].text };
    return { said: (Object.hasOwn(scenery, noun) ? scenery[noun] : undefined) ?? `You see no ${noun} here.` };
  },
});

export const take = b.action({
  reads: ["noun", "room", "places"],
  writes: ["said"],
  mayWrite: ["places"],
  run(state) {
    const { noun, room, places } = state;
    const item = itemNamed(noun);
    if (item !== undefined && places[item] === "hand") return { said: "You have that already." };
    if (item === undefined || places[item] !== room) return { said: noun === "" ? "Take what?" : `There is no ${noun} to take.` }; // prettier-ignore
    return state.update({ places: { ...places, [item]: "hand" as const }, said: `You take ${items[item].name}.` });
  },
});

export const drop = b.action({
  reads: ["noun", "room", "places"],
  writes: ["said"],
  mayWrite: ["places"],
  run(state) {
    const { noun, room, places } = state;
    const item = itemNamed(noun);
    if (item === "lantern") return { said: "And stand in the dark? You keep it." };
    if (item === undefined || places[item] !== "hand") return { said: noun === "" ? "Drop what?" : `You have no ${noun}.` }; // prettier-ignore
    return state.update({ places: { ...places, [item]: room }, said: `You put ${items[item].name} down.` });
  },
});

export const use = b.action({
  reads: ["noun", "room", "places", "deeds"],
  writes: ["said"],
  mayWrite: ["deeds", "ending"],
  run(state) {
    const { noun, room, places, deeds } = state;
    const item = itemNamed(noun);
    if (item === undefined || places[item] !== "hand") return { said: noun === "" ? "Use what?" : `You have no ${noun} to do that with.` }; // prettier-ignore
    const found = uses.find((one) => one.item === item && one.room === room);
    if (found === undefined) return { said: "That does nothing here." };
    const { text, deed, ending, needs = {} } = found;
    if (deed !== undefined && deeds.includes(deed)) return { said: "That is done already." };
    const missing = Object.entries(needs).find(([needed]) => !deeds.some((one) => one === needed));
    if (missing !== undefined) return { said: missing[1] };
    const next = state.update({ said: text, ...(ending === undefined ? {} : { ending }) });
    return deed === undefined ? next : next.append({ deeds: deed });
  },
});

export const carry = b.action({
  reads: ["places"],
  writes: ["said"],
  run: ({ places }) => ({ said: `You have ${listed(itemsAt("hand", places).map((item) => items[item].name))}.` }),
});

export const wonder = b.action({
  reads: ["noun"],
  writes: ["said"],
  run: ({ noun }) => ({
    said: noun === "" ? "Well?" : `You do not know how to “${noun}”. “help” tells what you can do.`,
  }),
});
