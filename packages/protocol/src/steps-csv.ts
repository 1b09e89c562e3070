import type { RunSummary, StepRow } from "./api.ts";
import { type CsvValue, toCsv } from "./csv.ts";
import { type StepColumn, stepColumns } from "./step-columns.ts";

/** Whose steps they are. */
type StepsOf = Pick<RunSummary, "app_id" | "partition_key"> & { readonly project: string };

/** The first line of a file of steps. Spreadsheets know dates, and no milliseconds since 1970. */
export const stepsCsvHead: string = toCsv([
  ["project", "app_id", "partition_key", ...stepColumns.map((name) => (name === "started_ms" ? "started_at" : name))],
]);

/** Steps of an application as lines of CSV. */
export function stepsCsv(run: StepsOf, steps: readonly StepRow[]): string {
  const { project, app_id: app, partition_key: partition } = run;
  return toCsv(steps.map((step) => [project, app, partition, ...stepColumns.map((name) => cells[name](step))]));
}

const cells: Readonly<Record<StepColumn, (step: StepRow) => CsvValue>> = {
  sequence_id: (step) => step.sequence_id,
  repeat: (step) => step.repeat,
  action: (step) => step.action,
  from: (step) => step.from,
  kind: (step) => step.kind,
  role: (step) => step.role,
  status: (step) => step.status,
  attempt: (step) => step.attempt,
  started_ms: ({ started_ms: started }) => (Number.isFinite(started) ? new Date(started).toISOString() : null),
  duration_ms: (step) => step.duration_ms,
  first_chunk_ms: (step) => step.first_chunk_ms,
  chunks: (step) => step.chunks,
  spans: (step) => step.spans,
  children: (step) => step.children,
  model: (step) => step.model,
  input_tokens: (step) => step.tokens?.input,
  output_tokens: (step) => step.tokens?.output,
  cached_tokens: (step) => step.tokens?.cached,
  gap: (step) => step.gap,
  error: (step) => step.error,
};
