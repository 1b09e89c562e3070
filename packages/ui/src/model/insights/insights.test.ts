import { matchesRun, parseQuery, type RunSummary } from "@burrjs/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { both, facetText } from "../facet-query.ts";
import { runsBehind } from "./behind.ts";
import { bucketAt, bucketsOf } from "./buckets.ts";
import { bucketText } from "./time-ticks.ts";
import { insightsOf } from "./insights.ts";
import { spreadOf } from "./quantiles.ts";
import { errorKind, type RunFacts, type StepFact } from "./run-facts.ts";
import { runSeries } from "./series.ts";
import { niceMax, niceTicks } from "./ticks.ts";

const hour = 3_600_000;
const begin = Date.UTC(2026, 10, 20, 10);

function run(id: string, given: Partial<RunSummary> = {}): RunSummary {
  return { app_id: id, partition_key: null, status: "completed", started_ms: begin, last_written_ms: begin, duration_ms: 1, steps: 1, errors: 0, last_action: null, actions: ["answer"], tokens: null, models: [], usage: [], parent: null, spawned_by: null, forks: 0, children: 0, notes: 0, tags: [], size_bytes: 1, ...given }; // prettier-ignore
}

function step(durationMs: number, given: Partial<StepFact> = {}): StepFact {
  return {
    action: "answer",
    status: "completed",
    startedMs: begin,
    durationMs,
    firstChunkMs: null,
    ...given,
  };
}

const tokens = { input: 1e6, output: 1e6, cached: 0, reasoning: 200 };
const chat = run("chat", { tokens, models: ["gpt-4o"] });
const facts: readonly RunFacts[] = [
  { run: chat, steps: [step(100), step(300, { startedMs: begin + 5 * hour, firstChunkMs: 40 })], usage: [{ model: "gpt-4o", tokens, steps: [step(300)] }], errors: [], leftOut: 3 }, // prettier-ignore
  {
    run: run("bad", { errors: 1, tokens: { ...tokens, output: 0 }, started_ms: begin + 2 * hour }),
    steps: [step(10, { action: "ask", status: "failed", startedMs: begin + 2 * hour })],
    usage: [{ model: "gull", tokens: { ...tokens, output: 0 }, steps: [] }],
    errors: [{ sequenceId: 4, action: "ask", atMs: begin, text: "RateLimitError: 429" }],
    leftOut: 0,
  },
];

describe("insights", () => {
  const made = insightsOf(facts, { prices: [], zone: "UTC" });

  test("count runs, steps, failures, tokens, and what was left out", () => {
    expect(made).toMatchObject({
      steps: 3,
      failed: 1,
      leftOut: 3,
      tokens: { input: 2e6, output: 1e6, reasoning: 400 },
    });
    expect(made.failedIn.map(({ app_id: id }) => id)).toEqual(["bad"]);
    expect(made.failedRuns).toEqual([]); // a later step of it went well
  });

  test("count children as parts of the runs that have started them: their steps, tokens and cost once, and no run", () => {
    const spawned_by = { app_id: "chat", partition_key: null, sequence_id: 0 };
    const child = { ...facts[0]!, run: { ...chat, app_id: "child", status: "failed" as const, spawned_by } };
    const options = { prices: [], zone: "UTC" };
    const family = insightsOf([...facts, child], options);
    expect(family.counted).toEqual(made.runs);
    expect(family).toMatchObject({ failedRuns: [], steps: 5, tokens: { input: 3e6, output: 2e6 } });
    expect(family.cost).toBeCloseTo(25);
    expect(runSeries(family)[0]?.values).toEqual(runSeries(made)[0]?.values);
    expect(family.periods[0]?.runs).toHaveLength(2);
    // Who asks for children alone counts these.
    expect(insightsOf([child], options)).toMatchObject({ counted: [child.run], failedRuns: [child.run] });
  });

  test("cost what is known to cost, and say that it is more than that", () => {
    expect(made.cost).toBeCloseTo(12.5);
    expect(made.hasUnknownPrice).toBe(true);
    expect(made.models.map(({ name, cost }) => [name, cost])).toEqual([["gpt-4o", 12.5], ["gull", null]]); // prettier-ignore
    expect(
      insightsOf(facts, { prices: [{ model: "gull", input: 1, cached: 1, output: 1 }], zone: "UTC" }),
    ).toMatchObject({ cost: 13.5, hasUnknownPrice: false });
  });

  test("put each step into its time, and the tokens of a run where it began", () => {
    const full = made.periods.flatMap((period, index) =>
      period.steps === 0 ? [] : [{ index, steps: period.steps, failed: period.failed, input: period.tokens.input }],
    );
    expect(full.map(({ steps, failed, input }) => ({ steps, failed, input }))).toEqual([
      { steps: 1, failed: 0, input: 1e6 },
      { steps: 1, failed: 1, input: 1e6 },
      { steps: 1, failed: 0, input: 0 },
    ]);
    expect(made.periods[full[2]?.index ?? 0]?.runs).toEqual([chat]);
  });

  test("list the actions that take the most time first, with the runs behind them", () => {
    expect(made.actions.map(({ name, steps, latency, runs }) => [name, steps, latency?.p50, runs.length])).toEqual([
      ["answer", 2, 200, 1],
      ["ask", 1, 10, 1],
    ]);
    expect(made.actions[0]?.firstChunk?.p50).toBe(40);
  });

  test("group errors by their kind", () => {
    expect(made.errors).toMatchObject([
      { kind: "RateLimitError", count: 1, actions: ["ask"], last: { sequenceId: 4 } },
    ]);
  });

  test("of nothing are nothing", () => {
    expect(insightsOf([], { prices: [], zone: "UTC" })).toMatchObject({
      steps: 0,
      cost: null,
      latency: null,
      actions: [],
      errors: [],
    });
  });
});

describe("the kind of an error", () => {
  test.each([
    ["RateLimitError: 429 Too many requests", "RateLimitError"],
    ["TypeError", "TypeError"],
    ["openai.RateLimitError: no", "openai.RateLimitError"],
    ["Traceback (most recent call last):\n  File x\nValueError: bad", "ValueError"],
    ["connection to 10.0.0.1 lost after 12 s", "connection to #.#.#.# lost after # s"],
    ["note: this", "note: this"],
    [`x ${"😀".repeat(30)}`, `x ${"😀".repeat(29)}…`],
    [`xy: ${"😀".repeat(30)}!`, `xy: ${"😀".repeat(28)}…`],
    [`xyz${"😀".repeat(30)}`, `xyz${"😀".repeat(28)}…`],
    ["", "unknown"],
  ])("of %j is %s", (text, kind) => {
    expect(errorKind(text)).toBe(kind);
  });
});

describe("stretches of time", () => {
  test("have a round length, and begin at round times of the local clock", () => {
    expect(bucketsOf({ fromMs: begin, toMs: begin + 900 }, "UTC")).toMatchObject({ unit: "50 milliseconds" });
    expect(bucketsOf({ fromMs: begin, toMs: begin + 20_000 }, "UTC")).toMatchObject({ unit: "second", lengthMs: 1000 });
    expect(bucketsOf({ fromMs: begin, toMs: begin + 20 * 60_000 }, "UTC")).toMatchObject({ unit: "minute" });
    const days = bucketsOf({ fromMs: begin, toMs: begin + 20 * 24 * hour }, "Europe/Berlin");
    expect(days.unit).toBe("12 hours");
    expect(new Date(days.list[0]?.fromMs ?? 0).toISOString()).toBe("2026-11-19T23:00:00.000Z");
  });

  test("of days are from midnight to midnight, also where clocks change", () => {
    const range = { fromMs: Date.UTC(2026, 9, 20), toMs: Date.UTC(2026, 10, 20) };
    const { unit, list, ...rest } = bucketsOf(range, "Europe/Berlin");
    expect(unit).toBe("day");
    const told = [4, 5, 6].map((place) => bucketText({ unit, list, ...rest }, place));
    expect(told).toEqual(["Oct 24", "Oct 25", "Oct 26"]);
    expect(list[5]).toEqual({ fromMs: Date.UTC(2026, 9, 24, 22), toMs: Date.UTC(2026, 9, 25, 23) });
  });

  test("are at most 48, and each time is in exactly one", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2e12 }),
        fc.integer({ min: 0, max: 4e11 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.constantFrom(
          "UTC",
          "Europe/Berlin",
          "Asia/Kolkata",
          "America/New_York",
          "Pacific/Apia",
          "Australia/Lord_Howe",
        ),
        (from, length, share, zone) => {
          const buckets = bucketsOf({ fromMs: from, toMs: from + length }, zone);
          const at = from + Math.floor(length * share);
          const bucket = buckets.list[bucketAt(buckets, at)];
          expect(buckets.list.length).toBeLessThanOrEqual(48);
          expect(bucket !== undefined && at >= bucket.fromMs && at < bucket.toMs).toBe(true);
        },
      ),
    );
  });
});

test("a spread is between the least and the greatest value, and grows", () => {
  expect(spreadOf([])).toBeNull();
  const measured = (values: readonly number[]) => values.map((value) => ({ value, of: value }));
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
      const { p50, p95, p99, max } = spreadOf(measured(values)) ?? { p50: 0, p95: 0, p99: 0, max: 0 };
      expect(Math.min(...values)).toBeLessThanOrEqual(p50);
      expect(p50 <= p95 && p95 <= p99 && p99 <= max).toBe(true);
    }),
  );
  // By hand: places 49.5, 94.05 and 98.01 of 1 to 100.
  const hundred = spreadOf(measured(Array.from({ length: 100 }, (_, index) => 100 - index)));
  expect(hundred?.p50).toBe(50.5);
  expect(hundred?.p95).toBeCloseTo(95.05);
  expect(hundred?.p99).toBeCloseTo(99.01);
  expect([hundred?.of.length, hundred?.ofP95, hundred?.ofP99]).toEqual([100, [100, 99, 98, 97, 96], [100]]);
});

test.each([
  [7, [0, 2, 4, 6], 8],
  [100, [0, 50, 100], 100],
  [0.3, [0, 0.1, 0.2, 0.3], 0.3],
  [0, [0], 1],
])("an axis up to %s has the ticks %j", (max, ticks, top) => {
  expect(niceTicks(max, 4)).toEqual(ticks);
  expect(niceMax(max, 4)).toBe(top);
});

describe("the runs behind a number", () => {
  const all = [
    run("chat"),
    run("a b"),
    run('it"s', { partition_key: "ada" }),
    run("any*", { actions: ["ask"], errors: 1, started_ms: begin + hour }),
  ];
  const twins = [run("twin"), run("twin", { partition_key: "ada" }), run("other")];
  const looked = { q: "", runs: all, isAll: true, zone: "UTC" };
  const found = (query: string) => all.filter((one) => matchesRun(parseQuery(query).query, one));

  test("are asked for by what they have in common, where that is theirs alone", () => {
    expect(runsBehind(all, "", looked)).toBe("");
    expect(runsBehind(all.slice(3), facetText("action", "ask"), looked)).toBe("action:ask");
    expect(runsBehind(all.slice(3), "errors:>0", { ...looked, q: "app:chat OR app:any*" })).toBe(
      "app:chat errors:>0 OR app:any* errors:>0",
    );
  });

  test("are named where others have that in common, too", () => {
    const some = [...all.slice(1, 3), ...all.slice(3)];
    expect(runsBehind(all.slice(1, 2), "action:answer", looked)).toBe('app:"a b"');
    expect(found(runsBehind(some, "steps:>0", looked))).toEqual(some);
  });

  test("are told apart by their partitions, where they have one id", () => {
    const query = runsBehind([twins[0]!, twins[2]!], "steps:>0", { ...looked, runs: twins });
    expect(query).toBe('app:"twin" -partition:* OR app:"other"');
    expect(twins.filter((one) => matchesRun(parseQuery(query).query, one))).toEqual([twins[0], twins[2]]);
  });

  test("are none that were not looked at", () => {
    const query = runsBehind(all, "", { ...looked, isAll: false });
    expect(query).toBe("after:2026-11-20T10:00:00.000Z");
    expect(matchesRun(parseQuery(query).query, run("old", { started_ms: begin - 1 }))).toBe(false);
  });

  test("of any set of runs are just those", () => {
    fc.assert(
      fc.property(fc.subarray(all, { minLength: 1 }), fc.constantFrom("", "errors:>0", "status:failed"), (some, q) => {
        expect(found(runsBehind(some, q, looked))).toEqual(some);
      }),
    );
  });

  test("have to fit each alternative of the page's query", () => {
    expect(both('tag:a OR "x OR y" tag:b', "action:ask")).toBe('tag:a action:ask OR "x OR y" tag:b action:ask');
    expect(both("", "action:ask")).toBe("action:ask");
    expect(both("tag:a", "")).toBe("tag:a");
  });
});
