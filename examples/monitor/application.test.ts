import fc from "fast-check";
import { expect, it } from "vitest";
import { historyLimit, monitorApplication } from "./application.ts";
import { fakeMachine } from "./fake-machine.ts";

const hot = 0.9;
const cool = 0.1;

/** The application over a fake machine, and the actions that it has taken. */
function monitor(shares: readonly number[]) {
  const { read, now } = fakeMachine(shares);
  const taken: string[] = [];
  const options = { read, now, threshold: 0.8, patience: 3, samples: shares.length };
  const hooks = { postRunStep: ({ action }: { action: string }) => void taken.push(action) };
  return { app: monitorApplication({ ...options, hooks: [hooks] }), taken };
}

it("measures the share of processor time between two readings", () => {
  const { app } = monitor([0.25, 1]);
  const { state } = app.runSync({ haltAfter: "summary" });
  expect(state.history).toEqual([
    { atMs: 1_000, cpu: 0.25, memory: { usedBytes: 4e9, totalBytes: 16e9 }, load: 0.5 },
    { atMs: 2_000, cpu: 1, memory: { usedBytes: 4e9, totalBytes: 16e9 }, load: 0.5 },
  ]);
});

it.each([
  { when: "it is never hot", shares: [cool, cool, cool], way: "sss." },
  { when: "it is hot, but not for long enough", shares: [hot, hot, cool, hot, hot], way: "sssss." },
  { when: "it stays hot: once, not with each sample", shares: [hot, hot, hot, hot, hot], way: "sssAss." },
  { when: "it calms down after an alert", shares: [hot, hot, hot, cool, cool, cool, cool], way: "sssAsssRs." },
  { when: "it is calm only for a moment", shares: [hot, hot, hot, cool, cool, hot, cool], way: "sssAssss." },
  { when: "the last sample raises an alert", shares: [hot, hot, hot], way: "sssA." },
])("goes $way when $when", ({ shares, way }) => {
  const { app, taken } = monitor(shares);
  const end = app.runSync();
  const letters: Record<string, string> = { sample: "s", alert: "A", recovered: "R", summary: "." };
  expect(taken.map((action) => letters[action]).join("")).toBe(way);
  expect(end).toMatchObject({ stopped: "end", action: "summary" });
});

it("tells since when it was hot, and how long the alert lasted", () => {
  const { app } = monitor([cool, hot, 0.95, hot, cool, cool, cool]);
  expect(app.runSync({ haltAfter: "alert" }).result).toEqual({ sinceMs: 2_000, peak: expect.closeTo(0.95) });
  expect(app.state.alert).toEqual({ sinceMs: 2_000 });
  expect(app.runSync({ haltAfter: "recovered" }).result).toEqual({ atMs: 7_000, afterMs: 5_000 });
  expect(app.state).toMatchObject({ alert: null, alerts: 1 });
});

it("keeps a bounded history: the last samples, whatever they were", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 }), (shares) => {
      const { state } = monitor(shares).app.runSync();
      const expected = shares.slice(-historyLimit);
      expect(state.history?.map(({ cpu }) => cpu)).toEqual(expected.map((share): unknown => expect.closeTo(share, 6)));
      expect(state.taken).toBe(shares.length);
    }),
    { numRuns: 30 },
  );
});
