import type { StepDetail } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { allSteps, stepsAtPlaces } from "../filtered-steps.ts";
import { stepColumns, stepDetail, stepRow } from "../step/steps-for-tests.ts";
import type { StepColumns } from "../step-columns.ts";
import { describedRow, timeWords } from "./described-row.ts";
import { intervalsOfRows } from "./look-window.ts";
import { newsText } from "./news-text.ts";
import { allClosed, allOpen, isStepOpen, withNextPage, withPartTurned, withStep, withUnfolded } from "./open-rows.ts";
import { repeatsFacts } from "./repeats-facts.ts";
import { repeatsSpread } from "./repeats-spread.ts";
import { type RowList, rowList, type TreeRow } from "./row-list.ts";
import { isRowOpen, parentOfRow, partOfSelection, placeOfRow, rowOfKey, stepBeside } from "./row-place.ts";
import { stepLook } from "./step-look.ts";
import { stepParts, type StepPart } from "./step-parts.ts";
import { rowOfTyping } from "./type-ahead.ts";

const noTurns = { turned: new Set<string>(), childSteps: new Map() };

function listOf(steps: StepColumns, more: Partial<Parameters<typeof rowList>[0]> = {}): RowList {
  return rowList({
    steps,
    shown: allSteps(steps.length),
    isOpen: () => false,
    partsOf: () => undefined,
    repeats: undefined,
    pauseOverMs: 1000,
    ...more,
  });
}

function kinds(list: RowList): readonly string[] {
  return Array.from({ length: list.length }, (_, index) => {
    const row = list.at(index);
    return row === undefined ? "none" : row.kind === "step" ? `step ${row.n}` : row.kind;
  });
}

/** Steps of these actions, each 10 ms after the one before. */
function stepsOf(actions: readonly string[]): StepColumns {
  return stepColumns(actions.map((action, n) => stepRow(n, { action, started_ms: n * 10 })));
}

it("parts steps by a pause of more than a second, and only where both its neighbours are shown", () => {
  const steps = stepColumns([
    stepRow(0, { started_ms: 0 }),
    stepRow(1, { started_ms: 12_000 }),
    stepRow(2, { started_ms: 12_020 }),
  ]);
  const list = listOf(steps);
  expect(kinds(list)).toEqual(["step 0", "pause", "step 1", "step 2"]);
  expect(list.at(1)).toEqual({ kind: "pause", n: 1, pauseMs: 11_990 });
  expect([list.isDivider(1), list.isDivider(2)]).toEqual([true, false]);
  expect(kinds(listOf(steps, { shown: stepsAtPlaces([1, 2]) }))).toEqual(["step 1", "step 2"]);
});

it("shows a gap in the sequence ids as the steps that are missing", () => {
  const steps = stepColumns([
    stepRow(0, { sequence_id: 3, started_ms: 0 }),
    stepRow(1, { sequence_id: 7, started_ms: 20, gap: true }),
  ]);
  expect(listOf(steps).at(1)).toEqual({ kind: "missing", n: 1, from: 4, to: 6 });
});

it("makes one row of many steps of one action, which can be unfolded", () => {
  const steps = stepsOf(["ask", "retry", "retry", "retry", "retry", "answer"]);
  const list = listOf(steps, { repeats: { least: 4, opened: new Set() } });
  expect(kinds(list)).toEqual(["step 0", "repeats", "step 5"]);
  expect(list.at(1)).toEqual({ kind: "repeats", n: 1, last: 4 });
  expect([1, 3, 4, 5].map((n) => list.indexOfStep(n))).toEqual([1, 1, 1, 2]);
  expect(listOf(steps, { repeats: { least: 4, opened: new Set([1]) } }).length).toBe(6);
  expect(listOf(steps, { repeats: { least: 5, opened: new Set() } }).length).toBe(6);
});

it("does not fold over missing steps", () => {
  const rows = Array.from({ length: 6 }, (_, n) =>
    stepRow(n, { sequence_id: n < 3 ? n : n + 5, started_ms: n * 10, gap: n === 3 }),
  );
  const list = listOf(stepColumns(rows), { repeats: { least: 3, opened: new Set() } });
  expect(kinds(list)).toEqual(["repeats", "missing", "repeats"]);
});

it("says of many steps how long they took, and the worst that became of them", () => {
  const steps = stepColumns(
    [1, 2, 9].map((ms, n) =>
      stepRow(n, { started_ms: n * 100, duration_ms: ms, status: n === 1 ? "failed" : "completed" }),
    ),
  );
  expect(repeatsFacts(steps, 0, 2)).toMatchObject({
    count: 3,
    shortestMs: 1,
    medianMs: 2,
    longestMs: 9,
    durationMs: 209,
    failed: 1,
    status: "failed",
  });
});

const span = { started_ms: 0, duration_ms: 1, error: null, attributes: [] };
const inside = stepDetail(0, {
  spans: 3,
  spans_list: [
    { ...span, span_id: "0:0", name: "outer", parent: null },
    { ...span, span_id: "0:0.0", name: "inner", parent: "0:0" },
    { ...span, span_id: "0:1", name: "next", parent: null },
  ],
  children_list: [{ app_id: "kid", partition_key: null, kind: "spawn", sequence_id: 0, at_ms: 5 }],
});

it("shows what is inside of an open step as rows below it, and room for it while it is fetched", () => {
  const steps = stepColumns([stepRow(0, { spans: 3, children: 1 }), stepRow(1)]);
  const waiting = listOf(steps, { isOpen: (n) => n === 0 });
  expect(kinds(waiting)).toEqual(["step 0", "part", "part", "part", "part", "step 1"]);
  expect(waiting.at(1)).toEqual({ kind: "part", n: 0, part: undefined, place: 0 });
  const list = listOf(steps, {
    isOpen: (n) => n === 0,
    partsOf: (n) => (n === 0 ? stepParts(inside, noTurns) : undefined),
  });
  expect(list.indexOfPart(0, "span:0:0.0")).toBe(2);
  expect(list.indexOfPart(0, "span:9:9")).toBe(0);
  expect(list.indexOfPart(1, "span:0:0.0")).toBe(5);
});

it("folds spans, and fetches the steps of child runs only when they are opened", () => {
  const folded = stepParts(inside, { turned: new Set(["span:0:0"]), childSteps: new Map() });
  expect(folded.map(({ id }) => id)).toEqual(["span:0:0", "span:0:1", "child:0:~/kid"]);
  const turned = new Set(["child:0:~/kid"]);
  expect(stepParts(inside, { turned, childSteps: new Map() }).at(-1)).toMatchObject({ kind: "waiting", level: 3 });
  const childSteps = new Map([
    ["child:0:~/kid", { steps: [stepRow(0), stepRow(1, { sequence_id: 0, repeat: 1 })], total: 5 }],
  ]);
  const ids = stepParts(inside, { turned, childSteps }).map(({ id }) => id);
  expect(ids.slice(-3)).toEqual(["child:0:~/kid@0", "child:0:~/kid@0.1", "child:0:~/kid@more"]);
});

it("spans of several tries say at the top of which they are", () => {
  const tried = stepDetail(0, {
    spans_list: [
      { ...span, span_id: "0:0#1", name: "call", parent: null },
      { ...span, span_id: "0:0.0#1", name: "send", parent: "0:0#1" },
      { ...span, span_id: "0:0", name: "call", parent: null },
    ],
  });
  const tries = (detail: StepDetail) =>
    stepParts(detail, noTurns).flatMap((part) =>
      part.kind === "span" ? [`${part.id} ${part.level} ${part.tryText}`] : [],
    );
  expect(tries(tried)).toEqual(["span:0:0#1 2 try 1", "span:0:0.0#1 3 ", "span:0:0 2 try 2"]);
  expect(tries(stepDetail(0, { spans_list: tried.spans_list.slice(2) }))).toEqual(["span:0:0 2 "]);
});

it("a span that is its own parent, or in a circle, does not hang the list", () => {
  const circle = stepDetail(0, {
    spans_list: [
      { ...span, span_id: "a", name: "a", parent: "a" },
      { ...span, span_id: "b", name: "b", parent: "c" },
      { ...span, span_id: "c", name: "c", parent: "b" },
    ],
  });
  expect(stepParts(circle, noTurns).map(({ id, level }) => `${id} ${level}`)).toEqual([
    "span:a 2",
    "span:b 2",
    "span:c 3",
  ]);
});

const tree = (): { readonly steps: StepColumns; readonly list: RowList } => {
  const steps = stepColumns([
    stepRow(0, { spans: 3, children: 1, started_ms: 0 }),
    stepRow(1, { started_ms: 60_000, action: "answer" }),
  ]);
  return {
    steps,
    list: listOf(steps, { isOpen: (n) => n === 0, partsOf: (n) => (n === 0 ? stepParts(inside, noTurns) : undefined) }),
  };
};

it.each([
  { key: "ArrowDown", index: 0, gives: { to: 1 }, why: "goes into what is open" },
  { key: "ArrowDown", index: 4, gives: { to: 6 }, why: "passes a pause by" },
  { key: "ArrowDown", index: 6, gives: { to: 6 }, why: "stays at the end" },
  { key: "ArrowUp", index: 6, gives: { to: 4 }, why: "passes a pause by, too" },
  { key: "Home", index: 6, gives: { to: 0 }, why: "" },
  { key: "End", index: 0, gives: { to: 6 }, why: "" },
  { key: "PageDown", index: 0, gives: { to: 6 }, why: "does not stop at a pause" },
  { key: "PageUp", index: 6, gives: { to: 1 }, why: "" },
  { key: "ArrowRight", index: 0, gives: { to: 1 }, why: "goes into what is open" },
  { key: "ArrowRight", index: 4, gives: "open", why: "opens what is closed" },
  { key: "ArrowRight", index: 2, gives: undefined, why: "does nothing where there is nothing inside" },
  { key: "ArrowLeft", index: 0, gives: "close", why: "closes what is open" },
  { key: "ArrowLeft", index: 2, gives: { to: 1 }, why: "goes to the parent" },
  { key: "Escape", index: 4, gives: { to: 0 }, why: "goes up" },
  { key: "Escape", index: 0, gives: undefined, why: "is somebody else's at the top" },
  { key: "x", index: 0, gives: undefined, why: "" },
])("$key on row $index gives $gives: it $why", ({ key, index, gives }) => {
  const { steps, list } = tree();
  expect(kinds(list)).toEqual(["step 0", "part", "part", "part", "part", "pause", "step 1"]);
  expect(rowOfKey(list, steps, { index, key, page: 5 })).toEqual(gives);
});

it("says in the address which row it is", () => {
  const { steps, list } = tree();
  expect(placeOfRow(steps, list.at(2))).toEqual({ s: 0, r: undefined, part: "span:0:0.0" });
  expect(placeOfRow(steps, list.at(5))).toBeUndefined();
  expect(parentOfRow(list, 6)).toBe(-1);
  expect(["span:1:0", "key:/mode", undefined].map((sel) => partOfSelection(sel))).toEqual([
    "span:1:0",
    undefined,
    undefined,
  ]);
});

it("finds the next row by its first letters, and goes round at the end", () => {
  const steps = stepsOf(["ask", "answer", "ask"]);
  const list = listOf(steps);
  expect(rowOfTyping(list, steps, { index: 0, typed: "a" })).toBe(1);
  expect(rowOfTyping(list, steps, { index: 1, typed: "AN" })).toBe(1);
  expect(rowOfTyping(list, steps, { index: 2, typed: "an" })).toBe(1);
  expect(rowOfTyping(list, steps, { index: 0, typed: "zz" })).toBe(-1);
});

it("keeps which rows are open, also against the rule for all", () => {
  expect(isStepOpen(withStep(allClosed, 3, true), 3)).toBe(true);
  expect(isStepOpen(withStep(allOpen, 3, false), 3)).toBe(false);
  expect(isStepOpen(withStep(allOpen, 3, false), 4)).toBe(true);
  expect(withStep(allOpen, 3, true)).toBe(allOpen);
  expect(withUnfolded(withUnfolded(allClosed, 1, true), 1, false).unfolded.size).toBe(0);
  expect(withPartTurned(allClosed, "span:1").turnedParts.has("span:1")).toBe(true);
  expect(withNextPage(withNextPage(allClosed, "child"), "child").pages.get("child")).toBe(3);
});

const facts = {
  lookOf: (step: Parameters<typeof stepLook>[0]) => stepLook(step),
  forksOf: (id: number) => (id === 4 ? 2 : 0),
  notesOf: () => 0,
  isSlowAt: (n: number) => n === 1,
  detailOf: () => undefined,
  headerOf: () => undefined,
};

it("describes a retry as 41′, with its forks and its try", () => {
  const steps = stepColumns([stepRow(0, { sequence_id: 4, repeat: 1, attempt: 3, children: 3, kind: "stream" })]);
  const row: TreeRow = { kind: "step", n: 0, isOpen: undefined };
  expect(describedRow(row, { ...facts, steps })).toMatchObject({
    number: "4′",
    tags: ["2 forks", "1 run", "try 3"],
    look: "stream",
  });
  expect(isRowOpen(row)).toBeUndefined();
});

it("marks a step that took much longer than most of its action", () => {
  const steps = stepsOf(["act", "act"]);
  const say = (n: number) => describedRow({ kind: "step", n, isOpen: undefined }, { ...facts, steps })?.isSlow;
  expect([say(0), say(1)]).toEqual([false, true]);
});

it("describes parts: a stream, a span that failed, and a run of which nothing is known yet", () => {
  const say = (part: StepPart) =>
    describedRow({ kind: "part", n: 0, part, place: 0 }, { ...facts, steps: stepsOf(["act"]) });
  const stream = { attempt: 1, items: 4, opened_ms: 10, first_item_ms: 12, ended_ms: 20, recorded: true, dropped: 0 };
  expect(say({ kind: "stream", id: "s", level: 2, stream, isLast: true })).toMatchObject({
    name: "stream",
    durationMs: 10,
    tags: ["4 items", "first after 2\u202fms"],
  });
  expect(
    say({
      kind: "span",
      id: "x",
      level: 2,
      span: { ...span, span_id: "x", name: "call", parent: null, error: "no" },
      tryText: "try 1",
      isOpen: undefined,
    }),
  ).toMatchObject({ status: "failed", title: "no", tags: ["try 1"] });
  expect(
    say({
      kind: "child",
      id: "c",
      level: 2,
      isOpen: false,
      child: { app_id: "kid", partition_key: null, kind: "fork", sequence_id: 0, at_ms: 5 },
    }),
  ).toMatchObject({ look: "fork", startedMs: 5, status: null });
});

it("says when a row ran", () => {
  expect(timeWords({ startedMs: 3100, durationMs: 4200 }, 1000)).toBe("starts at 2.1\u202fs, lasts 4.2\u202fs");
  expect(timeWords({ startedMs: 1000, durationMs: null }, 1000)).toBe("starts at 0\u202fms, has not ended");
});

it("scales bars by blocks of rows, so that they stay where they are for a while", () => {
  const steps = stepsOf(Array.from({ length: 40 }, () => "act"));
  const list = listOf(steps);
  const from = (first: number): number | undefined =>
    intervalsOfRows(list, steps, { from: first, to: first + 5, block: 8 })[0]?.startedMs;
  expect([from(8), from(10), from(15), from(16)]).toEqual([80, 80, 80, 160]);
});

it("reads out how many steps are new, and how many of them failed", () => {
  const steps = stepColumns([stepRow(0), stepRow(1), stepRow(2, { status: "failed" })]);
  expect([newsText(steps, 2), newsText(steps, 0), newsText(stepColumns([stepRow(0)]), 0)]).toEqual([
    "1 new step, 1 error",
    "3 new steps, 1 error",
    "1 new step",
  ]);
});

it("makes rows of 100,000 steps without making a row object for each", () => {
  const rows = Array.from({ length: 100_000 }, (_, n) => stepRow(n, { action: `act${n % 7}`, started_ms: n * 20 }));
  const list = listOf(stepColumns(rows), { repeats: { least: 8, opened: new Set() } });
  expect(list.length).toBe(100_000);
  expect(list.indexOfStep(99_999)).toBe(99_999);
});

it("shows how the durations of many steps differ, as columns", () => {
  const steps = stepColumns([10, 0, 5, null].map((ms, n) => stepRow(n, { duration_ms: ms })));
  expect(repeatsSpread(steps, { from: 0, to: 3 }, 24)).toEqual([1, 0.12, 0.5, 0.12]);
  expect(repeatsSpread(steps, { from: 0, to: 3 }, 2)).toEqual([1, 0.5]);
  expect(repeatsSpread(steps, { from: 1, to: 1 }, 24)).toEqual([0.12]);
});

it("beside steps that are one row comes the row behind or before them, and parts are passed over", () => {
  const steps = stepsOf(["a", "b", "b", "b", "c"]);
  const part: StepPart = { kind: "waiting", id: "waiting", level: 2 };
  const list = listOf(steps, { isOpen: (n) => n === 0, partsOf: (n) => (n === 0 ? [part] : undefined), repeats: { least: 3, opened: new Set() } }); // prettier-ignore
  expect(kinds(list)).toEqual(["step 0", "part", "repeats", "step 4"]);
  expect([0, 1, 2, 4].map((n) => stepBeside(list, n, 1))).toEqual([1, 4, 4, 4]);
  expect([0, 1, 2, 4].map((n) => stepBeside(list, n, -1))).toEqual([0, 0, 0, 1]);
  expect(stepBeside(listOf(steps, { shown: stepsAtPlaces([0]) }), 2, 1)).toBeUndefined();
});

it("the place of the first of several steps with one id says which it is", () => {
  const steps = stepColumns([stepRow(0, { sequence_id: 1, repeat: 0 }), stepRow(1, { sequence_id: 1, repeat: 1 })]);
  const list = listOf(steps);
  expect([0, 1].map((index) => placeOfRow(steps, list.at(index)))).toEqual([
    { s: 1, r: 0, part: undefined },
    { s: 1, r: undefined, part: undefined },
  ]);
});
