import { preview } from "@burrjs/protocol";
import { describe, expect, it } from "vitest";
import { modelCall } from "./model-call.ts";
import { spanKind, spanRows } from "./span-rows.ts";
import { ownSpanId } from "./span-try.ts";

const attributes = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: preview(value), logged_ms: null }));

describe("the call of a model", () => {
  it("is read from the names of OpenTelemetry", () => {
    const call = modelCall(
      attributes({
        "gen_ai.provider.name": "acme",
        "gen_ai.request.model": "large-1",
        "gen_ai.response.model": "large-1-2026",
        "gen_ai.request.temperature": 0.2,
        "gen_ai.usage.input_tokens": 812,
        "gen_ai.usage.output_tokens": 42,
        "gen_ai.system_instructions": [{ type: "text", content: "Be short." }],
        "gen_ai.input.messages": [{ role: "user", parts: [{ type: "text", content: "Hi" }] }],
        "gen_ai.output.messages": [{ role: "assistant", parts: [{ type: "reasoning", content: "Hm" }, { type: "tool_call", name: "find", arguments: { q: 1 } }], finish_reason: "tool_call" }], // prettier-ignore
        "gen_ai.tool.definitions": [{ name: "find" }],
      }),
    );
    expect(call).toMatchObject({ model: "large-1-2026", provider: "acme", tools: ["find"], cut: [] });
    expect(call?.usage).toEqual({ input: 812, output: 42, cached: null, reasoning: null });
    expect(call?.parameters).toEqual([["temperature", 0.2]]);
    expect(call?.input.map(({ role, parts }) => [role, parts[0]?.text])).toEqual([
      ["system", "Be short."],
      ["user", "Hi"],
    ]);
    expect(call?.output[0]).toMatchObject({ finish: "tool_call", parts: [{ kind: "reasoning", text: "Hm" }, { kind: "tool-call", name: "find", value: { q: 1 } }] }); // prettier-ignore
  });

  it.each([
    {
      form: "messages as JSON text, with the older names of tokens",
      values: {
        "gen_ai.request.model": "m",
        "gen_ai.usage.prompt_tokens": 3,
        "gen_ai.prompt": '[{"role":"user","content":"Hi"}]',
      },
    },
    {
      form: "one attribute per message",
      values: {
        "gen_ai.request.model": "m",
        "gen_ai.usage.prompt_tokens": 3,
        "gen_ai.prompt.0.role": "user",
        "gen_ai.prompt.0.content": "Hi",
      },
    },
    {
      form: "a plain text",
      values: { "gen_ai.request.model": "m", "gen_ai.usage.prompt_tokens": 3, "gen_ai.prompt": "Hi" },
    },
  ])("is read from $form", ({ values }) => {
    const call = modelCall(attributes(values));
    expect(call?.usage.input).toBe(3);
    expect(call?.input).toEqual([{ role: "user", parts: [{ kind: "text", text: "Hi" }] }]);
  });

  it("names what has to be fetched in full first, and takes it", () => {
    const messages = [{ role: "user", content: "x".repeat(9000) }];
    const given = attributes({ "gen_ai.request.model": "m", "gen_ai.input.messages": messages });
    expect(modelCall(given)).toMatchObject({ cut: ["gen_ai.input.messages"], input: [] });
    const whole = modelCall(given, new Map([["gen_ai.input.messages", messages]]));
    expect(whole?.cut).toEqual([]);
    expect(whole?.input[0]?.parts[0]?.text).toHaveLength(9000);
  });

  it("is none for other spans", () => {
    expect(modelCall(attributes({ "http.method": "GET" }))).toBeUndefined();
  });
});

describe("spans as rows", () => {
  const span = (id: string, parent: string | null, started: number, ms: number | null) => ({
    span_id: id,
    name: id,
    parent,
    started_ms: started,
    duration_ms: ms,
    error: null,
    attributes: [],
  });
  const spans = [span("1:0", null, 100, 50), span("1:0.0", "1:0", 110, 20), span("1:1", "gone", 160, null)];

  it("nests them, and places them in the time of the step", () => {
    const rows = spanRows(spans, { startedMs: 100, durationMs: 100, folded: new Set() });
    expect(rows.map(({ span: { span_id: id }, depth, left, width }) => [id, depth, left, width])).toEqual([
      ["1:0", 0, 0, 50],
      ["1:0.0", 1, 10, 20],
      ["1:1", 0, 60, 40],
    ]);
    expect(spanRows(spans, { startedMs: 100, durationMs: 100, folded: new Set(["1:0"]) })).toHaveLength(2);
  });

  it("say of which try they are, where there are several", () => {
    const tried = [span("1:0#1", null, 100, 50), span("1:0.0#1", "1:0#1", 110, 20), ...spans];
    const rows = spanRows(tried, { startedMs: 100, durationMs: 100, folded: new Set() });
    expect(rows.map(({ tryText }) => tryText)).toEqual(["try 1", "", "try 2", "", "try 2"]);
    expect(["1:0#1", "1:0", "a#b"].map(ownSpanId)).toEqual(["1:0", "1:0", "a#b"]);
  });

  it("are of a kind", () => {
    const kind = (values: Readonly<Record<string, unknown>>) => spanKind({ name: "s", attributes: attributes(values) });
    expect(kind({ "gen_ai.request.model": "m" })).toBe("llm");
    expect(kind({ "gen_ai.tool.name": "find" })).toBe("tool");
    expect(kind({ "db.system": "pg" })).toBe("data");
    expect(kind({ "url.full": "x" })).toBe("http");
    expect(kind({})).toBe("custom");
  });
});
