import { describe, expect, it } from "vitest";
import { cellsOf } from "../step-columns.ts";
import { stepDetail, stepRow } from "../step/steps-for-tests.ts";
import { DetailPace } from "./detail-pace.ts";
import { isOwnKeyOfFollowing } from "./follow-keys.ts";
import { gatherMsFor, LateRows } from "./late-rows.ts";
import { keptPlaces, placeOf, placesAfter } from "./places.ts";
import { withChunks } from "./with-chunks.ts";
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

describe("the details of a step that streams", () => {
  const running = stepRow(7, { status: "running", duration_ms: null, kind: "stream", chunks: 1 });
  const cells = cellsOf(running);

  it("are not asked for when only more chunks came", () => {
    const pace = new DetailPace();
    pace.hear({ ...running, chunks: 2 }, cells, 0);
    expect([pace.nextMs, pace.take(0).size]).toEqual([undefined, 0]);
  });

  it("are asked for with the first chunk", () => {
    const pace = new DetailPace();
    pace.hear(running, { ...cells, chunks: 0 }, 0);
    expect([...pace.take(0)]).toEqual([7]);
  });

  it("are asked for once a second while other things change, and the last change is not forgotten", () => {
    const pace = new DetailPace();
    const asked: number[] = [];
    for (let ms = 0; ms <= 2500; ms += 100) {
      if (ms <= 1200) pace.hear({ ...running, spans: ms + 1 }, cells, ms);
      if (pace.take(ms).has(7)) asked.push(ms);
    }
    expect(asked).toEqual([0, 1000, 2000]);
  });

  it.each([
    ["it begins", undefined, running],
    ["it ends", cells, { ...running, status: "completed" as const, duration_ms: 3 }],
    ["it is lost", cells, { ...running, status: "lost" as const }],
    ["it is tried again", cells, { ...running, attempt: 2 }],
    ["another one takes its place", cells, { ...running, repeat: 1 }],
  ])("are asked for at once when %s", (_, before, row) => {
    const pace = new DetailPace();
    pace.hear({ ...running, spans: 1 }, cells, 0);
    pace.take(0);
    pace.hear(row, before, 10);
    expect([...pace.take(10)]).toEqual([7]);
  });

  it("have the items that the list of steps knows of", () => {
    const stream = {
      attempt: 1,
      opened_ms: 0,
      first_item_ms: null,
      ended_ms: null,
      items: 3,
      recorded: true,
      dropped: 0,
    };
    const detail = stepDetail(7, { streams: [stream] });
    expect(withChunks(detail, { n: 7, chunks: 9 }).streams.at(-1)?.items).toBe(9);
    expect(withChunks(detail, { n: 7, chunks: 2 })).toBe(detail);
    expect(withChunks(detail, { n: 8, chunks: 9 })).toBe(detail);
  });
});
