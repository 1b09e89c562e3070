import fc from "fast-check";
import { expect, it } from "vitest";
import { listGaps } from "./list-gaps.ts";

const [a, b, c, d] = [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }];

it.each([
  { what: "nothing", before: [a, b], after: [a, b], gaps: [{ before: [2, 2], after: [2, 2] }] },
  { what: "an item at the end", before: [a], after: [a, b], gaps: [{ before: [1, 1], after: [1, 2] }] },
  { what: "equal items that are not the same", before: [a], after: [{ ...a }], gaps: [{ before: [0, 1], after: [0, 1] }] }, // prettier-ignore
  { what: "a window", before: [a, b, c], after: [b, c, d], gaps: [{ before: [0, 1], after: [0, 0] }, { before: [3, 3], after: [2, 3] }] }, // prettier-ignore
  { what: "the last item put first", before: [a, b, c], after: [c, a, b], gaps: [{ before: [0, 0], after: [0, 1] }, { before: [2, 3], after: [3, 3] }] }, // prettier-ignore
])("finds $what", ({ before, after, gaps }) => {
  expect(listGaps(before, after)).toEqual(gaps);
});

it("leaves between the gaps what is the very same, in order", () => {
  const item = fc.oneof(fc.constantFrom<unknown>(a, b, c, d, 0, -0, Number.NaN, "", undefined), fc.nat(100));
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 80 }),
      fc.array(item, { maxLength: 80 }),
      fc.nat(80),
      (before, more, cut) => {
        const after = [...before.slice(cut), ...more];
        let [i, j] = [0, 0];
        for (const gap of [...listGaps(before, after), { before: [before.length, 0], after: [after.length, 0] }]) {
          const [nextI, nextJ] = [gap.before[0], gap.after[0]];
          expect(before.slice(i, nextI)).toStrictEqual(after.slice(j, nextJ));
          [i = 0, j = 0] = [gap.before[1], gap.after[1]];
        }
      },
    ),
  );
});

it("takes little time for long lists in another order", () => {
  const before = Array.from({ length: 20_000 }, (_one, n) => ({ n }));
  expect(listGaps(before, before.toReversed()).length).toBeGreaterThan(0);
});
