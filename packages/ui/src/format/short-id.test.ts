import { expect, it } from "vitest";
import { shortId } from "./short-id.ts";

it.each([
  { id: "support-refund-e990c1", shown: "support-refund-e990c1" },
  { id: "639f81bc8cbacb3c6b52dd4ec197f792", shown: "639f81bc…f792" },
  { id: "0198f9a1-5c1e-7bb3-9d2e-4a7f5c6b1d20", shown: "0198f9a1…1d20" },
  { id: "🙂".repeat(30), shown: `${"🙂".repeat(8)}…${"🙂".repeat(4)}` },
])("$id is shown as $shown", ({ id, shown }) => {
  expect(shortId(id)).toBe(shown);
});
