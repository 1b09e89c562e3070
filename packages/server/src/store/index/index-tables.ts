import type { Columns } from "./table.ts";

/** How a step stands in the columns; `open` is one without an end. */
export const stepStates = ["open", "completed", "failed", "aborted", "suspended"] as const;

/** The kinds of lines that belong to a step, by the number that stands in the columns. */
export const entryKinds = [
  "begin_entry",
  "end_entry",
  "begin_span",
  "end_span",
  "attribute",
  "begin_stream",
  "first_item_stream",
  "stream_chunk",
  "end_stream",
  "transition",
  "access",
  "retry",
  "checkpoint",
  "unknown",
] as const;

/** The kind of a line that belongs to a step. */
export type EntryKind = (typeof entryKinds)[number];

/** What the flags of a step mean. */
export const stepFlags = {
  stream: 1,
  gap: 2,
  accessRecorded: 4,
  naiveStart: 8,
  naiveEnd: 16,
  committed: 32,
  recovered: 64,
} as const;

/** A step: one `begin_entry` with its end, or an end whose beginning is in no readable line. */
export const stepColumns = {
  sequence: ["f64", 0],
  repeat: ["u32", 0],
  /** The step before with the same id. */
  sameBefore: ["i32", -1],
  action: ["u32", 0],
  /** One more than the number of the text; 0 for none. */
  role: ["u32", 0],
  error: ["u32", 0],
  model: ["u32", 0],
  status: ["u8", 0],
  flags: ["u8", 0],
  attempt: ["u16", 1],
  /** In milliseconds, of the clock on the wall of the program; without a zone if the flag says so. */
  started: ["f64", Number.NaN],
  /** `m` of its beginning. */
  startedMark: ["f64", Number.NaN],
  durationUs: ["f64", Number.NaN],
  firstChunkUs: ["f64", Number.NaN],
  /** The longest time between two chunks. */
  longestGapUs: ["f64", Number.NaN],
  chunks: ["u32", 0],
  spans: ["u32", 0],
  inputTokens: ["u32", 0],
  outputTokens: ["u32", 0],
  cachedTokens: ["u32", 0],
  reasoningTokens: ["u32", 0],
  /** Its last call of a model; −1 for none. */
  lastCall: ["i32", -1],
  /** Entries; −1 for none. */
  lastEntry: ["i32", -1],
  begin: ["i32", -1],
  end: ["i32", -1],
  /** The record of the choice that led here; −1 for none. */
  why: ["i32", -1],
  /** The action that led here; 0 for none. */
  from: ["u32", 0],
  /** States: the last one before it, and its own. */
  stateBefore: ["i32", -1],
  state: ["i32", -1],
} as const satisfies Columns<string>;

/** A line of the log that belongs to a step, in the order of the log. */
export const entryColumns = {
  offset: ["f64", 0],
  length: ["u32", 0],
  kind: ["u8", 0],
  /** −1 while no step with its id is known. */
  step: ["i32", -1],
  /** The entry of the same step before it. */
  before: ["i32", -1],
} as const satisfies Columns<string>;

/** A line that carries a state. */
export const stateColumns = {
  offset: ["f64", 0],
  length: ["u32", 0],
  isPatch: ["u8", 0],
  /** The state at or before it that stands in the log as a whole. */
  keyframe: ["i32", -1],
  /** Whether records were lost since that one. */
  isDoubtful: ["u8", 0],
  /** −1: of a `run` record. */
  step: ["i32", -1],
} as const satisfies Columns<string>;

/** A key of state that a step has read or written, as an `access` record says; in the order of the log. */
export const accessColumns = {
  step: ["u32", 0],
  /** A text. */
  key: ["u32", 0],
  isWrite: ["u8", 0],
} as const satisfies Columns<string>;

/** What a span of a step, or the step itself, says of a model that was called. */
export const callColumns = {
  /** The one of the same step before it; −1 for none. */
  before: ["i32", -1],
  /** A checksum of the id of the span: within a step that tells them apart. */
  span: ["u32", 0],
  /** A text. */
  model: ["u32", 0],
  /** Whether that is the model that was asked for; else it is the one that answered. */
  isAsked: ["u8", 0],
  input: ["u32", 0],
  output: ["u32", 0],
  cached: ["u32", 0],
  reasoning: ["u32", 0],
} as const satisfies Columns<string>;

/** A `run` record. */
export const runColumns = {
  offset: ["f64", 0],
  length: ["u32", 0],
  started: ["f64", 0],
  pid: ["f64", 0],
  /** Texts; what a record leaves out is as in the one before. */
  id: ["u32", 0],
  host: ["u32", 0],
  runtime: ["u32", 0],
  graph: ["u32", 0],
  /** How many steps there were before it. */
  steps: ["i32", 0],
  /** The state that it brought with it; −1 for none. */
  state: ["i32", -1],
  /** Of `runEnds`. */
  status: ["u8", 0],
  error: ["u32", 0],
} as const satisfies Columns<string>;

/** How a run ended. */
export const runEnds = ["open", "completed", "failed", "aborted", "suspended", "halted"] as const;

/** A line, or a part of one, that could not be read. */
export const unreadableColumns = {
  offset: ["f64", 0],
  bytes: ["f64", 0],
  reason: ["u32", 0],
} as const satisfies Columns<string>;
