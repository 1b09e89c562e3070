import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRecord } from "../parse/parse-record.ts";
import {
  pythonChildren,
  pythonGraph,
  pythonLines,
  pythonLog,
  pythonMetadata,
  pythonPointer,
  pythonSteps,
} from "../testing/python-log.ts";
import { exceptionError } from "./exception-error.ts";
import { normalise } from "./normalise.ts";
import { parseChildren, parseGraph, parseMetadata } from "./parse-files.ts";

describe("exceptionError", () => {
  const frames = '  File "/app/run.py", line 12, in _run\n    return action.run(state)\n           ^^^^^^^^^\n';
  it.each([
    ["a traceback", `Traceback (most recent call last):\n${frames}ValueError: no\n`, "ValueError", "no"],
    ["an error of a module", `Traceback (most recent call last):\n${frames}app.errors.Bad: no\n`, "Bad", "no"],
    [
      "a message of lines",
      `Traceback (most recent call last):\n${frames}E: one\n  two\nthree\n`,
      "E",
      "one\n  two\nthree",
    ],
    [
      "an error without message",
      `Traceback (most recent call last):\n${frames}KeyboardInterrupt\n`,
      "KeyboardInterrupt",
      "",
    ],
    [
      "an error while another was handled",
      `Traceback (most recent call last):\n${frames}KeyError: 'a'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n${frames}RuntimeError: b\n`,
      "RuntimeError",
      "b",
    ],
    [
      "a group",
      '  + Exception Group Traceback (most recent call last):\n  |   File "/a.py", line 1, in b\n  | ExceptionGroup: several (1 sub-exception)\n  +-+---------------- 1 ----------------\n    | Traceback (most recent call last):\n    |   File "/a.py", line 1\n    | ValueError: inner\n    +------------------------------------\n',
      "ValueError",
      "inner",
    ],
    [
      "an error of JavaScript",
      "TypeError: x is no function\n    at run (file:///a.js:1:2)\n    at b",
      "TypeError",
      "x is no function",
    ],
    ["a text", "it went wrong", "Error", "it went wrong"],
    ["nothing", "", "Error", ""],
  ])("finds name and message in %s", (_what, text, name, message) => {
    expect(exceptionError(text)).toEqual({ name, message });
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => typeof exceptionError(text).name === "string"));
  });
});

describe("normalise", () => {
  const records = pythonLines(pythonSteps).map(parseRecord);
  const ends = records.flatMap((record) => (record.type === "end_entry" ? [normalise(record)] : []));

  it("finds status, error and commit of Python's steps", () => {
    expect(ends).toMatchObject([
      { status: "completed", committed: true },
      { status: "completed", committed: true },
      { status: "completed", committed: true },
      { status: "failed", committed: false, error: { name: "RateLimited", message: "try again\nin 5 seconds" } },
    ]);
    expect(ends[0]).not.toHaveProperty("error");
  });

  it("keeps what a record says itself", () => {
    const [first] = ends;
    expect(first?.type === "end_entry" && normalise({ ...first, status: "aborted", committed: true })).toMatchObject({
      status: "aborted",
      committed: true,
    });
  });
});

it("serves the good data of a log with blank lines and half a last line", () => {
  const log = pythonLog(pythonSteps);
  const broken = `\n${log.replaceAll("\n", "\n\n")}${log.slice(0, 60)}`;
  const parsed = broken.split("\n").map(parseRecord);
  const good = parsed.filter(({ type }) => type !== "unreadable");
  expect(good).toEqual(pythonLines(pythonSteps).map(parseRecord));
  expect(parsed.at(-1)).toEqual({ type: "unreadable", reason: "the line is no JSON" });
});

describe("parseGraph", () => {
  it("puts Python's inputs right, and leaves ours", () => {
    const json = pythonGraph([{ name: "ask", required: ["question"], optional: ["tone"] }, { name: "answer" }]);
    const right = { inputs: ["question"], optional_inputs: ["tone"] };
    const graph = parseGraph(json);
    expect(graph?.actions[0]).toMatchObject({ name: "ask", ...right });
    expect(graph?.transitions).toHaveLength(2);
    expect(parseGraph(JSON.stringify({ ...graph, v: 1 }))?.actions[0]).toMatchObject(right);
  });

  it("leaves out what it cannot read, and fills in what is missing", () => {
    const graph = {
      entrypoint: "a",
      actions: [{ name: "a" }, { name: 7 }, {}],
      transitions: [{ from_: "a", to: "a" }, { to: 1 }],
    };
    expect(parseGraph(JSON.stringify(graph))).toMatchObject({
      actions: [{ name: "a", reads: [], writes: [], code: "", inputs: [], optional_inputs: [] }],
      transitions: [{ from_: "a", to: "a", condition: "default" }],
    });
  });

  it.each([
    { file: "src/app.ts", line: 41, isPlace: true },
    { file: "../app.ts", line: 41, isPlace: false },
    { file: ["src/app.ts"], line: 41, isPlace: false },
    { file: "src/app.ts", line: 0, isPlace: false },
    { file: "src/app.ts", line: 1.5, isPlace: false },
    { file: "src/app.ts", line: "41", isPlace: false },
    { file: "src/app.ts", isPlace: false },
    { file: null, line: null, isPlace: false },
  ])("reads the action of $file, $line, and its place only if it is one", ({ isPlace, ...place }) => {
    const graph = { v: 1, entrypoint: "a", actions: [{ name: "a", ...place }] };
    const [action] = parseGraph(JSON.stringify(graph))?.actions ?? [];
    expect(action).toMatchObject({ name: "a", ...(isPlace ? place : {}) });
    expect(Object.keys(action ?? {}).filter((key) => key in place)).toHaveLength(isPlace ? 2 : 0);
  });

  it.each(["", "{", "[]", "{}", '{"entrypoint":"a"}', `{"entrypoint":"a","actions":${"[".repeat(1000)}`])(
    "gives undefined for %j",
    (json) => {
      expect(parseGraph(json)).toBeUndefined();
    },
  );
});

describe("parseMetadata", () => {
  it("reads pointers, and fills in their ids", () => {
    expect(parseMetadata(pythonMetadata({ parent_pointer: pythonPointer("p", 4) }))).toEqual({
      type: "application_metadata",
      partition_key: null,
      parent_pointer: { type: "pointer_data", app_id: "p", sequence_id: 4, partition_key: null },
      spawning_parent_pointer: null,
    });
    expect(parseMetadata('{"spawning_parent_pointer":{"app_id":"p"}}')?.spawning_parent_pointer).toEqual({
      type: "pointer_data",
      app_id: "p",
      sequence_id: null,
      partition_key: null,
    });
  });

  it.each(["", "{", "null", '{"partition_key":7}'])("gives undefined for %j", (json) => {
    expect(parseMetadata(json)).toBeUndefined();
  });
});

describe("parseChildren", () => {
  it("reads children whose ids Python does not know, and counts the lines that it cannot read", () => {
    const text = pythonChildren([{ appId: "a" }, { appId: "b", kind: "fork", parentStep: 3 }]);
    const { children, unreadable } = parseChildren(`${text}\n{"type":\nnull\n{"child":{}}\n\n{"type":"child_appl`);
    expect(children).toMatchObject([
      { child: { app_id: "a", sequence_id: null, partition_key: null }, event_type: "spawn_start", sequence_id: 0 },
      { child: { app_id: "b" }, event_type: "fork", sequence_id: 3 },
    ]);
    expect(unreadable).toBe(4);
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(parseChildren(text).children).toEqual([]);
      }),
    );
  });
});
