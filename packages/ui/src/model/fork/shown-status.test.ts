import { expect, it } from "vitest";
import { shownStatus } from "./shown-status.ts";

it.each([
  ["completed", undefined, "completed"],
  ["completed", { status: "done", stopped: "end" }, "completed"],
  ["halted", undefined, "halted"],
  ["halted", { status: "paused", stopped: "side-effect" }, "paused"],
  ["halted", { status: "done", stopped: "aborted" }, "aborted"],
  ["aborted", { status: "done", stopped: "aborted" }, "aborted"],
  ["suspended", { status: "paused", stopped: "suspended" }, "suspended"],
  ["failed", { status: "failed", stopped: null }, "failed"],
  ["running", { status: "paused", stopped: "paused" }, "running"],
] as const)("a run that is %s to its log, and %j to its runner, reads %s", (status, job, shown) => {
  expect(shownStatus(status, job)).toBe(shown);
});
