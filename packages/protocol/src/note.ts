/** A value of a step that an observation is about: a field of the state, or an attribute of a span (of the step, when `span_id` is `null`). */
export interface NotePointer {
  readonly type: "state_field" | "attribute";
  readonly field_name: string;
  readonly span_id: string | null;
}

/** Something that somebody has observed. `data_fields` has `note` and `ground_truth`. */
export interface NoteObservation {
  readonly data_fields: Readonly<Record<string, unknown>>;
  readonly thumbs_up_thumbs_down: boolean | null;
  readonly data_pointers: readonly NotePointer[];
}

/** What a note is about, where that is finer than a step. */
export interface NoteTarget {
  readonly kind: "run" | "step" | "span" | "state" | "stream" | "time";
  /** Of a value in the state. */
  readonly pointer?: string | undefined;
  /** Of a stream: characters or chunks; of a time: milliseconds since 1970. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly attempt?: number | undefined;
  readonly repeat?: number | undefined;
}

/** What a note says: Burr's `AnnotationCreate`, with an author and a finer target. */
export interface NoteContent {
  readonly span_id: string | null;
  readonly step_name: string;
  readonly tags: readonly string[];
  readonly observations: readonly NoteObservation[];
  readonly author: string | null;
  readonly target: NoteTarget | null;
}

/** Where a note is. */
export interface NotePlace {
  readonly app_id: string;
  readonly partition_key: string | null;
  /** `null`: on the whole run. */
  readonly step_sequence_id: number | null;
}

/** A note. */
export interface Note extends NoteContent, NotePlace {
  readonly id: number;
  readonly created: string;
  readonly updated: string;
  /** Grows by one with each change. */
  readonly version: number;
}

/** A version of a note. */
export type NoteVersion = Note & { readonly deleted: boolean };
