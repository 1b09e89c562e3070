import { describe, expect, test } from "vitest";
import type { AlignedRow } from "@burrjs/protocol";
import { pairAt, pairCount, pairWith, seekDifference } from "./alignment.ts";
import { childPairs, startedByStep } from "./child-pairs.ts";
import { compareLines } from "./compare-lines.ts";
import { costDelta, countDelta, durationDelta } from "./deltas.ts";
import { firstDifference, momentsBefore } from "./first-difference.ts";
import { isSameRun, parseRunName, runName } from "./run-name.ts";
import { wordDiff } from "../text/text-diff.ts";
import { isReadableTogether } from "./readable-together.ts";
import { selectionOf } from "./selection.ts";
import { spanPairs } from "./span-pairs.ts";

const step = (n: number, action = "act"): { n: number; sequence_id: number; action: string } => ({
  n,
  sequence_id: n,
  action,
});

const rows: readonly AlignedRow[] = [
  { kind: "same", a: step(0), b: step(0), count: 37 },
  { kind: "changed", a: step(37, "decide"), b: step(37, "decide"), count: 1 },
  { kind: "only_a", a: step(38, "answer"), b: null, count: 2 },
  { kind: "only_b", a: null, b: step(38, "image"), count: 1 },
  { kind: "same", a: step(40), b: step(39), count: 2 },
];

describe("names of runs", () => {
  test.each([
    { partition: null, app: "chat", sequenceId: 3 },
    { partition: "ada/@~", app: "a/b@7 %20", sequenceId: -1 },
    { partition: "~x", app: "ü" },
    { partition: null, app: "chat@1~2", sequenceId: 41, repeat: 1 },
  ])("$app comes back as it was written", (name) => {
    expect(parseRunName(runName(name))).toEqual(name);
  });

  test.each([
    ["chat@41", { partition: null, app: "chat", sequenceId: 41 }],
    ["~/50% off@1", { partition: null, app: "50% off", sequenceId: 1 }],
    ["~/a/b", { partition: null, app: "a/b" }],
    ["ada/", undefined],
    ["", undefined],
  ])("%s is read as people type it", (text, name) => {
    expect(parseRunName(text)).toEqual(name);
  });

  test("a run is the same whatever the step", () => {
    expect(isSameRun({ partition: null, app: "x", sequenceId: 1 }, { partition: null, app: "x" })).toBe(true);
    expect(isSameRun({ partition: "p", app: "x" }, { partition: null, app: "x" })).toBe(false);
  });
});

describe("pairs", () => {
  test("a place finds its pair, and a step of either side too", () => {
    expect(pairCount(rows)).toBe(43);
    expect(pairAt(rows, 41)).toEqual({ kind: "same", at: 41, a: 40, b: 39 });
    expect(pairWith(rows, "b", 38)).toEqual({ kind: "only_b", at: 40, a: null, b: 38 });
    expect(pairAt(rows, 43)).toBeUndefined();
    expect(pairWith(rows, "a", 42)).toBeUndefined();
  });

  test("the next difference is where the next stretch of differences begins, either way", () => {
    expect(seekDifference(rows, -1, 1)?.at).toBe(37);
    expect(seekDifference(rows, 37, 1)?.at).toBe(38);
    expect(seekDifference(rows, 38, 1)?.at).toBe(40);
    expect(seekDifference(rows, 40, 1)).toBeUndefined();
    expect(seekDifference(rows, 42, -1)?.at).toBe(40);
  });
});

describe("lines", () => {
  test("equal steps are folded, differences and short stretches are not", () => {
    const lines = compareLines(rows, { open: new Set() });
    expect(
      lines.map((line) => (line.type === "fold" ? line.text : `${line.pair.a ?? "–"}/${line.pair.b ?? "–"}`)),
    ).toEqual(["37 equal steps", "37/37", "38/–", "39/–", "–/38", "40/39", "41/40"]);
  });

  test("a fold opens by its key, and by itself around the step that is shown", () => {
    const [fold] = compareLines(rows, { open: new Set() });
    const key = fold?.type === "fold" ? fold.key : "";
    expect(compareLines(rows, { open: new Set([key]) })).toHaveLength(44);
    expect(compareLines(rows, { open: new Set(), shown: 12 })).toHaveLength(44);
  });
});

describe("runs that steps started", () => {
  const child = (app: string, atMs: number, kind: "spawn" | "fork" = "spawn") =>
    ({ app_id: app, partition_key: null, kind, sequence_id: 1, at_ms: atMs }) as const;
  test("are pairs by the order of their start; those that only one step started stand alone", () => {
    const a = startedByStep({ children_list: [child("late", 2), child("early", 1), child("fork", 0, "fork")] }).get(1);
    const b = startedByStep({ children_list: [child("other", 9)] }).get(1);
    expect(childPairs(a, b).map((one) => [one.a?.app, one.b?.app])).toEqual([
      ["early", "other"],
      ["late", undefined],
    ]);
    expect(startedByStep(undefined).size).toBe(0);
  });

  test("keep their steps out of folds", () => {
    const lines = compareLines(rows.slice(0, 1), { open: new Set(), started: { a: new Set([10]), b: new Set() } });
    expect(lines.map((line) => (line.type === "fold" ? line.text : line.pair))).toEqual([
      "10 equal steps",
      { kind: "same", at: 10, a: 10, b: 10 },
      "26 equal steps",
    ]);
  });
});

describe("the first difference", () => {
  const change = (path: string, was: unknown, is: unknown) => ({
    path,
    op: "change" as const,
    before: { value: was, type: "string" as const, bytes: 1 },
    after: { value: is, type: "string" as const, bytes: 1 },
  });
  const none = { before: [], after: [], writers: { a: {}, b: {} }, decisive: [] };

  test("is the changed result of the first changed step", () => {
    const found = firstDifference({ ...none, rows, after: [change("/mode", "answer", "image")] });
    expect(found).toMatchObject({ place: "step 37, decide", onwards: "", step: { side: "a", sequenceId: 37 } });
    expect(found?.values.map(({ path }) => path)).toEqual(["/mode"]);
  });

  test("is an earlier value that the condition went by, though that step's call was the same", () => {
    const diverging = rows.filter(({ kind }) => kind !== "changed");
    const found = firstDifference({
      ...none,
      rows: diverging,
      before: [change("/prompt", "a", "b"), change("/mode", "answer", "image")],
      writers: {
        a: { mode: { sequence_id: 36, action: "decide" }, prompt: { sequence_id: 0, action: "ask" } },
        b: { mode: { sequence_id: 36, action: "decide" } },
      },
      decisive: ["mode"],
    });
    expect(found?.place).toBe("step 36, decide");
    expect(found?.values.map(({ path }) => path)).toEqual(["/mode"]);
    expect(found?.onwards).toBe("Then A ran answer (step 38), and B image (step 38).");
  });

  test("is none where a run has not come to the end of a step, but for what it began with", () => {
    const going: readonly AlignedRow[] = [
      { kind: "inherited", a: step(0), b: null, count: 5 },
      { kind: "open", a: step(5), b: step(0), count: 1 },
      { kind: "open", a: step(6), b: null, count: 2 },
    ];
    expect(firstDifference({ ...none, rows: going })).toBeUndefined();
    const fork = { side: "b", afterStep: 4 } as const;
    expect(firstDifference({ ...none, rows: going, before: [change("/mode", "answer", "image")], fork })).toMatchObject(
      { place: "the fork after step 4", onwards: "" },
    );
    expect(momentsBefore(going)).toEqual({ a: { n: 5, at: "before" }, b: { n: 0, at: "before" } });
    expect(seekDifference(going, -1, 1)).toBeUndefined();
  });

  test("is in the state at the beginning when no step wrote it", () => {
    const found = firstDifference({ ...none, rows, before: [change("/mode", "answer", "image")] });
    expect(found).toMatchObject({ place: "the state that they began with", step: null });
  });

  test("is what a fork was begun with, though the parent's step had written it", () => {
    const facts = {
      ...none,
      rows,
      before: [change("/mode", "answer", "image")],
      fork: { side: "b" as const, afterStep: 13 },
    };
    const written = { mode: { sequence_id: 12, action: "decide" } };
    expect(firstDifference({ ...facts, writers: { a: written, b: {} } })).toMatchObject({
      place: "the fork after step 13",
      step: null,
    });
    expect(
      firstDifference({ ...facts, writers: { a: { mode: { sequence_id: 14, action: "decide" } }, b: {} } })?.place,
    ).toBe("step 14, decide");
    expect(
      firstDifference({ ...facts, writers: { a: written, b: { mode: { sequence_id: 15, action: "decide" } } } })?.place,
    ).toBe("step 15, decide");
  });

  test("is no difference of times", () => {
    const date = (text: string) => ({ $burr: "date", value: text });
    const found = firstDifference({
      ...none,
      rows,
      before: [change("/at", date("1"), date("2"))],
    });
    expect(found?.place).toBe("step 37, decide");
  });

  test("is none where all steps are equal", () => {
    expect(firstDifference({ ...none, rows: rows.slice(0, 1) })).toBeUndefined();
    expect(momentsBefore(rows.slice(0, 1))).toBeUndefined();
  });

  test("states are compared before it, or after the last step of a run that has ended", () => {
    expect(momentsBefore(rows)).toEqual({ a: { n: 37, at: "before" }, b: { n: 37, at: "before" } });
    expect(momentsBefore([rows[0]!, rows[2]!])).toEqual({ a: { n: 38, at: "before" }, b: { n: 36, at: "after" } });
  });

  test("a fork is compared from where it begins", () => {
    const fork: readonly AlignedRow[] = [{ kind: "inherited", a: step(0), b: null, count: 5 }, { kind: "only_a", a: step(5), b: null, count: 1 }, { kind: "only_b", a: null, b: step(0, "image"), count: 1 }]; // prettier-ignore
    expect(momentsBefore(fork)).toEqual({ a: { n: 5, at: "before" }, b: { n: 0, at: "before" } });
  });
});

describe("two texts in one", () => {
  test.each([
    ["the quick brown fox jumps over the dog", "the quick red fox jumps over the dog", true],
    ["Per the handbook, a lamp is settled within days", "Here is a picture, drawn with care", false],
    ["", "all new", false],
  ])("%s / %s", (a, b, isReadable) => {
    expect(isReadableTogether(wordDiff(a, b))).toBe(isReadable);
  });
});

describe("deltas", () => {
  test.each([
    [100, 200, "↑ +100 ms", "more"],
    [4000, 1000, "↓ −3 s", "less"],
    [1000, 1010, "≈", "equal"],
    [null, 5, "–", "equal"],
  ])("%s ms and %s ms", (a, b, text, direction) => {
    expect(durationDelta(a, b)).toEqual({
      text: text.replaceAll(" ms", "\u202fms").replaceAll(" s", "\u202fs"),
      direction,
    });
  });

  test.each([
    [10, 25, "↑ +15"],
    [25, 10, "↓ −15"],
    [7, 7, "="],
    [0, 0, "–"],
  ])("%s and %s tokens", (a, b, text) => {
    expect(countDelta(a, b).text).toBe(text);
  });
});

describe("what is looked at", () => {
  test("without cursors it is the first difference, or else the last step", () => {
    expect(selectionOf(rows, { a: undefined, b: undefined })?.at).toBe(37);
    expect(selectionOf(rows.slice(0, 1), { a: undefined, b: undefined })?.at).toBe(36);
    expect(selectionOf([], { a: undefined, b: undefined })).toBeUndefined();
  });

  test("one cursor brings its pair along", () => {
    expect(selectionOf(rows, { a: 40, b: undefined })).toEqual({
      kind: "same",
      at: 41,
      a: 40,
      b: 39,
    });
    expect(selectionOf(rows, { a: undefined, b: 38 })).toMatchObject({ a: null, b: 38 });
  });

  test("two cursors that are no pair are two steps", () => {
    expect(selectionOf(rows, { a: 3, b: 7 })).toEqual({ a: 3, b: 7, at: null });
  });
});

test("spans of the last tries are beside each other, whatever came before them", () => {
  const span = (id: string) => ({ span_id: id, name: "call", parent: null, started_ms: 0, duration_ms: 1, error: null, attributes: [] }); // prettier-ignore
  const pairs = spanPairs([span("1:0")], [span("1:0#1"), span("1:0")]);
  expect(pairs.map(({ a, b }) => [a?.span_id, b?.span_id])).toEqual([
    ["1:0", "1:0"],
    [undefined, "1:0#1"],
  ]);
});

test.each([
  [0.004, 0.0062, "↑ +$0.0022"],
  [0.0062, 0.004, "↓ −$0.0022"],
  [0.1 + 0.2, 0.3, "="],
  [0.002779, 0.00274, "≈"],
  [null, 0.004, "–"],
  [0.004, undefined, "–"],
])("B cost %s more than A %s: %s", (a, b, text) => {
  expect(costDelta(a, b).text).toBe(text);
});
