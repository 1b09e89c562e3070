import { defaultParseSearch, defaultStringifySearch } from "@tanstack/react-router";
import fc from "fast-check";
import { expect, it } from "vitest";
import { runName } from "../model/compare/run-name.ts";
import { facetText } from "../model/facet-query.ts";
import { wayText } from "../model/graph/run-way.ts";
import { merged } from "../model/merged-view.ts";
import { withRange } from "../model/step-range.ts";
import { readCompareSearch, readNotesSearch, readRunSearch, readRunsSearch, type RunSearch } from "./search.ts";

/** What the page reads of an address that was made of a view, opened in another tab. */
function reopened(view: object): Record<string, unknown> {
  return defaultParseSearch(defaultStringifySearch({ ...view }));
}

it.each<[link: string, view: RunSearch]>([
  ["a step", { s: 41 }],
  ["the first step", { s: 0 }],
  ["the second of two steps with one id", { s: 41, r: 1 }],
  ["a moment inside of a step", { s: 41, m: 2310.125 }],
  ["a tab", { s: 41, tab: "stream" }],
  ["a view of the steps", { left: "waterfall" }],
  ["a filter", { q: 'action:answer_* dur:>1s "refund policy"' }],
  ["a filter that looks like a number", { q: "41" }],
  ["the steps that a transition led to", { q: "edge:decide_mode->retrieve_docs" }],
  ["a range of steps", { q: withRange("status:failed", { from: 36, to: 43 }) }],
  ["a span", { s: 41, tab: "spans", sel: "span:41:0.2" }],
  ["a span of an earlier try", { s: 41, tab: "spans", sel: "span:41:0.2#1" }],
  ["a key of state", { s: 41, tab: "state", sel: "key:/chat_history/0" }],
  ["a difference", { s: 41, tab: "state", view: "diff" }],
  ["cursor B", { s: 41, b: "@38", view: "b" }],
  ["cursor B in another run", { s: 41, b: `${runName({ partition: "ü/ä", app: "chat 1" })}@3` }],
  ["the items of a stream", { s: 41, tab: "stream", items: "raw" }],
  ["what differs in a source", { s: 0, tab: "code", code: "diff" }],
  ["the history of a key", { s: 41, tab: "state", sel: "key:/mode", open: "history" }],
  ["a part of the waterfall", { left: "waterfall", time: "2000.125-41000" }],
  ["the critical path, without waiting times", { left: "waterfall", path: "critical", fold: "idle" }],
  ["the whole run on the graph", { graph: "run" }],
  ["a tinted graph, told in rows", { graph: "run", by: "tokens", ways: "list" }],
  [
    "the graph of a child of a child",
    { s: 3, in: `${runName({ partition: null, app: "a,b" })},${runName({ partition: "p", app: "c/d" })}` },
  ],
  [
    "graphs inside of nodes",
    {
      s: 3,
      inside: wayText([
        { partition: "p/q", app: "a,b@1" },
        { partition: null, app: "c" },
      ])!,
    },
  ],
  ["the dialog for forks", { s: 41, fork: 41 }],
])("a link to %s opens the same view", (_link, view) => {
  expect(readRunSearch(reopened(view))).toEqual(view);
});

it("a link to any filter opens the same filter", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (q) => {
      expect(readRunSearch(reopened({ q }))).toEqual({ q });
      expect(readRunsSearch(reopened({ q }))).toEqual({ q });
    }),
  );
});

it.each([
  [
    "a list of runs",
    readRunsSearch,
    { q: facetText("action", "answer question"), sort: "-duration_ms", cols: "started,steps" },
  ],
  [
    "two runs side by side",
    readCompareSearch,
    { a: runName({ partition: null, app: "x@y", sequenceId: 3 }), b: runName({ partition: "p", app: "1" }) },
  ],
  [
    "forks of one run beside it",
    readCompareSearch,
    { a: "~/x@3", b: "~/1", set: ["~/1", runName({ partition: "ü", app: "a,b" })] },
  ],
  ["notes", readNotesSearch, { q: "late", tag: ["bug", "5"], action: ["ask"], only: "expected" }],
] as const)("a link to %s opens the same view", (_link, read, view) => {
  expect(read(reopened(view))).toEqual(view);
});

it.each<[what: string, given: Record<string, unknown>]>([
  ["a step that is none", { s: "x" }],
  ["a tab that is none", { tab: "__proto__" }],
  ["a moment before the step", { m: -1 }],
  ["a list where there is one thing", { q: ["a"] }],
])("%s is left out of the view", (_what, given) => {
  expect(readRunSearch(given)).toEqual({});
});

it.each<[what: string, old: RunSearch, change: Parameters<typeof merged>[1], view: RunSearch]>([
  [
    "another step has no moment and no repeat of the old one",
    { s: 41, r: 1, m: 20, tab: "why" },
    { s: 42 },
    { s: 42, tab: "why" },
  ],
  ["the same step keeps its moment", { s: 41, m: 20 }, { s: 41, tab: "stream" }, { s: 41, m: 20, tab: "stream" }],
  ["following has no step, moment or repeat", { s: 41, r: 1, m: 20, q: "x" }, { s: undefined }, { q: "x" }],
  ["a moment is taken out", { s: 41, m: 20 }, { m: undefined }, { s: 41 }],
])("when the cursor moves, %s", (_what, old, change, view) => {
  expect(merged(old, change)).toEqual(view);
});
