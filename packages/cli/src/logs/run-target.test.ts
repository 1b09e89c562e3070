import { expect, it } from "vitest";
import { parseRunTarget, parseStep, parseStepRange } from "./run-target.ts";

it.each([
  ["chat/7f3a", { project: "chat", app: "7f3a" }],
  ["chat/7f3a@12", { project: "chat", app: "7f3a", at: "12" }],
  ["chat/a/b@c@last", { project: "chat", app: "a/b@c", at: "last" }],
  ["chat/me@example.com", { project: "chat", app: "me@example.com" }],
  ["chat/x@3..last", { project: "chat", app: "x", at: "3..last" }],
  ["chat/x@3.1", { project: "chat", app: "x", at: "3.1" }],
])("reads %s", (text, target) => {
  expect(parseRunTarget(text)).toEqual({ ...target, text });
});

it.each(["chat", "/x", "chat/", ""])('refuses "%s" as a run, and says how to write one', (text) => {
  expect(() => parseRunTarget(text)).toThrow(/names no run\. Write <project>\/<app id>/);
});

it("reads steps and ranges", () => {
  expect(parseStep("41")).toEqual({ sequenceId: 41 });
  expect(parseStep("41.1")).toEqual({ sequenceId: 41, repeat: 1 });
  expect(parseStep("last")).toBe("last");
  expect(parseStepRange("3..9")).toEqual({ from: 3, to: 9 });
  expect(parseStepRange("first..last")).toEqual({ from: 0, to: "last" });
  expect(parseStepRange("3")).toBeUndefined();
  expect(() => parseStepRange("9..3")).toThrow("@3..9");
});
