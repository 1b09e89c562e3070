import fc from "fast-check";
import { expect, it } from "vitest";
import { placeAtTime } from "./place-at-time.ts";
import { stepOfRun } from "./step-number.ts";
import { stepPlace } from "./step-place.ts";
import { rangeOf, withRange } from "./step-range.ts";
import { stepColumns, stepRow } from "./step/steps-for-tests.ts";

it("the address of each step finds that step again, also where ids come twice or are left out", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(6), { maxLength: 30 }), (ids) => {
      const seen = new Map<number, number>();
      const rows = ids.map((id, n) => {
        const repeat = seen.get(id) ?? 0;
        seen.set(id, repeat + 1);
        return stepRow(n, { sequence_id: id, repeat });
      });
      const steps = stepColumns(rows);
      for (const n of ids.keys()) {
        const place = stepPlace(steps, n);
        expect(steps.find(place?.s ?? -1, place?.r)).toBe(n);
      }
    }),
  );
});

it("there is no address of a step that is not there", () => {
  expect(stepPlace(stepColumns([]), 0)).toBeUndefined();
});

it.each([
  [-1, 0],
  [0, 0],
  [999, 0],
  [1000, 1],
  [5000, 2],
])("at %i ms the last step that had begun is at place %i", (atMs, n) => {
  expect(placeAtTime(stepColumns([0, 1, 2].map((id) => stepRow(id))), atMs)).toBe(n);
});

it("rows that come later are put over the old ones, and the columns before stay as they were", () => {
  const before = stepColumns([stepRow(0, { status: "running", duration_ms: null })]);
  const after = before.with([stepRow(0), stepRow(1), stepRow(600)]);
  expect(before.at(0)?.status).toBe("running");
  expect([after.at(0)?.status, after.at(1)?.n, after.at(600)?.n, after.at(599), after.length]).toEqual([
    "completed",
    1,
    600,
    undefined,
    601,
  ]);
  expect(after.with([])).toBe(after);
});

it.each([
  ["", { from: 3, to: 7 }, "seq:3..7"],
  ["action:ask", { from: 7, to: 3 }, "action:ask seq:3..7"],
  ["action:ask seq:1..2 dur:>1s", { from: 3, to: 7 }, "action:ask dur:>1s seq:3..7"],
  ["action:ask seq:1..2", undefined, "action:ask"],
])("the query %j with the range %j has one, and the range can be read again", (q, range, text) => {
  expect(withRange(q, range)).toBe(text);
  expect(rangeOf(text)).toEqual(range === undefined ? undefined : { from: 3, to: 7 });
});

it.each([
  { n: 0, id: 0, repeat: 0, count: 9, text: "Step 0 (1 of 9)" },
  { n: 2, id: 8, repeat: 0, count: 3, text: "Step 8 (3 of 3)" },
  { n: 4, id: 3, repeat: 1, count: 1200, text: "Step 3′ (5 of 1,200)" },
])("the step at place $n with the id $id of $count is: $text", ({ n, id, repeat, count, text }) => {
  expect(stepOfRun({ n, sequenceId: id, repeat }, count)).toBe(text);
});

it("what ran when the process went is lost, and nothing else changes", () => {
  const open = stepColumns([stepRow(0), stepRow(1, { status: "running", duration_ms: null })]);
  expect([open.lost().at(0)?.status, open.lost().at(1)?.status, open.at(1)?.status]).toEqual(["completed", "lost", "running"]); // prettier-ignore
  const ended = stepColumns([stepRow(0)]);
  expect(ended.lost()).toBe(ended);
  expect(stepColumns([]).lost().length).toBe(0);
});
