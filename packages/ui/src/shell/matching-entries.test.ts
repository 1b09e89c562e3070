import { expect, it } from "vitest";
import { matchingEntries } from "./matching-entries.ts";

const entries = [
  { text: "Open settings" },
  { text: "decideMode" },
  { text: "answer_question" },
  { text: "Go to projects" },
  { text: "Mode" },
  { text: "reanswered" },
  { text: "9c0d41", detail: "fork of support-12 after step 41" },
];
const found = (typed: string): readonly string[] => matchingEntries(entries, typed).map(({ text }) => text);

it.each([
  ["mode", ["Mode", "decideMode"]],
  ["answer", ["answer_question", "reanswered"]],
  ["question", ["answer_question"]],
  ["gtp", ["Go to projects"]],
  ["projects go", ["Go to projects"]],
  ["support", ["9c0d41"]],
  ["fork 41", ["9c0d41"]],
  ["osg", []],
  ["aq", ["answer_question"]],
  ["deo", []],
  ["x", []],
])("%j finds %j", (typed, texts) => {
  expect(found(typed)).toEqual(texts);
});

it("all are there while nothing is typed", () => {
  expect(found(" ")).toHaveLength(entries.length);
});
