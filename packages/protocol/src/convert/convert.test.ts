import { describe, expect, it } from "vitest";
import type { ApplicationModel } from "../files.ts";
import { parseRecord } from "../parse/parse-record.ts";
import { parseChildren, parseGraph, parseMetadata } from "../python/parse-files.ts";
import type { LogRecord } from "../records.ts";
import {
  pythonChildren,
  pythonGraph,
  pythonLines,
  pythonMetadata,
  pythonPointer,
  pythonSteps,
} from "../testing/python-log.ts";
import { toV0Logs } from "../v0/to-v0-logs.ts";
import type { PythonRecord } from "../v0/v0.ts";
import { pythonLine } from "./python-line.ts";
import { toPythonGraph } from "./to-python-graph.ts";
import { toPythonRecords, type ToPythonOptions } from "./to-python-records.ts";

const t = "2026-11-29T02:30:00.000001Z";
const ofStep = { action_sequence_id: 0, span_id: null };
const hash = "a".repeat(64);
const reference = (sha256: string): object => ({
  $burr: "ref",
  value: { sha256, bytes: 3, mime: "application/json", preview: "" },
});

const begin = (action: string, id: number): LogRecord => ({
  type: "begin_entry",
  start_time: t,
  action,
  inputs: {},
  sequence_id: id,
  attempt: 1,
  m: 5,
});
const end = (action: string, id: number, more: object): LogRecord => ({
  type: "end_entry",
  end_time: t,
  action,
  result: null,
  exception: null,
  sequence_id: id,
  m: 9,
  form: "patch",
  state: { $patch: [] },
  ...more,
});

const log: readonly LogRecord[] = [
  { type: "run", v: 1, run_id: "r", t, method: "run", pid: 1, state: { n: 0, list: [] }, form: "key" },
  begin("a", 0),
  { type: "begin_stream", ...ofStep, span_id: null, stream_init_time: t },
  { type: "first_item_stream", ...ofStep, span_id: null, first_item_time: t },
  { type: "stream_chunk", sequence_id: 0, i: 0, dt_us: [1], items: ["x"] },
  { type: "attribute", ...ofStep, key: "k", value: { $burr: "date", value: "…" }, tags: {} },
  { type: "access", sequence_id: 0, read: [], wrote: ["n"] },
  end("a", 0, { state: { $patch: [{ op: "replace", path: "/n", value: 1 }] }, result: "text", status: "completed" }),
  { type: "end_stream", ...ofStep, span_id: null, end_time: t, items_streamed: 1 },
  { type: "transition", sequence_id: 0, from: "a", to: "b", t, tried: [] },
  begin("b", 1),
  { type: "heartbeat", t, pid: 1 },
  end("b", 1, { status: "failed", error: { name: "TypeError", message: "no" } }),
  begin("b", 2),
  end("b", 2, { status: "aborted" }),
  begin("c", 3),
  end("c", 3, { status: "suspended" }),
  begin("c", 4),
  end("c", 4, { state: { n: 2, big: reference(hash) }, form: "key", status: "completed" }),
  { type: "end_run", run_id: "r", t, status: "completed", stopped: "end" },
];

async function converted(records: readonly LogRecord[], options?: ToPythonOptions): Promise<readonly PythonRecord[]> {
  const all: PythonRecord[] = [];
  for await (const record of toPythonRecords(records, options)) all.push(record);
  return all;
}

function recordsOf(lines: readonly string[]): readonly LogRecord[] {
  return lines.flatMap((line) => {
    const record = parseRecord(line);
    return record.type === "unknown" || record.type === "unreadable" ? [] : [record];
  });
}

describe("toPythonRecords", () => {
  it("writes each step with its whole state, and only what Burr has", async () => {
    const records = await converted(log);
    expect(records.map((record) => record.type)).toEqual([
      "begin_entry",
      "begin_stream",
      "first_item_stream",
      "attribute",
      "end_entry",
      "end_stream",
      "begin_entry",
      "end_entry",
      "begin_entry",
      "end_entry",
      "begin_entry",
      "begin_entry",
      "end_entry",
    ]);
    expect(records[0]).toEqual({ type: "begin_entry", start_time: t, action: "a", inputs: {}, sequence_id: 0 });
    expect(records.filter(({ type }) => type === "end_entry")).toEqual([
      {
        type: "end_entry",
        end_time: t,
        action: "a",
        result: { value: "text" },
        exception: null,
        sequence_id: 0,
        state: { n: 1, list: [], __SEQUENCE_ID: 0, __PRIOR_STEP: "a" },
      },
      {
        type: "end_entry",
        end_time: t,
        action: "b",
        result: null,
        exception: "TypeError: no",
        sequence_id: 1,
        state: { n: 1, list: [], __SEQUENCE_ID: 1, __PRIOR_STEP: "a" },
      },
      {
        type: "end_entry",
        end_time: t,
        action: "b",
        result: null,
        sequence_id: 2,
        exception: "Error: the step was aborted",
        state: { n: 1, list: [], __SEQUENCE_ID: 2, __PRIOR_STEP: "a" },
      },
      {
        type: "end_entry",
        end_time: t,
        action: "c",
        result: null,
        exception: null,
        sequence_id: 4,
        state: { n: 2, big: reference(hash), __SEQUENCE_ID: 4, __PRIOR_STEP: "c" },
      },
    ]);
  });

  it("brings large values back, also those inside of others, and leaves what is not there", async () => {
    const other = "b".repeat(64);
    const blobs = new Map([
      [hash, JSON.stringify([1, reference(other), reference("c".repeat(64))])],
      [other, '{"deep":true}'],
    ]);
    const records = await converted(log, { blob: (sha256) => Promise.resolve(blobs.get(sha256)) });
    expect(records.at(-1)).toMatchObject({ state: { n: 2, big: [1, { deep: true }, reference("c".repeat(64))] } });
  });

  it("does not go on for ever with a blob that refers to itself, or is cut", async () => {
    for (const text of [JSON.stringify([reference(hash), reference(hash)]), '{"a":', "[".repeat(500)]) {
      const records = await converted(log, { blob: () => Promise.resolve(text) });
      expect(JSON.stringify(records.at(-1)).length).toBeLessThan(1_000_000);
    }
  });

  it("leaves out ends of steps whose state cannot be known", async () => {
    const records = await converted([begin("a", 0), end("a", 0, {}), end("a", 1, { form: "key", state: {} })]);
    expect(records).toMatchObject([{ type: "begin_entry" }, { type: "end_entry", sequence_id: 1 }]);
  });

  it("leaves Python's own records as they are", async () => {
    const lines = pythonLines(pythonSteps);
    expect((await converted(recordsOf(lines))).map((record) => JSON.parse(pythonLine(record)) as unknown)).toEqual(
      lines.map((line) => JSON.parse(line) as unknown),
    );
  });
});

describe("pythonLine", () => {
  it("writes text that Python reads: halves of pairs become the replacement character", () => {
    const [record] = recordsOf([
      JSON.stringify({ ...begin("a", 0), inputs: { "\ud800k": ["🙂", "x\udc00", "\\ud800"] } }),
    ]);
    const line = pythonLine(record as PythonRecord);
    expect(JSON.parse(line)).toMatchObject({ inputs: { "\ufffdk": ["🙂", "x\ufffd", "\\ud800"] } });
  });
});

describe("toPythonGraph", () => {
  const graph: ApplicationModel = {
    type: "application",
    entrypoint: "a",
    v: 1,
    graph_hash: "x",
    actions: [
      {
        type: "action",
        name: "a",
        reads: ["n"],
        writes: ["n"],
        may_write: ["m"],
        code: "…",
        tags: ["t"],
        kind: "stream",
        inputs: ["required"],
        optional_inputs: ["optional"],
      },
    ],
    transitions: [{ type: "transition", from_: "a", to: "a", condition: "default", reads: ["n"] }],
  };

  it("has Burr's fields, with the inputs under their right names", () => {
    expect(toPythonGraph(graph)).toEqual({
      type: "application",
      entrypoint: "a",
      v: 1,
      actions: [
        {
          type: "action",
          name: "a",
          reads: ["n"],
          writes: ["n", "m"],
          code: "…",
          inputs: ["required"],
          optional_inputs: ["optional"],
        },
      ],
      transitions: [{ type: "transition", from_: "a", to: "a", condition: "default" }],
    });
  });

  it("is read back by our own reader as it was", () => {
    const read = parseGraph(JSON.stringify(toPythonGraph(graph)));
    expect(read?.actions[0]).toMatchObject({ inputs: ["required"], optional_inputs: ["optional"] });
  });
});

describe("toV0Logs", () => {
  const none = { graph: undefined, children: [], metadata: undefined };

  it("gives Python's log as its own server would", () => {
    const graph = parseGraph(pythonGraph([{ name: "prompt", required: ["question"] }]));
    const { children } = parseChildren(pythonChildren([{ appId: "child" }]));
    const metadata = parseMetadata(pythonMetadata({ spawning_parent_pointer: pythonPointer("p", 2) }));
    const logs = toV0Logs({ records: recordsOf(pythonLines(pythonSteps)), graph, children, metadata });
    expect(logs.steps.map(({ step_start_log: { sequence_id } }) => sequence_id)).toEqual([0, 1, 2, 3]);
    expect(logs.steps[1]).toMatchObject({
      spans: [
        { begin_entry: { span_id: "1:0", span_name: "call" }, end_entry: { span_id: "1:0" } },
        { begin_entry: { span_id: "1:1" } },
      ],
      attributes: [{ key: "model" }, { key: "tokens" }, { key: "ok" }, { key: "list" }],
      streaming_events: [],
    });
    expect(logs.steps[2]?.streaming_events.map(({ type }) => type)).toEqual([
      "begin_stream",
      "first_item_stream",
      "end_stream",
    ]);
    expect(logs.steps[3]?.step_end_log?.exception).toContain("RateLimited");
    expect(logs).toMatchObject({
      application: { actions: [{ inputs: ["question"] }] },
      children: [{ child: { app_id: "child" } }],
      parent_pointer: null,
      spawning_parent_pointer: { app_id: "p", sequence_id: 2 },
    });
  });

  it("gives our log with whole states, the last of steps with one id, and a graph of what ran", () => {
    const again = [...log, begin("d", 0)];
    const logs = toV0Logs({ ...none, records: again });
    expect(logs.steps.map(({ step_start_log: { action } }) => action)).toEqual(["d", "b", "b", "c", "c"]);
    expect(logs.steps[0]?.step_end_log?.state).toMatchObject({ n: 1, list: [] });
    expect(logs.steps[3]?.step_end_log).toBeNull();
    expect(logs.application).toMatchObject({ entrypoint: "d", actions: [{ name: "d" }, { name: "b" }, { name: "c" }] });
  });

  it("leaves out what never began", () => {
    const span: LogRecord = { type: "end_span", end_time: t, action_sequence_id: 0, span_id: "0:0" };
    expect(
      toV0Logs({ ...none, records: [begin("a", 0), span, end("b", 1, { form: "key", state: {} })] }).steps,
    ).toMatchObject([{ step_start_log: { action: "a" }, step_end_log: null, spans: [] }]);
    expect(toV0Logs({ ...none, records: [] })).toMatchObject({
      steps: [],
      application: { entrypoint: "", actions: [] },
    });
  });
});
