import { expect, it } from "vitest";
import { cursorB } from "./state-views.ts";

const run = { project: "p", partition: "anna", app: "chat" };

it.each([
  { text: "@41", place: { partition: "anna", app: "chat", sequenceId: 41 } },
  { text: "@41~1", place: { partition: "anna", app: "chat", sequenceId: 41, repeat: 1 } },
  { text: "other@3", place: { partition: "anna", app: "other", sequenceId: 3 } },
  { text: "~/other@3", place: { partition: null, app: "other", sequenceId: 3 } },
  { text: "a%2Fb/c%40d@0", place: { partition: "a/b", app: "c@d", sequenceId: 0 } },
  { text: "bad%/x@1", place: { partition: "bad%", app: "x", sequenceId: 1 } },
  { text: "x", place: undefined },
  { text: "", place: undefined },
  { text: undefined, place: undefined },
])("cursor B at $text is $place", ({ text, place }) => {
  expect(cursorB(text, run)).toEqual(place === undefined ? undefined : { ...place, at: "after" });
});
