import type { Note, NoteObservation } from "@burrjs/protocol";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contentOf, draftOf, emptyDraft, isEmptyDraft, withObservation, withTag, withThumb } from "./note-draft.ts";
import { pointerChoices, pointerName } from "./note-pointers.ts";
import { filteredNotes, noteFacets } from "./notes-filter.ts";

const by = { action: "answer", author: " Ada " };

function note(id: number, given: Partial<Note> = {}): Note {
  return { id, app_id: "chat", partition_key: null, step_sequence_id: 3, created: "2026-01-01", updated: `2026-01-0${id}`, version: 1, span_id: null, step_name: "answer", tags: [], observations: [], author: null, target: null, ...given }; // prettier-ignore
}

function observed(text: string, expected?: unknown): NoteObservation {
  return {
    data_fields: { note: text, ...(expected === undefined ? {} : { ground_truth: expected }) },
    thumbs_up_thumbs_down: null,
    data_pointers: [],
  };
}

describe("a draft", () => {
  test("says what was typed, without empty observations and spaces around", () => {
    const draft = withObservation(withTag(emptyDraft, " correct "), 0, { note: " fine \n" });
    expect(contentOf({ ...draft, observations: [...draft.observations, ...emptyDraft.observations] }, by)).toEqual({
      span_id: null,
      step_name: "answer",
      tags: ["correct"],
      author: "Ada",
      target: null,
      observations: [{ data_fields: { note: "fine" }, thumbs_up_thumbs_down: null, data_pointers: [] }],
    });
  });

  test("has nothing to save until something was said", () => {
    expect(isEmptyDraft(emptyDraft)).toBe(true);
    expect(isEmptyDraft(withObservation(emptyDraft, 0, { note: "  " }))).toBe(true);
    expect(isEmptyDraft(withThumb(emptyDraft, false))).toBe(false);
    expect(isEmptyDraft(withTag(emptyDraft, "x"))).toBe(false);
  });

  test("the same tag and the same thumb again take it away", () => {
    expect(withTag(withTag(emptyDraft, "x"), "x")).toEqual(emptyDraft);
    expect(withThumb(withThumb(emptyDraft, true), true)).toEqual(emptyDraft);
    expect(withThumb(withThumb(emptyDraft, true), false).observations[0]?.thumb).toBe(false);
  });

  test("is about a span, a value, or a range of the stream, whichever end comes first", () => {
    const target = (scope: Parameters<typeof contentOf>[0]["scope"]) => contentOf({ ...emptyDraft, scope }, by);
    expect(target({ kind: "span", spanId: "3:0" })).toMatchObject({ span_id: "3:0", target: { kind: "span" } });
    expect(target({ kind: "state", pointer: "/mode" }).target).toEqual({ kind: "state", pointer: "/mode" });
    expect(target({ kind: "stream", from: 9, to: 4 }).target).toEqual({ kind: "stream", from: 4, to: 9 });
    expect(target({ kind: "run" })).toMatchObject({ step_name: "", target: { kind: "run" } });
  });

  test("an edit that changes nothing keeps whatever the note has, also what the page does not know", () => {
    const pointer = fc.record({
      type: fc.constantFrom("state_field" as const, "attribute" as const),
      field_name: fc.string({ minLength: 1 }),
      span_id: fc.option(fc.string()),
    });
    const observation = fc.record({
      data_fields: fc.dictionary(fc.constantFrom("note", "ground_truth", "score", "x"), fc.oneof(fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""), fc.integer(), fc.array(fc.integer()))), // prettier-ignore
      thumbs_up_thumbs_down: fc.constantFrom(true, false),
      data_pointers: fc.array(pointer, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(observation, { minLength: 1, maxLength: 3 }), (observations) => {
        const saved = contentOf(draftOf(note(1, { observations })), by);
        expect(saved.observations).toEqual(observations);
      }),
    );
  });
});

describe("the filter", () => {
  const notes = [
    note(1, { tags: ["a", "b"], step_name: "answer", observations: [observed("too long", "short")] }),
    note(2, { tags: ["a"], step_name: "draw", observations: [observed("Wrong colour")] }),
    note(3, { tags: ["b"], step_name: "ask", author: "Ada" }),
  ];
  const all = { tags: [], actions: [], text: "", onlyExpected: false };
  test.each([
    { filter: {}, ids: [3, 2, 1] },
    { filter: { tags: ["a"] }, ids: [2, 1] },
    { filter: { tags: ["a", "b"] }, ids: [1] },
    { filter: { actions: ["draw", "ask"] }, ids: [3, 2] },
    { filter: { text: "COLOUR wrong" }, ids: [2] },
    { filter: { text: "ada" }, ids: [3] },
    { filter: { onlyExpected: true }, ids: [1] },
    { filter: { tags: ["a"], actions: ["ask"] }, ids: [] },
  ])("of tags (all), actions (any) and words gives $ids for $filter", ({ filter, ids }) => {
    expect(filteredNotes(notes, { ...all, ...filter }).map(({ id }) => id)).toEqual(ids);
  });

  test("counts notes by tag and by action", () => {
    expect(noteFacets(notes, "tags")).toEqual([["a", 2], ["b", 2]]); // prettier-ignore
    expect(noteFacets([...notes, note(4, { step_name: "" })], "actions")).toEqual([["answer", 1], ["ask", 1], ["draw", 1]]); // prettier-ignore
  });
});

test("an observation can be about keys of the state and attributes, each offered once", () => {
  const value = { type: "string" as const, bytes: 1 };
  const attribute = (key: string) => ({ key, value, logged_ms: null });
  const span = {
    span_id: "3:0",
    name: "chat",
    parent: null,
    started_ms: 0,
    duration_ms: 1,
    error: null,
    attributes: [attribute("model"), attribute("model")],
  };
  const choices = pointerChoices(["mode", "__step"], { attributes: [attribute("words")], spans_list: [span] });
  expect(choices.map(({ group, text }) => `${group}: ${text}`)).toEqual([
    "State: mode",
    "Attributes: words",
    "Attributes: chat: model",
  ]);
  expect(choices.map(({ pointer }) => pointerName(pointer))).toEqual([
    "state.mode",
    "attribute words",
    "attribute model of 3:0",
  ]);
});
