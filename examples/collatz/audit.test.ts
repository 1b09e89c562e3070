import { expect, it } from "vitest";
import { audit } from "./audit.ts";
import type { Entry } from "./ledger.ts";

const ran = (...steps: readonly number[]): Entry[] => steps.map((step) => ({ what: "ran", start: 5, step }));

it.each([
  { when: "all is well", steps: [0, 1, 2], counts: { begins: 1, steps: 3, repeats: 0, wrong: [] } },
  { when: "a step ran again before its commit", steps: [0, 1, 1, 2], counts: { repeats: 1, steps: 3, wrong: [] } },
  { when: "a step ran again after its commit", steps: [0, 1, 2, 1], counts: { wrong: ["5:1 ran after 5:2."] } },
  { when: "the whole sequence began again", steps: [0, 1, 0], counts: { begins: 2, wrong: ["5:0 ran after 5:1."] } },
  { when: "a step is missing", steps: [0, 2], counts: { wrong: ["5:2 ran after 5:0."] } },
])("finds in a ledger what is to be found when $when", ({ steps, counts }) => {
  expect(audit(ran(...steps))).toMatchObject(counts);
});
