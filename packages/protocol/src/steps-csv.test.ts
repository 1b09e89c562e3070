import { expect, it } from "vitest";
import type { StepRow } from "./api.ts";
import { stepsCsv, stepsCsvHead } from "./steps-csv.ts";

const step: StepRow = {
  n: 4,
  sequence_id: 4,
  repeat: 0,
  action: "=ask()",
  kind: "stream",
  role: null,
  status: "failed",
  attempt: 2,
  started_ms: Date.UTC(2026, 10, 20, 14, 30),
  duration_ms: 1234.5,
  first_chunk_ms: null,
  chunks: 3,
  spans: 1,
  children: 0,
  tokens: { input: 20, output: 5, cached: 10, reasoning: 0 },
  model: "gull-2",
  usage: [],
  error: "Error: 503",
  gap: false,
  from: "start",
};

it("names its columns as the API does, and has dates where that has milliseconds", () => {
  expect(stepsCsvHead).toBe(
    "project,app_id,partition_key,sequence_id,repeat,action,from,kind,role,status,attempt,started_at,duration_ms," +
      "first_chunk_ms,chunks,spans,children,model,input_tokens,output_tokens,cached_tokens,gap,error\r\n",
  );
});

it("has a line for each step, without formulas", () => {
  expect(stepsCsv({ project: "chat", app_id: "7f3a", partition_key: null }, [step])).toBe(
    "chat,7f3a,,4,0,'=ask(),start,stream,,failed,2,2026-11-20T14:30:00.000Z,1234.5,,3,1,0,gull-2,20,5,10,false,Error: 503\r\n",
  );
});

it("leaves empty what is not known", () => {
  const unknown = { ...step, started_ms: Number.NaN, duration_ms: null, tokens: null };
  expect(stepsCsv({ project: "chat", app_id: "7f3a", partition_key: "ada" }, [unknown])).toContain(
    "failed,2,,,,3,1,0,gull-2,,,,false",
  );
});
