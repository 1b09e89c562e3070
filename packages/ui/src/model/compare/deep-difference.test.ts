import type { AlignedRow, Alignment, ChildSummary } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { type Asking, deepComparison, deepText } from "./deep-difference.ts";
import type { RunName } from "./run-name.ts";

const named = (app: string): RunName => ({ partition: null, app });
const differs: AlignedRow = {
  kind: "changed",
  a: { n: 1, sequence_id: 1, action: "rate" },
  b: { n: 1, sequence_id: 1, action: "rate" },
  count: 1,
};
const stepAt = (n: number) => ({ n, sequence_id: n, action: "write" });
const same: AlignedRow = { kind: "same", a: stepAt(0), b: stepAt(0), count: 1 };
const aligned = (first: AlignedRow | null, open = 0, rows: readonly AlignedRow[] = [same]): Alignment => ({
  rows,
  counts: { same: 1, changed: first === null ? 0 : 1, only_a: 0, only_b: 0, inherited: 0, open },
  first_difference: first,
});

/** Runs with the children of these names, in the order of their start; `differing`: pairs as `a b`. */
function asking(children: Readonly<Record<string, readonly string[]>>, differing: readonly string[] = []): Asking {
  return {
    align: (a, b) => Promise.resolve(aligned(differing.includes(`${a.app} ${b.app}`) ? differs : null)),
    header: ({ app }) =>
      Promise.resolve({
        children_list: (children[app] ?? []).map((name, n): ChildSummary => ({
          app_id: name,
          partition_key: null,
          kind: "spawn",
          sequence_id: 0,
          at_ms: n,
        })),
      }),
  };
}

const tree = { a: ["a0", "a1"], b: ["b0", "b1"], a1: ["a10"], b1: ["b10"] };

it.each([
  ["nothing differs", tree, [], "equal"],
  ["their own steps differ", tree, ["a b", "a0 b0"], "1 step differs, the first is step 1, rate"],
  ["runs that they started do", tree, ["a1 b1"], "in a child run: 1 step differs, the first is step 1, rate"],
  ["runs inside of these do", tree, ["a10 b10"], "in a child of a child run: 1 step differs, the first is step 1, rate"], // prettier-ignore
  ["one started more", { ...tree, b1: [] }, [], "only A has one more child run further inside"],
])("says where two runs differ: %s", async (_what, children, differing, text) => {
  expect(deepText(await deepComparison(named("a"), named("b"), asking(children, differing)))).toBe(text);
});

it.each([
  { runs: 29, text: "equal" },
  { runs: 30, text: "equal in the 30 runs that were looked at" },
  { runs: 200, text: "equal in the 30 runs that were looked at" },
])("looks at no more than some of $runs, and says so", async ({ runs, text }) => {
  const many = (side: string): readonly string[] => Array.from({ length: runs }, (_, n) => `${side}${n}`);
  const all = asking({ a: many("a"), b: many("b") });
  let asked = 0;
  const counted: Asking = { ...all, align: (a, b) => ((asked += 1), all.align(a, b)) };
  const found = await deepComparison(named("a"), named("b"), counted);
  expect(asked).toBe(30);
  expect(deepText(found)).toBe(text);
});

it("what is under way is not called equal", async () => {
  const all = { ...asking({}), align: () => Promise.resolve(aligned(null, 1)) };
  expect(deepText(await deepComparison(named("a"), named("b"), all))).toBe("no difference so far");
  expect(deepText(undefined)).toBe("comparing …");
});

it("leaves out what steps started before a fork, or where the other run has not come yet", async () => {
  const rows: readonly AlignedRow[] = [
    { kind: "inherited", a: stepAt(0), b: null, count: 2 },
    { kind: "same", a: stepAt(2), b: { ...stepAt(0), sequence_id: 2 }, count: 3 },
    { kind: "open", a: stepAt(5), b: null, count: 1 },
  ];
  const child = (name: string, step: number): ChildSummary => ({
    app_id: name,
    partition_key: null,
    kind: "spawn",
    sequence_id: step,
    at_ms: step,
  });
  const children = new Map([
    ["a", [child("a1", 1), child("a3", 3), child("a5", 5)]],
    ["b", [child("b3", 3)]],
  ]);
  const asked: string[] = [];
  const found = await deepComparison(named("a"), named("b"), {
    align: ({ app: a }, { app: b }) => (asked.push(`${a} ${b}`), Promise.resolve(aligned(null, 0, rows))),
    header: ({ app }) => Promise.resolve({ children_list: children.get(app) ?? [] }),
  });
  expect(asked).toEqual(["a b", "a3 b3"]);
  expect(deepText(found)).toBe("equal");
});
