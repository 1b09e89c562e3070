import type { ModelUsage, TokenCounts } from "./cost/usage.ts";

// The shapes that `/api/v1` answers with. Times are milliseconds since 1970 with a fraction, durations milliseconds with a
// fraction; what is not known is `null`.

/** How a step, or an application, stands. `stalled`: no sign of life for 15 s; `lost`: its process is gone. */
export type StepState = "completed" | "failed" | "aborted" | "suspended" | "running" | "stalled" | "lost";

/** How an application stands. `halted`: it stopped before its end, say at a limit, or as a fork that was paused. */
export type RunState = StepState | "halted" | "empty";

/** A pointer to a step of an application. */
export interface StepPointer {
  readonly app_id: string;
  /** `null`: none. */
  readonly partition_key: string | null;
  readonly sequence_id: number | null;
}

/** A project in a list. */
export interface ProjectSummary {
  readonly project: string;
  /** Here and below: without those that others have started as their children. */
  readonly runs: number;
  readonly running: number;
  readonly failed: number;
  /** Applications that began today or on the six days before, and how many of them failed. */
  readonly recent_runs: number;
  readonly recent_failed: number;
  readonly last_activity_ms: number;
  /** Steps per day over the last 30 days, oldest first. */
  readonly activity: readonly number[];
}

/** An application in a list. */
export interface RunSummary {
  readonly app_id: string;
  readonly partition_key: string | null;
  readonly status: RunState;
  readonly started_ms: number | null;
  readonly last_written_ms: number;
  readonly duration_ms: number | null;
  readonly steps: number;
  readonly errors: number;
  readonly last_action: string | null;
  /** Each action that was reached. */
  readonly actions: readonly string[];
  readonly tokens: TokenCounts | null;
  readonly models: readonly string[];
  /** The tokens, by model. */
  readonly usage: readonly ModelUsage[];
  readonly parent: StepPointer | null;
  readonly spawned_by: StepPointer | null;
  readonly forks: number;
  readonly children: number;
  readonly notes: number;
  readonly tags: readonly string[];
  readonly size_bytes: number;
}

/** What became of the applications of a project: data of the event `runs`, besides its topic. */
export interface RunsChange {
  /** As in `RunsPage`. */
  readonly at: number;
  /** Those that began or changed, as they are now. */
  readonly runs: readonly RunSummary[];
  /** Those that are gone. */
  readonly removed: readonly Pick<RunSummary, "app_id" | "partition_key">[];
}

/** A page of a list. `next`: pass it as `cursor`; `null` at the end. */
export interface Page<TItem> {
  readonly items: readonly TItem[];
  readonly total: number;
  readonly next: string | null;
}

/** A page of the applications of a project. */
export interface RunsPage extends Page<RunSummary> {
  /** When the server looked. Of two things that it says about an application, the one with the greater number is the newer one. */
  readonly at: number;
}

/** How many applications have what, for the facets beside a list. */
export type Facets = Readonly<Record<"status" | "action" | "tag" | "model" | "day", Readonly<Record<string, number>>>>;

/** What an application's page begins with. */
export interface RunHeader extends RunSummary {
  readonly project: string;
  readonly graph_hash: string | null;
  readonly graphs: readonly string[];
  readonly first_sequence_id: number | null;
  readonly last_sequence_id: number | null;
  readonly children_list: readonly ChildSummary[];
  readonly unreadable_lines: number;
  /** Records that the program could not write. */
  readonly lost_records: number;
  /** What the last run has failed with, if it has: the error of a step, or one outside of all steps, such as a missing input. */
  readonly run_error: string | null;
  readonly process: { readonly pid: number; readonly host: string; readonly runtime: string } | null;
  /** Whether the clock of the program went back: then durations go by `m` of the records. */
  readonly clock_went_back: boolean;
  readonly format: "burrjs" | "python";
  /** How much of the log has been looked through, from 0 to 1: below 1, counts grow while it is read. */
  readonly indexed: number;
}

/** An application that another one has spawned or was forked into. */
export interface ChildSummary {
  readonly app_id: string;
  readonly partition_key: string | null;
  readonly kind: "fork" | "spawn";
  readonly sequence_id: number | null;
  readonly at_ms: number;
}

/** A step in a list: no values. */
export interface StepRow {
  readonly sequence_id: number;
  /** 0 for the first step with this id, 1 for the second (`41′`), …: `n` counts over the whole log. */
  readonly repeat: number;
  /** Its position in the log's list of steps. */
  readonly n: number;
  readonly action: string;
  readonly kind: "action" | "stream";
  readonly role: string | null;
  readonly status: StepState;
  readonly attempt: number;
  readonly started_ms: number;
  readonly duration_ms: number | null;
  /** From the opening of the stream to the first chunk. */
  readonly first_chunk_ms: number | null;
  readonly chunks: number;
  readonly spans: number;
  readonly children: number;
  readonly tokens: TokenCounts | null;
  /** The model that was asked last, if any. */
  readonly model: string | null;
  /** The tokens, by model. */
  readonly usage: readonly ModelUsage[];
  readonly error: string | null;
  /** Whether steps are missing before it. */
  readonly gap: boolean;
  /** The action whose transition led to it; `null`: none did, it is the first, or one that is made again. */
  readonly from: string | null;
}

/** A value, or what it would be: those over 8 KB are cut, and fetched by their path. */
export interface ValuePreview {
  /** JSON, as it stands in the log. With `truncated`, absent. */
  readonly value?: unknown;
  readonly type: "object" | "array" | "string" | "number" | "boolean" | "null" | "special";
  readonly bytes: number;
  /** Of lists and objects. */
  readonly length?: number;
  readonly preview?: string;
  readonly truncated?: true;
}

/** A span of a step. */
export interface SpanView {
  /** Unique in the step: of a try that was made again with its number behind it, as in `0:0#1`. */
  readonly span_id: string;
  readonly name: string;
  readonly parent: string | null;
  readonly started_ms: number;
  readonly duration_ms: number | null;
  readonly error: string | null;
  readonly attributes: readonly AttributeView[];
}

/** An attribute. */
export interface AttributeView {
  readonly key: string;
  readonly value: ValuePreview;
  readonly logged_ms: number | null;
}

/** A transition that a step's end offered, and what became of it. */
export interface TrialView {
  readonly to: string;
  readonly condition: string;
  readonly keys: readonly string[];
  /** `null`: not tried, since one before it held. */
  readonly result: boolean | null | { readonly error: string };
}

/** How the action after a step was chosen. */
export interface DecisionView {
  readonly sequence_id: number;
  readonly from: string;
  readonly to: string | null;
  readonly tried: readonly TrialView[];
}

/** Everything about a step but its state. */
export interface StepDetail extends StepRow {
  readonly inputs: Readonly<Record<string, ValuePreview>>;
  /** What it was answered, if it goes on with that; empty in older logs. */
  readonly answers: Readonly<Record<string, ValuePreview>>;
  readonly result: ValuePreview | null;
  readonly exception: string | null;
  readonly committed: boolean;
  /** The choice that led here, and the one after it; `null` when it was not recorded. */
  readonly why: DecisionView | null;
  readonly next: DecisionView | null;
  /** `null` when it was not recorded: then what the action declares. */
  readonly read: readonly KeyUse[];
  readonly wrote: readonly KeyUse[];
  readonly access_recorded: boolean;
  readonly undeclared: readonly string[];
  readonly spans_list: readonly SpanView[];
  readonly attributes: readonly AttributeView[];
  readonly streams: readonly StreamSummary[];
  readonly children_list: readonly ChildSummary[];
  readonly retries: readonly { readonly attempt: number; readonly error: string; readonly delay_ms: number }[];
  /** What the action failed with before its `fallback` made up for it: `Error: 503`. */
  readonly recovered: string | null;
  readonly unknown_records: readonly unknown[];
  /** The graph that it ran with; absent or `null`: not known. */
  readonly graph_hash?: string | null;
}

/** A key of state that a step read or wrote, and the step that wrote it before. */
export interface KeyUse {
  readonly key: string;
  readonly preview: ValuePreview | null;
  readonly last_writer: { readonly sequence_id: number; readonly action: string } | null;
}

/** A stream of a step. */
export interface StreamSummary {
  readonly attempt: number;
  readonly items: number;
  readonly opened_ms: number;
  readonly first_item_ms: number | null;
  readonly ended_ms: number | null;
  /** Whether the items themselves are in the log. */
  readonly recorded: boolean;
  readonly dropped: number;
}

/** Items of a stream, from one on: `dt_us` are the microseconds since the item before, of the first since the stream was opened. */
export interface StreamPart {
  readonly items: readonly unknown[];
  readonly dt_us: readonly number[];
  readonly from: number;
  readonly total: number;
}

/** Part of a state: children of a path, to a depth. */
export interface StateView {
  readonly sequence_id: number;
  readonly at: "before" | "after";
  readonly path: string;
  readonly node: StateNode;
  /** Of the whole: the step that wrote each key last. A key that was there from the beginning has none. */
  readonly writers?: Readonly<Record<string, NonNullable<KeyUse["last_writer"]>>>;
}

/** A value in a state. `children` are there down to the depth that was asked for. */
export interface StateNode extends ValuePreview {
  readonly children?: readonly { readonly key: string; readonly node: StateNode }[];
  /** Pass it as `page` for further children. */
  readonly next_page?: number;
}

/** One difference between two states. */
export interface DiffEntry {
  readonly path: string;
  readonly op: "add" | "remove" | "change" | "move";
  readonly before?: ValuePreview;
  readonly after?: ValuePreview;
  /** Of a move: where it was. */
  readonly from?: string;
  /** The values are too large to say what in them differs. */
  readonly coarse?: true;
}

/** A step that changed a value. Of a change outside of a step: the step before it, with the action "". */
export interface KeyChange {
  readonly sequence_id: number;
  readonly action: string;
  readonly change: DiffEntry;
}

/** A stretch of a log that could not be read. */
export interface UnreadablePart {
  readonly offset: number;
  readonly bytes: number;
  readonly reason: string;
}
