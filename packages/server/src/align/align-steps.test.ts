import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogRecord, LogValue } from "@burrjs/protocol";
import { testServer } from "../testing/client.ts";
import { fakeStore, header } from "../testing/fake-store.ts";
import { alignSteps, type UnderWay } from "./align-steps.ts";
import { stepMarks, type StepMark } from "./step-marks.ts";
import { textNumber } from "./text-number.ts";

/** Steps written as `a1=x!y`: action, inputs, result, changes; `a1?` has not ended. */
function marks(text: string): readonly StepMark[] {
  return text
    .split(" ")
    .filter((one) => one !== "")
    .map((one, n) => {
      const [call = "", outcome = "", changes] = one.split(/[=!?]/);
      return {
        sequence_id: n,
        action: call[0] ?? "",
        call: textNumber(call),
        outcome: one.endsWith("?") ? undefined : textNumber(outcome),
        changes: changes === undefined ? undefined : textNumber(changes),
      };
    });
}

function shown(a: string, b: string, underWay?: UnderWay): readonly string[] {
  return alignSteps(marks(a), marks(b), underWay).map(
    (row) => `${row.kind} ${row.a?.n ?? "-"}/${row.b?.n ?? "-"} x${row.count}`,
  );
}

describe("two applications beside each other", () => {
  it.each([
    ["the same", "a1 b1 c1", "a1 b1 c1", ["same 0/0 x3"]],
    ["nothing at all", "", "", []],
    ["one that is empty", "a1 b1", "", ["only_a 0/- x2"]],
    ["one step more", "a1 c1", "a1 b1 c1", ["same 0/0 x1", "only_b -/1 x1", "same 1/2 x1"]],
    ["another result", "a1=x b1", "a1=y b1", ["changed 0/0 x1", "same 1/1 x1"]],
    ["other changes", "a1=x!1 b1", "a1=x!2 b1", ["changed 0/0 x1", "same 1/1 x1"]],
    ["changes that one log does not have", "a1=x!1", "a1=x", ["same 0/0 x1"]],
    ["other inputs", "a1 b1 c1", "a1 b2 c1", ["same 0/0 x1", "changed 1/1 x1", "same 2/2 x1"]],
    ["another way", "a1 b1 d1", "a1 c1 c2 d1", ["same 0/0 x1", "only_a 1/- x1", "only_b -/1 x2", "same 2/3 x1"]],
    [
      "another way with a common action",
      "a1 b1 x1",
      "a1 y1 b2",
      ["same 0/0 x1", "only_b -/1 x1", "changed 1/2 x1", "only_a 2/- x1"],
    ],
  ])("%s", (_what, a, b, rows) => {
    expect(shown(a, b)).toEqual(rows);
  });

  const [onlyA, onlyB, both] = [
    { a: true, b: false },
    { a: false, b: true },
    { a: true, b: true },
  ];
  it.each<readonly [string, string, string, UnderWay | undefined, readonly string[]]>([
    ["a step that is still open", "a1 b1", "a1 b1?", onlyB, ["same 0/0 x1", "open 1/1 x1"]],
    ["steps that have not come yet", "a1 b1 c1", "a1", onlyB, ["same 0/0 x1", "open 1/- x2"]],
    ["both of that", "a1 b1 c1 d1", "a1 b1?", onlyB, ["same 0/0 x1", "open 1/1 x1", "open 2/- x2"]],
    ["all steps still to come", "", "a1 b1", onlyA, ["open -/0 x2"]],
    ["a step open in both", "a1 b1?", "a1 b1?", both, ["same 0/0 x1", "open 1/1 x1"]],
    ["an open step with other inputs", "a1 b1", "a1 b2?", onlyB, ["same 0/0 x1", "changed 1/1 x1"]],
    ["another way", "a1 b1 c1", "a1 d1?", onlyB, ["same 0/0 x1", "only_a 1/- x2", "only_b -/1 x1"]],
    ["another way in both", "a1 b1?", "a1 c1?", both, ["same 0/0 x1", "only_a 1/- x1", "only_b -/1 x1"]],
    ["a step that was lost on the way", "a1 b1", "a1? b1", onlyB, ["changed 0/0 x1", "same 1/1 x1"]],
    ["a step that was lost at the end", "a1 b1", "a1 b1?", undefined, ["same 0/0 x1", "changed 1/1 x1"]],
  ])("under way: %s", (_what, ...[a, b, underWay, rows]) => {
    expect(shown(a, b, underWay)).toEqual(rows);
  });

  it("each step of both is in exactly one row, in order", () => {
    const steps = fc.array(fc.constantFrom("a1", "a2", "b1", "b2=x", "b2=y", "c1"), { maxLength: 30 });
    fc.assert(
      fc.property(steps, steps, (a, b) => {
        const rows = alignSteps(marks(a.join(" ")), marks(b.join(" ")));
        for (const [side, length] of [
          ["a", a.length],
          ["b", b.length],
        ] as const) {
          const places = rows.flatMap((row) => {
            const first = row[side]?.n;
            return first === undefined ? [] : Array.from({ length: row.count }, (_, n) => first + n);
          });
          expect(places).toEqual(Array.from({ length }, (_, n) => n));
        }
        for (const row of rows) {
          const { a: one, b: other } = row;
          expect(row.kind !== "same" || a[one!.n] === b[other!.n]).toBe(true);
          expect(row.kind !== "changed" || one!.action === other!.action).toBe(true);
        }
        expect(alignSteps(marks(a.join(" ")), marks(a.join(" "))).every(({ kind }) => kind === "same")).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it("long ones are compared in little time, also when nothing agrees", () => {
    const one = Array.from({ length: 20_000 }, (_, n) => `a${n}`).join(" ");
    const other = Array.from({ length: 20_000 }, (_, n) => `a${n + 50_000}`).join(" ");
    const rows = alignSteps(marks(one), marks(other));
    expect(rows).toHaveLength(20_000);
    expect(rows.every(({ kind }) => kind === "changed")).toBe(true);
  });
});

const time = "2026-11-29T00:00:00.000000Z";
function stepsOf(from: number, inputs: readonly number[]): readonly LogRecord[] {
  return inputs.flatMap((x, n): LogRecord[] => [
    { type: "begin_entry", start_time: time, action: "a", inputs: { x }, sequence_id: from + n },
    {
      type: "end_entry",
      end_time: time,
      action: "a",
      result: { x },
      exception: null,
      state: {},
      sequence_id: from + n,
    },
  ]);
}

it("the records of a step become its marks", async () => {
  const records = async function* (): AsyncGenerator<LogRecord, void, void> {
    yield* stepsOf(5, [1, 1, 2]);
    yield { type: "begin_entry", start_time: time, action: "a", inputs: {}, sequence_id: 8 };
  };
  const [one, same, other, open] = await stepMarks(records());
  expect([one?.call, one?.outcome]).toEqual([same?.call, same?.outcome]);
  expect(one?.call).not.toBe(other?.call);
  expect(open).toMatchObject({ sequence_id: 8, outcome: undefined });
});

it("a step that went on with another answer was not called alike", async () => {
  const records = async function* (): AsyncGenerator<LogRecord, void, void> {
    const [begin] = stepsOf(0, [1]);
    if (begin?.type !== "begin_entry") return;
    for (const ok of [true, true, false]) yield { ...begin, role: "answer", answers: { approval: { ok } } };
  };
  const [yes, same, no] = await stepMarks(records());
  expect(yes?.call).toBe(same?.call);
  expect(yes?.call).not.toBe(no?.call);
});

it("a step that took more attempts did not end alike", async () => {
  const records = async function* (): AsyncGenerator<LogRecord, void, void> {
    const [begin, end] = stepsOf(0, [1]);
    if (begin === undefined || end?.type !== "end_entry") return;
    for (const more of [{}, { attempt: 1 }, { attempt: 2 }]) yield* [begin, { ...end, ...more }];
  };
  const [one, same, twice] = await stepMarks(records());
  expect(one?.outcome).toBe(same?.outcome);
  expect(one?.outcome).not.toBe(twice?.outcome);
});

it("the marks of steps tell what they have written, but for times and what is hidden", async () => {
  const written: readonly LogValue[] = [
    1,
    1,
    2,
    { $burr: "date", value: "2026-11-29T00:00:00.000Z" },
    { $burr: "date", value: "2026-11-30T00:00:00.000Z" },
    { $burr: "redacted", value: "a1" },
    { $burr: "redacted", value: "b2" },
  ];
  const records = async function* (): AsyncGenerator<LogRecord, void, void> {
    for (const [n, value] of written.entries()) {
      const op = n === 1 ? "replace" : "add"; // whether it was there before
      for (const record of stepsOf(n, [0])) {
        if (record.type !== "end_entry") yield record;
        else yield { ...record, form: "patch", state: { $patch: [{ op, path: "/k", value }] } };
      }
    }
  };
  const [one, again, other, then, now, hidden, veiled] = (await stepMarks(records())).map(({ changes }) => changes);
  expect([again, now, veiled]).toEqual([one, then, hidden]);
  expect(new Set([one, other, then, hidden]).size).toBe(4);
});

it("a fork goes with the steps of its parent after the one that it was forked from", async () => {
  const parent = fakeStore({}, stepsOf(0, [0, 1, 2, 3]));
  const pointer = { app_id: "app-1", partition_key: null, sequence_id: 1 };
  const fork = fakeStore(
    {
      ref: { project: "demo", partitionKey: null, appId: "fork" },
      header: () => Promise.resolve(header({ parent: pointer })),
    },
    stepsOf(2, [2, 9, 4]),
  );
  const ref = { project: "demo", partitionKey: null, appId: "app-1" };
  const run: typeof parent.run = ({ appId }) => (appId === "fork" ? fork.run(ref) : parent.run({ ...ref, appId }));
  const { json, call } = testServer({ store: { ...parent, run } });
  const at = (n: number, id: number): object => ({ n, sequence_id: id, action: "a" });
  expect(await json("/api/v1/projects/demo/align?a=app-1&b=~/fork")).toEqual({
    items: [
      { kind: "inherited", a: at(0, 0), b: null, count: 2 },
      { kind: "same", a: at(2, 2), b: at(0, 2), count: 1 },
      { kind: "changed", a: at(3, 3), b: at(1, 3), count: 1 },
      { kind: "only_b", a: null, b: at(2, 4), count: 1 },
    ],
    total: 4,
    next: null,
    counts: { same: 1, changed: 1, only_a: 0, only_b: 1, inherited: 2, open: 0 },
    first_difference: { kind: "changed", a: at(3, 3), b: at(1, 3), count: 1 },
  });
  expect((await call("/api/v1/projects/demo/align?a=app-1&b=none")).status).toBe(404);
  for (const bad of ["", "~/", "/x", "a/b/c", "%25zz", "..", "a@b"]) {
    expect((await call(`/api/v1/projects/demo/align?a=app-1&b=${bad}`)).status).toBe(400);
  }
});

it("a run that is under way differs from another one in nothing that it has not come to", async () => {
  const [begun] = stepsOf(1, [1]);
  const whole = fakeStore({}, stepsOf(0, [0, 1, 2]));
  const going = fakeStore({ header: () => Promise.resolve(header({ app_id: "going", status: "running" })) }, [
    ...stepsOf(0, [0]),
    ...(begun === undefined ? [] : [begun]),
  ]);
  const run: typeof whole.run = (ref) => (ref.appId === "going" ? going : whole).run({ ...ref, appId: "app-1" });
  const { json } = testServer({ store: { ...whole, run } });
  expect(await json("/api/v1/projects/demo/align?a=app-1&b=going")).toMatchObject({
    items: [{ kind: "same" }, { kind: "open", count: 1 }, { kind: "open", b: null, count: 1 }],
    counts: { same: 1, changed: 0, only_a: 0, open: 2 },
    first_difference: null,
  });
});
