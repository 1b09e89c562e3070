import { expect, it } from "vitest";
import { originText } from "./origin-text.ts";

const at = (sequenceId: number | null) => ({ app_id: "t-0004", partition_key: null, sequence_id: sequenceId });

it.each([
  ["fork of t-0004 after step 0", { parent: at(0), spawned_by: null }],
  ["fork of t-0004 from the beginning", { parent: at(-1), spawned_by: null }],
  ["fork of t-0004", { parent: at(null), spawned_by: null }],
  ["started by t-0004 at step 3", { parent: null, spawned_by: at(3) }],
  ["", { parent: null, spawned_by: null }],
])("a run comes from: %s", (text, run) => {
  expect(originText(run)).toBe(text);
});
