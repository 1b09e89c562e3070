/** The columns of a table of steps: those that the API gives as arrays, and those of files of CSV. */
export const stepColumns = [
  "sequence_id",
  "repeat",
  "action",
  "from",
  "kind",
  "role",
  "status",
  "attempt",
  "started_ms",
  "duration_ms",
  "first_chunk_ms",
  "chunks",
  "spans",
  "children",
  "model",
  "input_tokens",
  "output_tokens",
  "cached_tokens",
  "gap",
  "error",
] as const;

/** One of them. */
export type StepColumn = (typeof stepColumns)[number];
