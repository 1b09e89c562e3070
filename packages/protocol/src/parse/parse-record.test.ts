import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonLines, pythonSteps } from "../testing/python-log.ts";
import { parseRecord } from "./parse-record.ts";

const end = {
  type: "end_entry",
  end_time: "2026-11-29T02:30:00.123456Z",
  action: "ask",
  result: null,
  exception: null,
  state: { n: 1 },
  sequence_id: 3,
};

const error = { name: "TypeError", message: "no" };
const t = "2026-11-29T02:30:00.123456Z";
const ours = [
  { type: "run", v: 1, run_id: "r", t, method: "run", pid: 7, m: 0, host: "h", code: { git: "a", dirty: true } },
  { type: "run", v: 1, run_id: "r", t, method: "run", pid: 7, state: { $patch: [] }, form: "patch" },
  { type: "end_run", run_id: "r", t, status: "failed", stopped: null, error },
  {
    type: "begin_entry",
    start_time: t,
    action: "a",
    inputs: {},
    sequence_id: 0,
    attempt: 2,
    role: "answer",
    answers: { ok: true },
  },
  { ...end, form: "patch", state: { $patch: [{ op: "add", path: "/a/-", value: null }] }, status: "completed" },
  { ...end, attempt: 2, recovered: error },
  { type: "end_span", end_time: t, action_sequence_id: 0, span_id: "0:0", error },
  { type: "stream_chunk", sequence_id: 0, i: 0, dt_us: [1, 2.5], items: ["a", null] },
  {
    type: "transition",
    sequence_id: 0,
    from: "a",
    to: null,
    t,
    tried: [{ to: "b", condition: "c", keys: [], result: false }],
  },
  {
    type: "transition",
    sequence_id: 0,
    from: "a",
    to: null,
    t,
    tried: [{ to: "b", condition: "c", keys: ["k"], result: { error: "x" } }],
  },
  { type: "access", sequence_id: 0, read: ["a"], wrote: [] },
  { type: "retry", sequence_id: 0, attempt: 1, t, delay_ms: 10, error },
  { type: "checkpoint", sequence_id: 0, t, values: {} },
  { type: "heartbeat", t, pid: 1 },
  { type: "lost", t, records: 3, reason: "disk full" },
];

describe("parseRecord", () => {
  it.each(ours)("reads our record $type as it is", (record) => {
    expect(parseRecord(JSON.stringify(record))).toEqual(record);
  });

  it.each(pythonLines(pythonSteps).map((line) => ({ line })))("reads Python's line $line as it is", ({ line }) => {
    expect(parseRecord(line)).toEqual(JSON.parse(line));
  });

  it("keeps records of types that it does not know, with all their fields", () => {
    const fields = { type: "call", a: { b: 1 } };
    expect(parseRecord(JSON.stringify(fields))).toEqual({ type: "unknown", name: "call", fields });
    for (const name of ["unknown", "unreadable", "__proto__", "constructor", ""]) {
      expect(parseRecord(JSON.stringify({ type: name }))).toEqual({ type: "unknown", name, fields: { type: name } });
    }
  });

  it("keeps fields that it does not know", () => {
    expect(parseRecord(JSON.stringify({ ...end, added: [1] }))).toEqual({ ...end, added: [1] });
  });

  it("fills in optional fields that are missing", () => {
    const { result, exception, ...bare } = end;
    expect(parseRecord(JSON.stringify(bare))).toEqual({ ...bare, result, exception });
    const attribute = { type: "attribute", key: "k", action_sequence_id: 0 };
    expect(parseRecord(JSON.stringify(attribute))).toEqual({ ...attribute, span_id: null, value: null, tags: {} });
    const begin = { type: "begin_entry", start_time: t, action: "a", sequence_id: 0 };
    expect(parseRecord(JSON.stringify(begin))).toEqual({ ...begin, inputs: {} });
  });

  it("takes null as missing where null has no meaning", () => {
    expect(parseRecord(JSON.stringify({ ...end, status: null, error: null, m: null }))).toEqual(end);
  });

  it.each([
    ["", "the line is empty"],
    [" \t ", "the line is empty"],
    ['{"type":"end_entry","sta', "the line is no JSON"],
    ["[]", "the line is no object"],
    ["null", "the line is no object"],
    ['"text"', "the line is no object"],
    ["{}", 'the line has no "type"'],
    ['{"type":7}', 'the line has no "type"'],
    ['{"type":"heartbeat","pid":1}', 'heartbeat: "t" is missing'],
    [JSON.stringify({ ...end, state: "secret" }), 'end_entry: "state" must be an object'],
    [JSON.stringify({ ...end, state: [] }), 'end_entry: "state" must be an object'],
    [JSON.stringify({ ...end, end_time: "secret" }), 'end_entry: "end_time" must be a time'],
    [JSON.stringify({ ...end, sequence_id: 1.5 }), 'end_entry: "sequence_id" must be a whole number'],
    [JSON.stringify({ ...end, exception: ["secret"] }), 'end_entry: "exception" must be text or null'],
    [JSON.stringify({ ...end, status: "secret" }), /"status" must be one of completed, /],
    [JSON.stringify({ ...end, error: "secret" }), /"error" must be an error/],
    [JSON.stringify({ ...end, form: "patch" }), /"state" must be a patch/],
    [
      JSON.stringify({ ...end, form: "patch", state: { $patch: [{ op: "move", path: "/secret" }] } }),
      /must be a patch/,
    ],
    [JSON.stringify({ ...end, form: "patch", state: { $patch: [{ op: "add", path: "/secret" }] } }), /must be a patch/],
  ])("says what is wrong with the line %j, and nothing of what it holds", (line, reason) => {
    const parsed = parseRecord(line);
    expect(parsed).toEqual({ type: "unreadable", reason: expect.stringMatching(reason) });
    expect(JSON.stringify(parsed)).not.toContain("secret");
  });

  it("reads values that stand 200 deep in each other, and refuses deeper ones without using up the stack", () => {
    const nested = (depth: number): string => `{"type":"x","v":${"[".repeat(depth)}${"]".repeat(depth)}}`;
    expect(parseRecord(nested(199)).type).toBe("unknown");
    const tooDeep = { type: "unreadable", reason: "values stand more than 200 deep in each other" };
    expect(parseRecord(nested(200))).toEqual(tooDeep);
    expect(parseRecord(nested(1_000_000))).toEqual(tooDeep);
    expect(parseRecord(`{"type":"x","v":${'{"a":'.repeat(300)}1${"}".repeat(300)}}`)).toEqual(tooDeep);
  });

  it("does not take brackets in text for depth", () => {
    const text = `${"[{".repeat(500)}\\"${'"'.repeat(3)}\\`;
    expect(parseRecord(JSON.stringify({ type: "x", text, [text]: 1 })).type).toBe("unknown");
    expect(parseRecord(JSON.stringify({ type: "x", flat: Array.from({ length: 500 }, () => []) })).type).toBe(
      "unknown",
    );
  });

  it("refuses lines longer than 64 MB", () => {
    const line = `{"type":"x","v":"${"a".repeat(64 * 1024 * 1024)}"}`;
    expect(parseRecord(line)).toEqual({ type: "unreadable", reason: "the line is longer than 64 MB" });
  });

  it("takes __proto__ for a key like any other", () => {
    const line = JSON.stringify(end).replace(
      '{"n":1}',
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    );
    const parsed = parseRecord(line.replace('"type"', '"__proto__":{"exception":"inherited"},"type"'));
    expect(parsed).toMatchObject({ type: "end_entry", exception: null });
    expect(Object.hasOwn(parsed.type === "end_entry" ? parsed.state : {}, "__proto__")).toBe(true);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    // A field that is only inherited is missing.
    expect(parseRecord('{"__proto__":{"type":"heartbeat"}}').type).toBe("unreadable");
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json(), mutated()), (line) => {
        expect(typeof parseRecord(line).type).toBe("string");
      }),
    );
  });
});

/** Lines of ours in which a field has another value, or is not there. */
function mutated(): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom<object>(...ours, end), fc.nat(20), fc.option(fc.jsonValue(), { nil: undefined }))
    .map(([record, at, value]) => {
      const fields: [string, unknown][] = Object.entries(record);
      const field = fields[at % fields.length];
      if (field !== undefined) field[1] = value;
      return JSON.stringify(Object.fromEntries(fields));
    });
}
