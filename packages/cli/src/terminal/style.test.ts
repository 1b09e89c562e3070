import { expect, it } from "vitest";
import { makeStyle, wantsColor } from "./style.ts";

it.each([
  { when: "a terminal is there", isTerminal: true, env: {}, wants: true },
  { when: "output goes into a file", isTerminal: false, env: {}, wants: false },
  { when: "NO_COLOR is set", isTerminal: true, env: { NO_COLOR: "1" }, wants: false },
  { when: "NO_COLOR is empty", isTerminal: true, env: { NO_COLOR: "" }, wants: true },
  { when: "FORCE_COLOR is set", isTerminal: false, env: { FORCE_COLOR: "1" }, wants: true },
  { when: "FORCE_COLOR is 0", isTerminal: true, env: { FORCE_COLOR: "0" }, wants: false },
  {
    when: "both are set, FORCE_COLOR decides",
    isTerminal: false,
    env: { FORCE_COLOR: "1", NO_COLOR: "1" },
    wants: true,
  },
  { when: "the terminal is dumb", isTerminal: true, env: { TERM: "dumb" }, wants: false },
  { when: "the option says so", isTerminal: false, env: { NO_COLOR: "1" }, option: true, wants: true },
  { when: "the option says no", isTerminal: true, env: { FORCE_COLOR: "1" }, option: false, wants: false },
])("when $when: $wants", ({ isTerminal, env, option, wants }) => {
  expect(wantsColor({ isTerminal, env, option })).toBe(wants);
});

it("leaves text as it is when it is off", () => {
  expect(makeStyle(false).red("x")).toBe("x");
  expect(makeStyle(true).red("x")).toBe("\u001b[31mx\u001b[39m");
  expect(makeStyle(true).red("")).toBe("");
});
