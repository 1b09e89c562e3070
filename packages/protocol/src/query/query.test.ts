import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { completions } from "./completions.ts";
import type { RunFacts, StepFacts } from "./facts.ts";
import { glob } from "./glob.ts";
import { matchesRun, matchesStep } from "./match-query.ts";
import { parseQuery } from "./parse-query.ts";

const started = Date.UTC(2026, 10, 20, 12);

const step: StepFacts = {
  sequence_id: 41,
  repeat: 0,
  n: 41,
  action: "answer_question",
  kind: "stream",
  role: null,
  status: "failed",
  attempt: 2,
  started_ms: started,
  duration_ms: 2500,
  first_chunk_ms: 921,
  chunks: 12,
  spans: 3,
  children: 0,
  tokens: { input: 1500, output: 600, cached: 0, reasoning: 0 },
  model: "large-1",
  usage: [{ model: "large-1", input: 1500, output: 600, cached: 0, reasoning: 0 }],
  error: "RateLimited: try again",
  gap: false,
  from: "decide_mode",
  changed: ["chat_history", "turns"],
  read: ["docs", "mode"],
  models: ["large-1"],
  tags: ["Slow"],
  notes: [],
  gap_ms: 450,
  prices: [{ model: "large-*", input: 5, cached: 5, output: 20 }],
  state: ([key]) => (key === "mode" ? "answer" : key === "turns" ? 3 : key === "docs" ? [] : undefined),
  contains: (text) => "what is the refund policy?".includes(text),
};

const run: RunFacts = {
  app_id: "chat-7",
  partition_key: "user 1",
  status: "running",
  started_ms: started,
  last_written_ms: started,
  duration_ms: null,
  steps: 42,
  errors: 1,
  last_action: "ask",
  actions: ["ask", "answer_question"],
  tokens: null,
  models: ["large-1", "small-2"],
  usage: [],
  parent: { app_id: "chat-6", partition_key: null, sequence_id: 3 },
  spawned_by: null,
  forks: 0,
  children: 2,
  notes: 0,
  tags: [],
  size_bytes: 3 * 1024 * 1024,
  graph: "3f9a",
  failed: ["ask"],
  edges: [
    { from: "ask", to: "answer_question" },
    { from: "answer_question", to: "ask" },
  ],
};

const ofStep = (text: string): boolean => matchesStep(parseQuery(text).query, step);
const ofRun = (text: string): boolean => matchesRun(parseQuery(text).query, run);

describe("a query about steps", () => {
  it.each([
    "",
    "action:answer_*",
    "ACTION:Answer_Question",
    "action:*question",
    "action:a*_q*n",
    'action:"answer_question"',
    "status:error",
    "status:failed",
    "kind:stream",
    "error:any",
    "error:Rate*",
    "dur:>2s",
    "dur>2s",
    "dur:>=2500ms",
    "dur:2s..3s",
    "dur:..3s",
    "dur:2s..",
    "dur:2.5s",
    "ttft:<1s",
    "gap:>400ms",
    "tokens:>2k",
    "chunks:12",
    "changed:chat_history",
    "read:docs",
    "edge:decide_mode->answer_question",
    "edge:->answer*",
    "edge:decide*->",
    "failed:answer_question",
    'state.mode="answer"',
    "state.mode=ans*",
    "state.turns>2",
    "state.turns:3",
    "state.turns!=4",
    "state.mode:>alpha",
    "state/mode=answer",
    "state.docs=[]",
    "state.missing!=1",
    "model:large-*",
    "tag:slow",
    "-note:any",
    "seq:41",
    "after:2026-11-20",
    "after:2026-11-20T12:00",
    "before:2026-11-21",
    "before:2026-11-20T12:00:01Z",
    "attempt:>1",
    '"refund policy"',
    "refund",
    "ANSWER",
    "-missing",
    "-action:ask",
    "action!=ask",
    "is:fork OR spans:3",
    "action:ask OR status:error",
    "action:ask dur:>9s OR refund kind:stream",
    "notes:0",
    "errors:1",
  ])("finds the step by %j", (text) => {
    expect(parseQuery(text).errors).toEqual([]);
    expect(ofStep(text)).toBe(true);
  });

  it.each([
    "action:answer",
    "action:answer_",
    'action:"answer_*"',
    "status:completed",
    "dur:>3s",
    "dur:<2s",
    "dur:3s..4s",
    "tokens:<2k",
    "changed:docs",
    "edge:answer_question->decide_mode",
    "state.mode=other",
    "state.turns<3",
    "state.missing=1",
    "state.missing>1",
    "state.docs>1",
    "after:2026-11-21",
    "before:2026-11-20",
    "missing",
    "-refund",
    "action:answer_* -status:error",
    "note:any",
    "error:x*",
    "app:chat-7",
    "-app:chat-7",
    "steps:>1",
    "-size:>1",
  ])("does not find the step by %j", (text) => {
    expect(parseQuery(text).errors).toEqual([]);
    expect(ofStep(text)).toBe(false);
  });

  it("says of what is not known neither that it is so nor that it is not", () => {
    const { changed: _changed, state: _state, gap_ms: _gap, ...row } = step;
    for (const text of ["changed:a", "-changed:a", "state.a=1", "-state.a=1", "state.a!=1", "gap:>1"]) {
      expect(matchesStep(parseQuery(text).query, row)).toBe(false);
    }
    const ended = { ...row, duration_ms: null };
    expect(matchesStep(parseQuery("dur:>1s").query, ended)).toBe(false);
    expect(matchesStep(parseQuery("-dur:>1s").query, ended)).toBe(true);
  });
});

describe("a query about applications", () => {
  it.each([
    "action:answer_*",
    "status:running",
    "model:small-*",
    "steps:>40",
    "errors:>0",
    "error:any",
    "size:>2mb",
    "is:fork",
    "is:parent",
    "children:2",
    "app:chat-*",
    'partition:"user 1"',
    "chat",
    '"user 1"',
    "-tag:any",
    "after:2026-11-20",
    "graph:3f*",
    "failed:ask",
    "edge:answer*->ask",
    'edge:"ask->answer_question"',
    "-edge:ask->ask",
  ])("finds the application by %j", (text) => {
    expect(parseQuery(text).errors).toEqual([]);
    expect(ofRun(text)).toBe(true);
  });

  it.each([
    "is:child",
    "status:lost",
    "dur:>1s",
    "tokens:>0",
    "note:any",
    "changed:x",
    "-changed:x",
    "ttft:>1s",
    "failed:answer_question",
    "edge:ask->ask",
    'edge:"ask->*"',
    "-graph:*",
  ])("does not find the application by %j", (text) => {
    expect(ofRun(text)).toBe(false);
  });
});

describe("parseQuery", () => {
  it.each([
    ["foo:bar", 0, 'There is no field "foo". Text with a colon needs quotes.'],
    ["a dur:>soon", 7, '"dur" wants a number, such as 2, 2us, 2µs, 2ms.'],
    ["size:1..2..3", 5, '"size" wants a number, such as 2, 2b, 2kb, 2mb.'],
    ["dur:..", 4, '"dur" wants a number, such as 2, 2us, 2µs, 2ms.'],
    ["after:yesterday", 6, '"after" wants a day or a time, such as 2026-11-20 or 2026-11-20T14:30.'],
    ["edge:ask", 5, '"edge" wants two actions, such as ask->answer.'],
    ["action:>a", 7, '"action" is text, and neither more nor less.'],
    [
      "-status:faild",
      8,
      '"status" is one of completed, halted, failed, aborted, suspended, running, stalled, lost, empty.',
    ],
    ["is:forks", 3, '"is" is one of fork, child, parent, gap, repeat.'],
    ["kind:streaming", 5, '"kind" is one of action, stream.'],
    ["role:", 0, '"role" has no value.'],
    ["action:", 0, '"action" has no value.'],
    ['a "b', 2, "This quote has no end."],
    ["OR a", 0, "There is nothing before this OR."],
    ["a OR", 2, "There is nothing behind this OR."],
    ["a OR OR b", 5, "There is nothing before this OR."],
    ["a".repeat(10_001), 10_000, "At most 10000 characters."],
  ])("marks the mistake in %j", (text, at, message) => {
    const { errors } = parseQuery(text);
    expect(errors).toMatchObject([{ at, message }]);
    expect(errors[0]?.to).toBeGreaterThan(at);
    expect(errors[0]?.to).toBeLessThanOrEqual(text.length);
  });

  it.each([
    ["runs", "changed:x", '"changed" is about steps: open a run, and filter its steps.'],
    ["runs", "state.mode=", '"state.mode" is about steps: open a run, and filter its steps.'],
    ["runs", "ttft:>1s", '"ttft" is about steps: open a run, and filter its steps.'],
    ["runs", "error:Rate*", 'Of runs, "error" can only be any: open one, and filter its steps.'],
    ["steps", "forks:>0", '"forks" is about runs: ask for it in the list of runs.'],
  ] as const)("marks what is not known of %s in %j", (of, text, message) => {
    expect(parseQuery(text, { of }).errors).toMatchObject([{ message }]);
    expect(parseQuery(`${text} dur:>1s`, { of }).query.groups).toHaveLength(1);
  });

  it.each([
    ["runs", "error:any note:any action:x dur:>1s after:2026-11-20 forks:2 is:fork -tag:x edge:a->b words"],
    ["steps", "changed:a read:b state.m=1 edge:a->b ttft:>1s error:Rate* seq:3 gap:>1s words"],
  ] as const)("understands what is known of %s in %j", (of, text) => {
    expect(parseQuery(text, { of }).errors).toEqual([]);
  });

  it("leaves out what it does not understand", () => {
    expect(matchesStep(parseQuery("foo:bar kind:stream").query, step)).toBe(true);
    expect(matchesStep(parseQuery("foo:bar kind:action").query, step)).toBe(false);
  });

  it("says where each term stands", () => {
    const { query } = parseQuery('  -dur:>2s  "a b"');
    expect(query.groups).toMatchObject([
      [
        { from: 2, to: 10, negated: true },
        { from: 12, to: 17, negated: false, test: { kind: "text", text: "a b" } },
      ],
    ]);
  });

  it.each([
    ["after:2026-11-20", "Europe/Berlin", "2026-11-19T23:00"],
    ["before:2026-11-20", "Asia/Kolkata", "2026-11-19T18:30"],
    ["after:2026-11-20", "America/New_York", "2026-11-20T05:00"],
    ["after:2026-11-20T14:30", "America/New_York", "2026-11-20T19:30"],
    ["after:2026-11-20T14:30:00Z", "America/New_York", "2026-11-20T14:30"],
    ["after:2026-11-20", undefined, "2026-11-20T00:00"],
  ])("takes days and times as those of who asks: %s in %s is from %s on", (text, zone, utc) => {
    const { query } = parseQuery(text, { zone });
    expect(query.groups[0]?.[0]?.test).toMatchObject({ ms: Date.parse(`${utc}Z`) });
  });

  it("never throws, and matches whatever it has made of any text", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 5 }),
      fc.constantFrom(
        "action:",
        "-",
        '"',
        "OR",
        " ",
        "dur:>",
        "state.",
        "state/~2",
        "..",
        "*",
        "\\",
        "->",
        "edge:",
        "after:",
        "!=",
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(40), (pieces, caret) => {
        const text = pieces.join("");
        const { query, errors } = parseQuery(text);
        expect(typeof matchesStep(query, step)).toBe("boolean");
        expect(typeof matchesRun(query, run)).toBe("boolean");
        for (const { at } of errors) expect(at).toBeLessThanOrEqual(text.length);
        const { from, to } = completions(text, caret, { action: ["a b"] });
        expect(from <= to).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("glob", () => {
  it("matches as a regular expression would", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "."), maxLength: 12 });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "."), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (one, other) => {
        const expression = new RegExp(`^${one.replaceAll(".", "\\.").replaceAll("*", ".*")}$`);
        expect(glob(one).matches(other)).toBe(expression.test(other));
      }),
      { numRuns: 2000 },
    );
  });

  it("takes no more looks for a pattern of many stars than for one", () => {
    const text = "a".repeat(100_000);
    expect(glob(`${"*a".repeat(2000)}*b`).matches(text)).toBe(false);
    expect(glob(`${"*a".repeat(2000)}*`).matches(text)).toBe(true);
  });
});

describe("completions", () => {
  const vocabulary = { action: ["ask", "answer it", "other"], state: ["mode"], edge: ["ask->other"] };
  const at = (text: string, caret = text.length): readonly string[] =>
    completions(text, caret, vocabulary).items.map(({ insert }) => insert);

  it("offers fields where nothing is typed yet", () => {
    expect(at("")).toEqual(expect.arrayContaining(["action:", "dur:", "edge:", "state.mode=", "OR "]));
    expect(completions("a  b", 2, vocabulary)).toMatchObject({ from: 2, to: 2 });
  });

  it("offers fields that begin with what was typed, then those that have it inside", () => {
    expect(at("act")).toEqual(["action:"]);
    expect(at("-sta").slice(0, 2)).toEqual(["status:", "state.mode="]);
    expect(completions("-sta", 4, vocabulary)).toMatchObject({ from: 1, to: 4 });
  });

  it("offers the fields that are known of what is asked", () => {
    const offered = (of: "runs" | "steps"): readonly string[] =>
      completions("", 0, { ...vocabulary, of }).items.map(({ insert }) => insert);
    expect(offered("runs")).toContain("forks:");
    expect(offered("runs")).not.toContain("changed:");
    expect(offered("runs")).not.toContain("state.mode=");
    expect(offered("steps")).toContain("state.mode=");
    expect(offered("steps")).not.toContain("forks:");
  });

  it("offers values of a field, in quotes where they need them", () => {
    expect(at("action:a")).toEqual(["ask", '"answer it"']);
    expect(at('action:"answ')).toEqual(['"answer it"']);
    expect(completions('x action:"answ', 14, vocabulary)).toMatchObject({ from: 9, to: 14 });
    expect(at("is:c")).toEqual(["child"]);
    expect(at("status:fa")).toEqual(["failed"]);
    expect(at("edge:")).toEqual(["ask->other"]);
    expect(at("action!=o")).toEqual(["other"]);
    expect(at("nothing:x")).toEqual([]);
  });

  it("offers what stands for the field when the caret is in it", () => {
    expect(at("action:ask", 3)).toEqual(["action:"]);
    expect(completions("action:ask", 3, vocabulary)).toMatchObject({ from: 0, to: 7 });
  });
});
