import type { AttributeRecord, BeginSpanRecord, EndSpanRecord } from "@burrjs/protocol";
import { expect, it } from "vitest";
import { SpanCollector } from "./step-spans.ts";

const time = "2026-11-29T00:00:00.000000Z";
const begin = (m: number): BeginSpanRecord => ({ type: "begin_span", start_time: time, action_sequence_id: 0, span_id: "0:0", span_name: "ask", parent_span_id: null, span_dependencies: [], m }); // prettier-ignore
const end = (m: number): EndSpanRecord => ({ type: "end_span", end_time: time, action_sequence_id: 0, span_id: "0:0", error: { name: "Error", message: "no" }, m }); // prettier-ignore
const attribute = (key: string): AttributeRecord => ({ type: "attribute", key, action_sequence_id: 0, span_id: "0:0", value: 1, tags: {}, time_logged: time, m: 0 }); // prettier-ignore

it("a span that an action opens again when it is tried again has nothing of the attempt before", () => {
  const spans = new SpanCollector(0);
  for (const record of [begin(1000), attribute("first"), end(3000)]) spans.add(record);
  expect(spans.spans()).toMatchObject([{ duration_ms: 2, error: "Error: no", attributes: [{ key: "first" }] }]);
  for (const record of [begin(5000), attribute("second")]) spans.add(record);
  expect(spans.spans()).toMatchObject([{ duration_ms: null, error: null, attributes: [{ key: "second" }] }]);
});
