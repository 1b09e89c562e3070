import type { StepDetail, StepRow } from "@burrjs/protocol";
import { StepColumns } from "../step-columns.ts";

/** A row of a step, for tests. */
export function stepRow(n: number, more: Partial<StepRow> = {}): StepRow {
  return { ...plainRow, sequence_id: n, n, started_ms: 1000 * n, ...more };
}

/** The details of a step, for tests. */
export function stepDetail(n: number, more: Partial<StepDetail> = {}): StepDetail {
  return { ...stepRow(n), ...plainDetail, ...more };
}

/** Steps that each led to the next, for tests. */
export function walkRows(...actions: readonly string[]): readonly StepRow[] {
  return actions.map((action, n) => stepRow(n, { action, from: actions[n - 1] ?? null }));
}

/** Steps in columns, for tests. */
export function stepColumns(rows: readonly StepRow[]): StepColumns {
  return StepColumns.empty.with(rows);
}

const plainRow: StepRow = {
  sequence_id: 0,
  repeat: 0,
  n: 0,
  action: "act",
  kind: "action",
  role: null,
  status: "completed",
  attempt: 1,
  started_ms: 0,
  duration_ms: 10,
  first_chunk_ms: null,
  chunks: 0,
  spans: 0,
  children: 0,
  tokens: null,
  model: null,
  usage: [],
  error: null,
  gap: false,
  from: null,
};

const plainDetail: Omit<StepDetail, keyof StepRow> = {
  inputs: {},
  answers: {},
  result: null,
  exception: null,
  committed: true,
  why: null,
  next: null,
  read: [],
  wrote: [],
  access_recorded: true,
  undeclared: [],
  spans_list: [],
  attributes: [],
  streams: [],
  children_list: [],
  retries: [],
  recovered: null,
  unknown_records: [],
};
