import fc from "fast-check";
import { expect, it } from "vitest";
import { forEachRun } from "./for-each-run.ts";

it("Each run is taken once, no more than four at a time, and what failed is told with its reason", async () => {
  const cases = fc.array(fc.record({ fails: fc.boolean(), turns: fc.nat(3) }), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(cases, fc.nat(40), async (runs, stopAt) => {
      const controller = new AbortController();
      const taken: unknown[] = [];
      const counts: number[] = [];
      let underWay = 0;
      const outcome = await forEachRun(
        runs,
        async (run) => {
          taken.push(run);
          underWay += 1;
          expect(underWay).toBeLessThanOrEqual(4);
          for (let turn = 0; turn < run.turns; turn += 1) await Promise.resolve();
          underWay -= 1;
          if (run.fails) throw new Error("No.");
        },
        {
          signal: controller.signal,
          told(count) {
            counts.push(count);
            if (count > stopAt) controller.abort();
          },
        },
      );
      const { done, failed, left } = outcome;
      expect(taken).toEqual(runs.slice(0, taken.length));
      expect(left).toEqual(runs.slice(taken.length));
      expect(done).toEqual(taken.filter((run) => runs.some((one) => one === run && !one.fails)));
      expect(failed).toEqual(runs.slice(0, taken.length).filter(({ fails }) => fails).map((run) => ({ run, reason: "No." }))); // prettier-ignore
      expect(counts).toEqual(taken.map((_, at) => at + 1));
      expect(taken.length).toBeLessThanOrEqual(stopAt + 1 + 4);
      expect(left.length === 0 || stopAt < runs.length).toBe(true);
    }),
  );
});
