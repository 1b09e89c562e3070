import type { RunHeader } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { answerFields, filledAnswer } from "./answer-fields.ts";
import { forksOf, forkTree, nodeKey, treeSize } from "./fork-tree.ts";
import { jobWords } from "./job-words.ts";
import { refusalWords } from "./refusal-words.ts";

describe("a refusal", () => {
  it.each([
    { code: "no_runner", path: undefined, says: "Start it" },
    { code: "runner_lost", path: undefined, says: "Start it again" },
    { code: "invalid-value", path: "/turns", says: "schema", field: "state", key: "turns" },
    { code: "unknown_value", path: "/a~1b/c", says: "take it out", field: "state", key: "a/b" },
    { code: "invalid_point", path: "/at", says: "other side", field: "from" },
    { code: "unknown_action", path: "/next_action", says: "Choose another", field: "next" },
    { code: "unknown_action", path: "/stop/before", says: "Choose another", field: "stop" },
    { code: "not-on-tape", path: undefined, says: "Mixed" },
    { code: "side-effect", path: undefined, says: "Tick it" },
    { code: "brand-new", path: undefined, says: "the server's own hint" },
  ])("$code says what to do, and where", ({ code, path, says, field, key }) => {
    const words = refusalWords({ code, message: "No.", hint: "the server's own hint", path });
    expect(words).toMatchObject({ title: "No.", advice: expect.stringContaining(says) as string });
    expect([words.field, words.key]).toEqual([field, key]);
  });
});

describe("a job", () => {
  const job = {
    status: "paused" as const,
    stopped: null,
    next: "mail",
    error: null,
    runner_name: "app.ts",
    waiting_for: [],
  };
  it.each([
    { more: { status: "waiting" as const }, status: "queued", can: [false, false, true], says: "busy" },
    { more: { status: "running" as const }, status: "running", can: [false, true, true], says: "" },
    { more: { stopped: "side-effect" }, status: "halted", can: [true, false, true], says: "effects in the world" },
    { more: { stopped: "not-on-tape" }, status: "halted", can: [true, false, true], says: "tape" },
    { more: { stopped: "tape-mismatch" }, status: "halted", can: [true, false, true], says: "does not fit" },
    { more: { stopped: "before" }, status: "halted", can: [true, false, true], says: "Paused before mail." },
    { more: { stopped: "inputs" }, status: "halted", can: [true, false, true], says: "it takes inputs" },
    { more: { stopped: "halted" }, status: "halted", can: [true, false, true], says: "halted" },
    {
      more: { status: "done" as const, stopped: "stuck" },
      status: "halted",
      can: [false, false, false],
      says: "No transition",
    },
    { more: { stopped: "limit" }, status: "halted", can: [true, false, true], says: "mail is next" },
    { more: { stopped: "suspended" }, status: "suspended", can: [false, false, true], says: "answer" },
    { more: { stopped: "paused", next: null }, status: "halted", can: [false, false, true], says: "Nothing is next" },
    { more: { status: "done" as const, stopped: "end" }, status: "completed", can: [false, false, false], says: "" },
    { more: { status: "done" as const, stopped: "aborted" }, status: "aborted", can: [false, false, false], says: "" },
    {
      more: { status: "failed" as const, error: { code: "runner_lost", message: "It has gone." } },
      status: "runner lost",
      can: [false, false, false],
      says: "Start it again",
    },
    {
      more: { status: "failed" as const, error: { code: "x", message: "Error: no" } },
      status: "failed",
      can: [false, false, false],
      says: "Error: no",
    },
  ])("that is $status ($more.stopped) says so, and what can be done", ({ more, status, can, says }) => {
    const words = jobWords({ ...job, ...more });
    expect(words.status).toBe(status);
    expect([words.can.goOn, words.can.pause, words.can.abort]).toEqual(can);
    expect(words.text).toContain(says);
  });
});

const schema = {
  type: "object",
  properties: {
    approved: { type: "boolean", description: "Yes?" },
    cents: { type: "integer", minimum: 1, maximum: 100, title: "Amount" },
    why: { enum: ["late", "broken"], default: "late" },
    note: { type: "string", maxLength: 3 },
    more: { type: "array" },
  },
  required: ["approved", "cents", "why"],
  additionalProperties: false,
};

describe("an answer", () => {
  const fields = answerFields(schema) ?? [];
  it("has a field for each key of its schema", () => {
    expect(fields.map(({ key, label, kind, isRequired, first }) => [key, label, kind, isRequired, first])).toEqual([
      ["approved", "approved", "boolean", true, ""],
      ["cents", "Amount", "integer", true, ""],
      ["why", "why", "choice", false, "late"],
      ["note", "note", "text", false, ""],
      ["more", "more", "json", false, ""],
    ]);
  });

  it("is made of what was put in; what is empty and not needed is left out", () => {
    expect(filledAnswer(fields, { approved: "true", cents: "7", more: "[1]" })).toEqual({
      answer: { approved: true, cents: 7, why: "late", more: [1] },
    });
  });

  it("says at each field what is wrong", () => {
    const filled = filledAnswer(fields, { cents: "101", note: "long", more: "[1" });
    expect(filled).toEqual({
      wrong: new Map([
        ["approved", "Choose one."],
        ["cents", "At most 100."],
        ["note", "At most 3 characters."],
        ["more", expect.stringContaining("Line 1")],
      ]),
    });
    for (const [cents, text] of [
      ["", "needed"],
      ["x", "no number"],
      ["1.5", "whole"],
      ["0", "At least 1"],
    ] as const) {
      const { wrong } = filledAnswer(fields, { approved: "true", cents }) as {
        readonly wrong: ReadonlyMap<string, string>;
      };
      expect(wrong.get("cents")).toContain(text);
    }
  });

  it("can be one value", () => {
    const [field] = answerFields({ type: "string", minLength: 2 }) ?? [];
    expect(field).toMatchObject({ key: null, label: "Answer" });
    expect(filledAnswer(field === undefined ? [] : [field], { "": "yes" })).toEqual({ answer: "yes" });
  });

  it.each([
    null,
    undefined,
    "x",
    {},
    { type: "array" },
    { type: "object" },
    { type: "object", properties: {} },
    { anyOf: [] },
  ])("of the schema %j is written as JSON", (unclear) => {
    expect(answerFields(unclear)).toBeUndefined();
  });
});

describe("the tree of forks", () => {
  const header = (app: string, forks: readonly (readonly [string, number])[]): RunHeader =>
    ({
      app_id: app,
      partition_key: null,
      children_list: forks.map(([id, atMs]) => ({
        app_id: id,
        partition_key: null,
        kind: "fork",
        sequence_id: 3,
        at_ms: atMs,
      })),
    }) as unknown as RunHeader;
  const known = new Map(
    [
      header("a", [
        ["c", 2],
        ["b", 1],
      ]),
      header("b", [["a", 1]]),
      header("c", [["gone", 1]]),
    ].map((one) => [nodeKey({ partition: null, app: one.app_id }), { header: one, about: {} }]),
  );
  it("has the newest last, each run once, and those alone that are known", () => {
    const tree = forkTree({ partition: null, app: "a" }, known, { partition: null, app: "c" });
    expect(tree.forks.map(({ run }) => run.app)).toEqual(["b", "c"]);
    expect(tree.forks.map(({ isCurrent }) => isCurrent)).toEqual([false, true]);
    expect(treeSize(tree)).toBe(3);
    expect(forksOf(undefined)).toEqual([]);
  });
});
