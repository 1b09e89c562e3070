import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type IngestLine, isProjectName, parseIngestLine } from "./ingest.ts";

const place = { project: "demo", app_id: "a/b", partition_key: null };
const base = { place, tracker: "t-1" };
const graph = { type: "application", entrypoint: "a", actions: [], transitions: [], graph_hash: "0af" } as const;
const lines: readonly IngestLine[] = [
  { ...base, kind: "lines", seq: 0, lines: ['{"type":"heartbeat"}', '{"type":"own","x":1}'] },
  { ...base, kind: "lines", seq: 7, lines: [] },
  { ...base, kind: "blob", hash: "0".repeat(64), base64: "AAA=" },
  { ...base, kind: "graph", graph },
  {
    ...base,
    kind: "open",
    metadata: {
      type: "application_metadata",
      partition_key: null,
      parent_pointer: null,
      spawning_parent_pointer: null,
    },
    graph,
  },
  {
    ...base,
    kind: "child",
    child: {
      type: "child_application_data",
      child: { type: "pointer_data", app_id: "c", sequence_id: null, partition_key: null },
      event_time: "2026",
      event_type: "fork",
      sequence_id: 1,
    },
  },
];

describe("a line of an ingestion", () => {
  it.each(lines)("of the kind $kind is read as it was written, without fields that nobody knows", (line) => {
    expect(parseIngestLine(JSON.stringify(line))).toEqual(line);
    expect(parseIngestLine(JSON.stringify({ ...line, batch: 1 }))).toEqual(line);
  });

  it.each(lines.flatMap((line) => Object.keys(line).map((field) => ({ kind: line.kind, field, line }))))(
    "of the kind $kind needs its field $field",
    ({ field, line }) => {
      const rest = Object.fromEntries(Object.entries(line).filter(([name]) => name !== field));
      expect(parseIngestLine(JSON.stringify(rest))).toEqual({ problem: expect.any(String) });
      expect(parseIngestLine(JSON.stringify({ ...line, [field]: { odd: true } }))).toEqual({
        problem: expect.any(String),
      });
    },
  );

  it("of any content is read or refused, and never throws", () => {
    const anything = fc.record({
      place: fc.oneof(fc.constant(place), fc.jsonValue()),
      tracker: fc.oneof(fc.constant("t"), fc.jsonValue()),
      kind: fc.oneof(fc.constantFrom("open", "lines", "blob", "graph", "child", "__proto__"), fc.jsonValue()),
      seq: fc.jsonValue(),
      lines: fc.oneof(fc.array(fc.string()), fc.jsonValue()),
      hash: fc.jsonValue(),
      base64: fc.jsonValue(),
      graph: fc.jsonValue(),
      metadata: fc.jsonValue(),
      child: fc.jsonValue(),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          anything.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          const line = parseIngestLine(text);
          expect("problem" in line || lines.some(({ kind }) => kind === line.kind)).toBe(true);
        },
      ),
    );
  });
});

it.each([
  ...["demo", "Hello-World_123", "Hello:World_123", "v1.2", "a".repeat(200)].map((name) => [name, true] as const),
  ...[
    "",
    ".",
    "..",
    ".hidden",
    "a/b",
    "a\\b",
    "a b",
    "ü",
    "a\0",
    "a\n",
    "x.",
    "CON",
    "nul.txt",
    "Com1",
    "a".repeat(201),
  ].map((name) => [name, false] as const),
])("whether %j is the name of a project: %s", (name, may) => {
  expect(isProjectName(name)).toBe(may);
});
