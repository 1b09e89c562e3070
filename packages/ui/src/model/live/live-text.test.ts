import { expect, it } from "vitest";
import { liveText } from "./live-text.ts";

it.each([
  ["Recorded", "halted", undefined],
  ["Recorded", "completed", { status: "done" }],
  ["Paused in its runner", "halted", { status: "paused" }],
  ["Paused in its runner", undefined, { status: "paused" }],
  ["Waiting for an answer", "suspended", { status: "paused" }],
  ["Live, following", "running", { status: "running" }],
] as const)("%s: the log is %s, and the job is %o", (text, status, job) => {
  expect(liveText(status, true, job)).toBe(text);
});
