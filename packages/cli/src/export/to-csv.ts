import { type RunSummary, type StepRow, toCsv } from "@burrjs/protocol";

const columns = [
  "project",
  "app_id",
  "partition_key",
  "sequence_id",
  "repeat",
  "action",
  "kind",
  "role",
  "status",
  "attempt",
  "started_at",
  "duration_ms",
  "first_chunk_ms",
  "chunks",
  "spans",
  "children",
  "input_tokens",
  "output_tokens",
  "error",
];

/** The names of the columns, as the first line of a CSV file. */
export const csvHead: string = toCsv([columns]);

/** A step as a line of CSV, safe to be opened by a spreadsheet. */
export function csvStep(project: string, run: Pick<RunSummary, "app_id" | "partition_key">, step: StepRow): string {
  const { started_ms: started, tokens } = step;
  return toCsv([
    [
      project,
      run.app_id,
      run.partition_key,
      step.sequence_id,
      step.repeat,
      step.action,
      step.kind,
      step.role,
      step.status,
      step.attempt,
      Number.isFinite(started) ? new Date(started).toISOString() : null,
      step.duration_ms,
      step.first_chunk_ms,
      step.chunks,
      step.spans,
      step.children,
      tokens?.input,
      tokens?.output,
      step.error,
    ],
  ]);
}
