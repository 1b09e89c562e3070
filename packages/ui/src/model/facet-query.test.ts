import { parseQuery } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { exactText, facetText, hasFacet, toggledFacet } from "./facet-query.ts";

it.each([
  ["status", "failed", "status:failed"],
  ["action", "answer question", 'action:"answer question"'],
  ["tag", 'say "hi"', String.raw`tag:"say \"hi\""`],
  ["day", "2026-11-30", "after:2026-11-30 before:2026-12-01"],
])("the facet %s of %s is text of the query language", (field, value, text) => {
  expect(facetText(field, value)).toBe(text);
  expect(parseQuery(text).errors).toEqual([]);
});

it("a second click takes away what the first one has added, and leaves the rest", () => {
  const once = toggledFacet("dur:>2s", "action", "a b");
  expect(once).toBe('dur:>2s action:"a b"');
  expect(hasFacet(once, "action", "a b")).toBe(true);
  expect(toggledFacet(once, "action", "a b")).toBe("dur:>2s");
});

it.each(["plain", 'say "hi"', String.raw`C:\x\"`, "a*b", "a b -c:d"])("the id %j is asked for as it is", (id) => {
  const text = exactText("app", id);
  const { query, errors } = parseQuery(text);
  expect(errors).toEqual([]);
  expect(query.groups).toMatchObject([[{ from: 0, to: text.length, test: { field: "app" } }]]);
});

it.each([
  ["", "status", "failed", "status:failed"],
  ["a OR b", "tag", "x", "a tag:x OR b tag:x"],
  ["a tag:x OR b tag:x", "tag", "x", "a OR b"],
  ["a tag:x OR b", "tag", "x", "a tag:x OR b tag:x"],
  ["tag:x OR b tag:x", "tag", "x", ""],
  ['"this OR that"', "tag", "x", '"this OR that" tag:x'],
  ["status:completed dur:>1s", "status", "failed", "dur:>1s status:failed"],
  ["after:2026-11-28 before:2026-11-29", "day", "2026-11-30", "after:2026-11-30 before:2026-12-01"],
  ["action:ask", "action", "answer", "action:ask action:answer"],
  ["x", "action", "any", 'x action:"any"'],
  ['"two  spaces"', "status", "failed", '"two  spaces" status:failed'],
  ['"is status:lost again" status:completed', "status", "failed", '"is status:lost again" status:failed'],
  ['"see tag:x there"', "tag", "x", '"see tag:x there" tag:x'],
  ['"see tag:x there" tag:x', "tag", "x", '"see tag:x there"'],
  ['"not closed', "tag", "x", '"not closed" tag:x'],
  ['5" OR 7', "tag", "x", '5" tag:x OR 7 tag:x'],
])("of %j, the facet %s of %s makes %j", (query, field, value, text) => {
  expect(toggledFacet(query, field, value)).toBe(text);
  expect(parseQuery(text).errors).toEqual([]);
});

it.each([
  ["", "-is:child"],
  ["status:failed", "status:failed -is:child"],
  ["is:child", "-is:child"],
  ["status:failed -is:child", "status:failed"],
  ["a OR b", "a -is:child OR b -is:child"],
])("children are hidden, or shown again, by the text of the query: %j", (query, next) => {
  expect(toggledFacet(query, "-is", "child")).toBe(next);
  expect(hasFacet(next, "-is", "child")).toBe(next.includes("-is:child"));
});
