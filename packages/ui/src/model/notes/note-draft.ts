import type { Note, NoteContent, NoteObservation, NotePointer, NoteTarget } from "@burrjs/protocol";

/** The tags that Burr's own page proposes. */
export const usualTags = ["to-review", "hallucination", "incomplete", "incorrect", "correct", "ambiguous", "user-error", "intentional-user-error"] as const; // prettier-ignore

/** An observation while it is written. */
export interface ObservationDraft {
  /** `true`: thumb up. */
  readonly thumb: boolean | null;
  readonly pointer: NotePointer | null;
  readonly note: string;
  readonly expected: string;
  /** What else it had: it stays as it is. */
  readonly before: NoteObservation | null;
}

/** What a note is about, while it is written. */
export type NoteScope =
  | { readonly kind: "step" | "run" }
  | { readonly kind: "span"; readonly spanId: string }
  | { readonly kind: "state"; readonly pointer: string }
  | { readonly kind: "stream"; readonly from: number; readonly to: number };

/** A note while it is written. */
export interface NoteDraft {
  readonly scope: NoteScope;
  readonly tags: readonly string[];
  readonly observations: readonly ObservationDraft[];
}

/** An observation that says nothing yet. */
export const emptyObservation: ObservationDraft = { thumb: null, pointer: null, note: "", expected: "", before: null };

/** A note that says nothing yet. */
export const emptyDraft: NoteDraft = { scope: { kind: "step" }, tags: [], observations: [emptyObservation] };

/** A note as it is edited. */
export function draftOf(note: Note): NoteDraft {
  const observations = note.observations.map((before): ObservationDraft => ({
    thumb: before.thumbs_up_thumbs_down,
    pointer: before.data_pointers[0] ?? null,
    note: fieldText(before, "note"),
    expected: fieldText(before, "ground_truth"),
    before,
  }));
  return {
    scope: scopeOf(note),
    tags: note.tags,
    observations: observations.length === 0 ? [emptyObservation] : observations,
  };
}

/** What a draft says when it is saved. Observations that say nothing are left out, as are spaces around what was typed. */
export function contentOf(
  { scope, tags, observations }: NoteDraft,
  { action, author }: { readonly action: string; readonly author: string },
): NoteContent {
  return {
    span_id: scope.kind === "span" ? scope.spanId : null,
    step_name: scope.kind === "run" ? "" : action,
    tags: [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ""))],
    observations: observations.filter((one) => !isEmptyObservation(one)).map((one) => observationOf(one)),
    author: author.trim() === "" ? null : author.trim(),
    target: targetOf(scope),
  };
}

/** Whether a draft says nothing: then there is nothing to save. */
export function isEmptyDraft({ tags, observations }: NoteDraft): boolean {
  return tags.length === 0 && observations.every((one) => isEmptyObservation(one));
}

/** With a tag, or without it if it is there. */
export function withTag(draft: NoteDraft, tag: string): NoteDraft {
  const name = tag.trim();
  if (name === "") return draft;
  return {
    ...draft,
    tags: draft.tags.includes(name) ? draft.tags.filter((one) => one !== name) : [...draft.tags, name],
  };
}

/** With an observation changed. */
export function withObservation(draft: NoteDraft, index: number, change: Partial<ObservationDraft>): NoteDraft {
  return {
    ...draft,
    observations: draft.observations.map((one, place) => (place === index ? { ...one, ...change } : one)),
  };
}

/** With a thumb on the last observation; the same thumb again takes it away. */
export function withThumb(draft: NoteDraft, thumb: boolean): NoteDraft {
  const last = draft.observations.length - 1;
  return withObservation(draft, last, { thumb: draft.observations[last]?.thumb === thumb ? null : thumb });
}

/** The text of a field of an observation; JSON of what is no text. */
export function fieldText({ data_fields: fields }: NoteObservation, name: string): string {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isEmptyObservation({ thumb, pointer, note, expected }: ObservationDraft): boolean {
  return thumb === null && pointer === null && note.trim() === "" && expected.trim() === "";
}

function observationOf({ thumb, pointer, note, expected, before }: ObservationDraft): NoteObservation {
  const { note: _note, ground_truth: _expected, ...rest } = before?.data_fields ?? {};
  const field = (name: string, text: string): Readonly<Record<string, unknown>> => {
    // What was no text, and was not touched, stays the value that it was.
    if (before !== null && fieldText(before, name) === text)
      return Object.hasOwn(before.data_fields, name) ? { [name]: before.data_fields[name] } : {};
    return text.trim() === "" ? {} : { [name]: text.trim() };
  };
  return {
    data_fields: { ...rest, ...field("note", note), ...field("ground_truth", expected) },
    thumbs_up_thumbs_down: thumb,
    data_pointers: [...(pointer === null ? [] : [pointer]), ...(before?.data_pointers.slice(1) ?? [])],
  };
}

function scopeOf({ target, span_id: spanId, step_sequence_id: step }: Note): NoteScope {
  if (target?.kind === "state") return { kind: "state", pointer: target.pointer ?? "" };
  if (target?.kind === "stream") return { kind: "stream", from: target.from ?? 0, to: target.to ?? 0 };
  if (spanId !== null) return { kind: "span", spanId };
  return { kind: step === null ? "run" : "step" };
}

function targetOf(scope: NoteScope): NoteTarget | null {
  switch (scope.kind) {
    case "state":
      return { kind: "state", pointer: scope.pointer };
    case "stream":
      return { kind: "stream", from: Math.min(scope.from, scope.to), to: Math.max(scope.from, scope.to) };
    case "span":
    case "run":
      return { kind: scope.kind };
    default:
      return null;
  }
}
