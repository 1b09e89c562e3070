import type { RunSummary } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { summaryOf } from "./testing/summary-of.ts";
import { childrenLeft } from "./children-left.ts";

const from = (id: string): RunSummary["parent"] => ({ app_id: id, partition_key: null, sequence_id: 0 });
const top = summaryOf("top", { forks: 1, children: 2 });
const spawned = summaryOf("spawned", { spawned_by: from("top") });
const forked = summaryOf("forked", { parent: from("top") });

it.each([
  { runs: [top], left: 3 },
  { runs: [top, spawned], left: 2 },
  { runs: [top, spawned, forked, summaryOf("other", { spawned_by: from("top") })], left: 0 },
  { runs: [spawned, forked], left: 0 },
  {
    runs: [top, summaryOf("spawned", { partition_key: "p", spawned_by: { ...from("top")!, partition_key: "p" } })],
    left: 3,
  },
  { runs: [], left: 0 },
])("of a choice, $left children stay behind", ({ runs, left }) => {
  expect(childrenLeft(runs)).toBe(left);
});
