import type { RunHeader, TrialView } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { attemptsText } from "./attempts-text.ts";
import { decisionText } from "./decision-text.ts";
import { errorMarkdown } from "./error-markdown.ts";
import { stepEnd } from "./step-end.ts";
import { stepStart } from "./step-start.ts";
import { stepColumns, stepDetail, stepRow } from "./steps-for-tests.ts";

const trial = (condition: string, result: TrialView["result"]): TrialView => ({
  to: `to ${condition}`,
  condition,
  keys: [],
  result,
});
const [no, yes, fallback] = [trial("a", false), trial("b", true), trial("default", true)];
const header = {
  parent: null,
  spawned_by: null,
  format: "burrjs",
  status: "completed",
  process: { pid: 7, host: "box", runtime: "node" },
} as const;

describe("a choice in a sentence", () => {
  it.each([
    {
      tried: [no, yes, trial("default", null)],
      to: "x",
      text: "conditions were tried in order. The second was the first true one.",
    },
    { tried: [yes, trial("default", null)], to: "x", text: "conditions were tried in order. The first one held." },
    { tried: [no, fallback], to: "x", text: "conditions were tried in order. None held before the default." },
    { tried: [fallback], to: "x", text: "there was one way to go on." },
    { tried: [no], to: null, text: "no condition held." },
    { tried: [], to: null, text: "there was no way to go on." },
    { tried: [no, trial("c", { error: "bad" })], to: null, text: "the second condition threw an error." },
  ])("is: $text", ({ tried, to, text }) => {
    expect(decisionText({ tried, to })).toBe(text);
  });
});

describe("why a step ran that no transition led to", () => {
  const [before] = [stepColumns([stepRow(4)]).at(4)];
  const pointer = { app_id: "p", partition_key: null, sequence_id: 3 };

  it.each([
    { when: "at the start", first: true, head: header, text: /entry point/ },
    { when: "at the start of a fork", first: true, head: { ...header, parent: pointer }, text: /forked from/ },
    { when: "at the start of a child", first: true, head: { ...header, spawned_by: pointer }, text: /started by/ },
    { when: "after a step of another action", first: false, head: header, text: /resumed, or told to go on/ },
    { when: "in a log of Python", first: false, head: { ...header, format: "python" as const }, text: /does not say/ },
  ])("$when", ({ first, head, text }) => {
    const step = stepDetail(first ? 0 : 5, { action: "other" });
    expect(stepStart(step, first ? undefined : before, head).text).toMatch(text);
  });

  it("knows a new beginning", () => {
    const last = stepColumns([stepRow(4)]).at(4);
    expect(stepStart(stepDetail(0, { repeat: 1, n: 5 }), last, header).text).toMatch(/began anew/);
  });

  it("knows a second try", () => {
    const failed = stepColumns([stepRow(4, { status: "failed" })]).at(4);
    expect(stepStart(stepDetail(4), failed, header)).toMatchObject({
      text: "The step was tried again after",
      previous: failed,
    });
    expect(stepStart(stepDetail(5), failed, header).text).toMatch(/same action failed: it ran again/);
    expect(stepStart(stepDetail(7), undefined, header).text).toMatch(/kept elsewhere/);
  });

  it("knows an answer, and an undo", () => {
    const waiting = stepColumns([stepRow(4, { status: "suspended" })]).at(4);
    expect(stepStart(stepDetail(5, { role: "answer" }), waiting, header).text).toMatch(/^An answer came/);
    expect(stepStart(stepDetail(5, { role: "undo" }), before, header).text).toMatch(/^It undid/);
  });
});

describe("how often a step was tried", () => {
  const retry = { attempt: 1, error: "Error: 503", delay_ms: 1 };

  it.each([
    { step: stepDetail(1), text: "" },
    { step: stepDetail(1, { attempt: 2, retries: [retry] }), text: "It took 2 attempts: Error: 503." },
    {
      step: stepDetail(1, { attempt: 2, recovered: "Error: boom" }),
      text: "It failed: Error: boom. Its fallback made up for it: what was committed came from there.",
    },
    {
      step: stepDetail(1, { attempt: 3, retries: [retry], recovered: "Error: boom" }),
      text: "It failed, in 2 attempts: Error: boom. Its fallback made up for it: what was committed came from there.",
    },
  ])("is told: $text", ({ step, text }) => {
    expect(attemptsText(step)).toBe(text);
  });
});

describe("what happened after a step", () => {
  const decision = { sequence_id: 4, from: "act", to: "act", tried: [fallback] };
  const next = stepColumns([stepRow(5)]).at(5);
  const live: Pick<RunHeader, "status" | "process"> = { ...header, status: "running" };

  it.each([
    {
      when: "it was followed by the choice",
      step: stepDetail(4, { next: decision }),
      after: next,
      head: header,
      text: /^It led to$/,
    },
    {
      when: "it was followed by something else",
      step: stepDetail(4, { next: { ...decision, to: "x" } }),
      after: next,
      head: header,
      text: /told to go on with/,
    },
    {
      when: "it failed, and something else came later",
      step: stepDetail(4, { status: "failed" }),
      after: stepColumns([stepRow(5, { action: "other" })]).at(5),
      head: header,
      text: /^It failed, and the run ended with its error. Later it went on with$/,
    },
    {
      when: "it failed and was tried again",
      step: stepDetail(4, { status: "failed" }),
      after: next,
      head: header,
      text: /tried again/,
    },
    {
      when: "it failed and a transition on error led from it to itself",
      step: stepDetail(4, { status: "failed", next: decision }),
      after: next,
      head: header,
      text: /^It failed. The run went on with$/,
    },
    {
      when: "it was aborted, and what it kept leads on",
      step: stepDetail(4, { status: "aborted", next: decision }),
      after: undefined,
      head: header,
      text: /kept what it had, and the run stopped. act comes next, should it go on.$/,
    },
    {
      when: "the run was halted",
      step: stepDetail(4, { next: decision }),
      after: undefined,
      head: header,
      text: /told to stop here/,
    },
    {
      when: "the run is stuck",
      step: stepDetail(4, { next: { ...decision, to: null, tried: [no] } }),
      after: undefined,
      head: header,
      text: /stuck/,
    },
    {
      when: "a condition threw",
      step: stepDetail(4, { next: { ...decision, to: null, tried: [no, trial("c", { error: "bad" })] } }),
      after: undefined,
      head: header,
      text: /condition threw an error/,
    },
    {
      when: "the run failed where the log does not say why",
      step: stepDetail(4),
      after: undefined,
      head: { ...header, status: "failed" as const },
      text: /failed before another step began/,
    },
    {
      when: "the run was aborted between steps",
      step: stepDetail(4),
      after: undefined,
      head: { ...header, status: "aborted" as const },
      text: /aborted before another step/,
    },
    {
      when: "nothing follows",
      step: stepDetail(4, { next: { ...decision, to: null, tried: [] } }),
      after: undefined,
      head: header,
      text: /has ended/,
    },
    {
      when: "it failed",
      step: stepDetail(4, { status: "failed" }),
      after: undefined,
      head: header,
      text: /ended with its error/,
    },
    {
      when: "its process is gone",
      step: stepDetail(4, { status: "lost" }),
      after: undefined,
      head: header,
      text: /^Process 7 on box is gone/,
    },
    {
      when: "it waits",
      step: stepDetail(4, { status: "suspended" }),
      after: undefined,
      head: header,
      text: /waits for an answer/,
    },
    {
      when: "the run goes on",
      step: stepDetail(4, { next: decision }),
      after: undefined,
      head: live,
      text: /comes next/,
    },
    {
      when: "it runs",
      step: stepDetail(4, { status: "running" }),
      after: undefined,
      head: live,
      text: /still running/,
    },
  ])("is told when $when", ({ step, after, head, text }) => {
    expect(stepEnd(step, after, head).text).toMatch(text);
  });

  it("names the condition that led on, and none where there was none", () => {
    const chosen = (tried: readonly TrialView[]) => stepDetail(4, { next: { ...decision, tried } });
    expect(stepEnd(chosen([no, yes]), next, header).since).toBe("b");
    expect(stepEnd(chosen([no, fallback]), next, header).since).toBeUndefined();
  });
});

it("writes an error as Markdown that nothing in it can break out of", () => {
  const report = {
    project: "p",
    app: "a`b",
    action: "act",
    sequenceId: 3,
    exception: "Error: ``` bad `x`\n    at f (/home/app.ts:1:1)",
    link: "http://l",
  };
  const text = errorMarkdown(report);
  expect(text).toContain("**```` Error: ``` bad `x` ````**");
  expect(text).toContain("- `f (/home/app.ts:1:1)`");
  expect(text).toContain("\n````\nError:");
  expect(text).toContain("run `` a`b ``");
});
