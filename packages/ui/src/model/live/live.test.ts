import { expect, it } from "vitest";
import { stepRow } from "../step/steps-for-tests.ts";
import { isOwnKeyOfFollowing } from "./follow-keys.ts";
import { gatherMsFor, LateRows } from "./late-rows.ts";
import { keptPlaces, placeOf, placesAfter } from "./places.ts";
import { isSameWant, unionOf } from "./wants.ts";

it("a new connection goes on where each run was told up to, whichever other topics there are", () => {
  const one = ["run:p/~/a", "runs:p"];
  const places = placesAfter(new Map(), one, "g:10");
  expect(placeOf(places, one)).toBe("g:10");
  const two = ["run:p/~/a", "run:p/~/b", "runs:p"];
  expect(placeOf(places, two)).toBe("g:10,");
  expect(placeOf(placesAfter(places, two, "g:12,h:3"), two)).toBe("g:12,h:3");
  expect(placeOf(places, ["runs:p"])).toBeUndefined();
});

it("an id of other topics changes no place, and topics that nobody wants are forgotten", () => {
  const places = placesAfter(new Map(), ["run:p/~/a"], "g:10");
  expect(placesAfter(places, ["run:p/~/a"], "")).toBe(places);
  expect(placesAfter(places, ["run:p/~/a"], "g:1,h:2")).toBe(places);
  expect(keptPlaces(places, ["run:p/~/b"]).size).toBe(0);
});

it("what several tabs want is one want", () => {
  const both = unionOf([{ topics: ["b", "a"], focus: [4] }, { topics: ["a"], focus: [3, 4] }]); // prettier-ignore
  expect(both).toEqual({ topics: ["a", "b"], focus: [3, 4] });
  expect(isSameWant(both, unionOf([both]))).toBe(true);
  expect(isSameWant(both, { ...both, focus: [] })).toBe(false);
});

it("of rows that wait the newest of each place is shown, and too many are asked for anew", () => {
  const late = new LateRows(2);
  late.add([stepRow(0, { status: "running" }), stepRow(0), stepRow(1)]);
  expect(late.take()?.map(({ n, status }) => `${n} ${status}`)).toEqual(["0 completed", "1 completed"]);
  expect(late.isEmpty).toBe(true);
  late.add([stepRow(0), stepRow(1), stepRow(2)]);
  expect([late.isEmpty, late.take(), late.take()]).toEqual([false, undefined, []]);
});

it("a step is on the screen within 300 ms, however long the run is", () => {
  for (const steps of [0, 1000, 100_000, 1e6]) expect(gatherMsFor(steps)).toBeLessThanOrEqual(200);
});

it.each([
  ["j", false],
  ["ArrowDown", false],
  ["l", true],
  ["Shift", true],
])("the key %s leaves the newest step followed: %s", (key, isOwn) => {
  expect(isOwnKeyOfFollowing({ key, ctrlKey: false, metaKey: false, altKey: false })).toBe(isOwn);
});
