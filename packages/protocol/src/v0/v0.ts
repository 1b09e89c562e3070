// The shapes of `/api/v0` of the tracking server of Burr for Python, version 0.40. Its names are kept.
import type { ActionModel, ApplicationModel, ChildModel, PointerModel, TransitionModel } from "../files.ts";
import type { NoteObservation, NotePointer } from "../note.ts";
import type {
  AttributeRecord,
  BeginEntryRecord,
  BeginSpanRecord,
  BeginStreamRecord,
  EndEntryRecord,
  EndSpanRecord,
  EndStreamRecord,
  FirstItemRecord,
  LogValue,
} from "../records.ts";

/** The beginning of a step. */
export type V0BeginEntry = Pick<BeginEntryRecord, "type" | "start_time" | "action" | "inputs" | "sequence_id">;

/** The end of a step, with the whole state. */
export interface V0EndEntry extends Pick<EndEntryRecord, "type" | "end_time" | "action" | "exception" | "sequence_id"> {
  readonly result: Readonly<Record<string, LogValue>> | null;
  /** With `__SEQUENCE_ID` and, if there is one, `__PRIOR_STEP`. */
  readonly state: Readonly<Record<string, LogValue>>;
}

/** The beginning of a span. */
export type V0BeginSpan = Pick<
  BeginSpanRecord,
  "type" | "start_time" | "action_sequence_id" | "span_id" | "span_name" | "parent_span_id" | "span_dependencies"
>;

/** The end of a span. */
export type V0EndSpan = Pick<EndSpanRecord, "type" | "end_time" | "action_sequence_id" | "span_id">;

/** An attribute. */
export interface V0Attribute extends Pick<
  AttributeRecord,
  "type" | "key" | "action_sequence_id" | "span_id" | "value" | "tags"
> {
  readonly time_logged: string | null;
}

/** A stream opens, has its first item, or ends. */
export type V0StreamEvent =
  | Pick<BeginStreamRecord, "type" | "action_sequence_id" | "span_id" | "stream_init_time">
  | Pick<FirstItemRecord, "type" | "action_sequence_id" | "span_id" | "first_item_time">
  | Pick<EndStreamRecord, "type" | "action_sequence_id" | "span_id" | "end_time" | "items_streamed">;

/** A record of a log of Burr for Python, with the fields that it has there and no others. */
export type PythonRecord = V0BeginEntry | V0EndEntry | V0BeginSpan | V0EndSpan | V0Attribute | V0StreamEvent;

/** A span of a step. */
export interface V0Span {
  readonly begin_entry: V0BeginSpan;
  readonly end_entry: V0EndSpan | null;
}

/** A step. */
export interface V0Step {
  readonly step_start_log: V0BeginEntry;
  readonly step_end_log: V0EndEntry | null;
  readonly spans: readonly V0Span[];
  readonly attributes: readonly V0Attribute[];
  readonly streaming_events: readonly V0StreamEvent[];
}

/** An action of a graph. */
export type V0Action = Pick<ActionModel, "type" | "name" | "reads" | "writes" | "code" | "inputs" | "optional_inputs">;

/** A graph. `v`: ours; its reader passes over it, and to ours it says that the inputs are not swapped. */
export interface V0Application extends Pick<ApplicationModel, "type" | "entrypoint" | "v"> {
  readonly actions: readonly V0Action[];
  readonly transitions: readonly Pick<TransitionModel, "type" | "from_" | "to" | "condition">[];
}

/** `GET /api/v0/{project}/{app}/{partition}/apps`. */
export interface V0ApplicationLogs {
  readonly application: V0Application;
  readonly children: readonly ChildModel[];
  readonly steps: readonly V0Step[];
  readonly parent_pointer: PointerModel | null;
  readonly spawning_parent_pointer: PointerModel | null;
}

/** An item of `GET /api/v0/projects`. */
export interface V0Project {
  readonly name: string;
  readonly id: string;
  readonly last_written: string;
  readonly created: string;
  readonly num_apps: number;
  readonly uri: string;
}

/** An item of a page of applications. */
export interface V0ApplicationSummary {
  readonly app_id: string;
  readonly partition_key: string | null;
  readonly first_written: string;
  readonly last_written: string;
  readonly num_steps: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly parent_pointer: PointerModel | null;
  readonly spawning_parent_pointer: PointerModel | null;
}

/** `GET /api/v0/{project}/{partition}/apps`. */
export interface V0ApplicationPage {
  readonly applications: readonly V0ApplicationSummary[];
  readonly total: number;
  readonly has_another_page: boolean;
}

/** `GET /api/v0/metadata/app_spec`. */
export interface V0BackendSpec {
  readonly indexing: boolean;
  readonly snapshotting: boolean;
  readonly supports_demos: boolean;
  readonly supports_annotations: boolean;
}

/** What an observation is about. */
export type V0DataPointer = NotePointer;

/** An observation of an annotation. */
export type V0Observation = NoteObservation;

/** The body with which an annotation is created or updated. */
export interface V0AnnotationCreate {
  readonly span_id: string | null;
  readonly step_name: string;
  readonly tags: readonly string[];
  readonly observations: readonly V0Observation[];
}

/** An annotation, as it is answered, and as a line of `annotations.jsonl`. */
export interface V0Annotation extends V0AnnotationCreate {
  readonly id: number;
  readonly project_id: string;
  readonly app_id: string;
  readonly partition_key: string | null;
  readonly step_sequence_id: number;
  readonly created: string;
  readonly updated: string;
}

/** An item of `GET /api/v0/indexing_jobs`. */
export interface V0IndexingJob {
  readonly id: number;
  readonly start_time: string;
  readonly end_time: string | null;
  readonly status: string;
  readonly records_processed: number;
  readonly metadata: Readonly<Record<string, unknown>>;
}
