import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allMarks } from "./essay.ts";
import { FaultyEssay, type RunEnding } from "./faulty-essay.ts";

describe("when one write fails, whichever it is", { timeout: 60_000 }, () => {
  it.each([
    { what: "is refused", isApplied: false, most: 1 },
    { what: "is stored, and only its answer is lost", isApplied: true, most: 0 },
  ])("and $what, then state, store and hooks agree, and the application goes on", async ({ isApplied, most }) => {
    const writes = await writesOfRun();
    expect(writes).toBeGreaterThan(15);
    for (let passed = 0; passed < writes; passed += 1) {
      const essay = new FaultyEssay({ faults: [{ passed, failed: 1, isApplied }], methods: ["write"] });
      const endings: RunEnding[] = [];
      while (endings.at(-1) !== "ended") {
        endings.push(await essay.run());
        const stored = await essay.stored();
        expect(essay.marks).toEqual(stored);
        expect(essay.told).toEqual(stored);
      }
      expect(essay.told).toEqual(allMarks);
      expect(endings).not.toContain("conflict");
      // None, too, where a failure of the action could not be stored: its caller is told of that one.
      expect(endings.filter((ending) => ending === "store-failure").length).toBeLessThanOrEqual(most);
    }
  });
});

const anyFaults = fc.array(
  fc.record({ passed: fc.nat(12), failed: fc.integer({ min: 1, max: 4 }), isApplied: fc.boolean() }),
  { maxLength: 6 },
);
const methods = ["initialize", "write", "readHead", "readRows", "appendChunks"] as const;

describe("whichever calls of the store fail", { timeout: 60_000 }, () => {
  it("the store has what hooks were told of, or one commit more, on top of which nothing is stored unseen", async () => {
    await fc.assert(
      fc.asyncProperty(anyFaults, async (faults) => {
        const essay = new FaultyEssay({ faults, methods });
        let unseen: number | undefined;
        for (let ending = await essay.run(); ending !== "ended"; ending = await essay.run()) {
          const stored = await essay.stored();
          const marks = essay.marks ?? stored;
          expect(allMarks.slice(0, stored.length)).toEqual(stored);
          expect(stored.slice(0, marks.length)).toEqual(marks);
          expect(stored.length - marks.length).toBeLessThanOrEqual(1);
          // It was told that a commit has failed which is stored: it is refused until it is loaded again.
          const isRefused = ending !== "publish-failure" && stored.length === unseen;
          expect(unseen === undefined || isRefused).toBe(true);
          unseen = stored.length === marks.length || ending === "conflict" ? undefined : stored.length;
          if (ending === "conflict") essay.leave();
        }
        expect(await essay.stored()).toEqual(allMarks);
        expect(essay.marks).toEqual(allMarks);
        expect(new Set(essay.told).size).toBe(essay.told.length);
      }),
      { numRuns: 100 },
    );
  });

  it.each(["async", "exit"] as const)(
    "a run with durability %s that is loaded again after a failure ends as any other",
    async (durability) => {
      await fc.assert(
        fc.asyncProperty(anyFaults, async (faults) => {
          const essay = new FaultyEssay({ faults, methods }, durability);
          for (let ending = await essay.run(); ending !== "ended"; ending = await essay.run()) {
            const stored = await essay.stored();
            expect(allMarks.slice(0, stored.length)).toEqual(stored);
            if (ending !== "publish-failure") essay.leave();
          }
          expect(await essay.stored()).toEqual(allMarks);
          expect(essay.marks).toEqual(allMarks);
        }),
        { numRuns: 100 },
      );
    },
  );
});

/** How many writes an undisturbed run makes. */
async function writesOfRun(): Promise<number> {
  const essay = new FaultyEssay({ faults: [], methods: [] });
  while ((await essay.run()) !== "ended");
  return essay.writes;
}
