import { expect, it } from "vitest";
import { allSteps, matchingSteps, shownFrom, stepFilter, stepsAtPlaces } from "./filtered-steps.ts";
import { stepColumns, stepRow } from "./step/steps-for-tests.ts";

const steps = stepColumns([
  stepRow(0, { action: "ask" }),
  stepRow(1, { action: "answer", from: "ask", kind: "stream", duration_ms: 4000, first_chunk_ms: 900 }),
  stepRow(2, { action: "answer", status: "failed", duration_ms: 20 }),
  stepRow(3, { action: "ask", started_ms: 90_000 }),
]);

it.each([
  { q: "action:answer", places: [1, 2] },
  { q: "-action:answer", places: [0, 3] },
  { q: "action:an* status:error", places: [2] },
  { q: "dur:>2s OR seq:0", places: [0, 1] },
  { q: "ttft:>500ms", places: [1] },
  { q: "kind:stream", places: [1] },
  { q: "edge:ask->answer", places: [1] },
])("the list itself answers $q", ({ q, places }) => {
  const filter = stepFilter(q);
  expect(filter.kind).toBe("here");
  const shown = filter.kind === "here" ? matchingSteps(steps, filter.query) : allSteps(0);
  expect(Array.from({ length: shown.length }, (_, index) => shown.at(index))).toEqual(places);
});

it.each([
  "state.mode=answer",
  "changed:history",
  '"refund policy"',
  "model:large-*",
  "tokens:>2k",
  "action:ask note:any",
  "gap:>400ms",
])("the server has to answer %s", (q) => {
  expect(stepFilter(q).kind).toBe("server");
});

it.each(["", "  ", "dur:", "nothing:1"])("%j lets all through", (q) => {
  expect(stepFilter(q).kind).toBe("all");
});

it("knows where a step is shown, and what comes next", () => {
  const shown = stepsAtPlaces([1, 4, 9]);
  expect([0, 1, 4, 5, 9, 10].map((n) => shown.placeOf(n))).toEqual([-1, 0, 1, -1, 2, -1]);
  expect([0, 1, 2, 9, 10].map((n) => shownFrom(shown, n))).toEqual([0, 0, 1, 2, 3]);
  expect([allSteps(3).placeOf(2), allSteps(3).placeOf(3), allSteps(3).at(3)]).toEqual([2, -1, undefined]);
});
