import { expect, it } from "vitest";
import { items, uses } from "./items.ts";
import { directions, type RoomId, rooms } from "./rooms.ts";

const back = { north: "south", south: "north", east: "west", west: "east", up: "down", down: "up" } as const;
const ids = Object.keys(rooms) as RoomId[];

it("from wherever an exit leads, one comes back the same way", () => {
  const exits = ids.flatMap((id) => directions.map((direction) => ({ id, direction, to: rooms[id].exits[direction] })));
  const comesBack = ({ id, direction, to }: (typeof exits)[number]): boolean =>
    to === undefined || rooms[to].exits[back[direction]] === id;
  expect(exits.filter((exit) => !comesBack(exit))).toEqual([]);
});

it("every room can be reached, and says where one can go", () => {
  const reached = new Set<RoomId>(["landing"]);
  for (const id of reached) for (const to of Object.values(rooms[id].exits)) reached.add(to);
  expect([...reached].toSorted()).toEqual(ids.toSorted());
  expect(ids).toHaveLength(13);
});

it("whatever a gate, a danger or an item needs can be done", () => {
  const deeds = uses.map(({ deed }) => deed);
  const needed = [
    ...ids.flatMap((id) => [rooms[id].gate?.needs, rooms[id].danger?.unless]),
    ...uses.flatMap(({ needs = {} }) => Object.keys(needs)),
  ];
  expect(needed.filter((one) => one !== undefined && !deeds.some((deed) => deed === one))).toEqual([]);
  expect(Object.keys(items).filter((id) => !uses.some(({ item }) => item === id))).toEqual(["lantern", "logbook"]);
});
