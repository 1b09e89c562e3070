import { applyPatch, type LoggedState, type PatchOperation, pointerKeys } from "@burrjs/protocol";
import type { JsonProblem } from "./json-problem.ts";
import { jsonText } from "./json-text.ts";
import { parsedJson, parsedObject } from "./parsed-json.ts";

/** A state that is being edited: key by key, or as a whole. `base`: as it was recorded. */
export type StateDraft = { readonly base: LoggedState } & (
  | {
      readonly by: "key";
      /** What stands in the editor of a key; `null`: the key is taken out. */
      readonly edits: ReadonlyMap<string, string | null>;
    }
  | { readonly by: "whole"; readonly text: string }
);

/** What a draft says; or what is wrong with it, `key` being the one that it is about. */
export type DraftedState =
  | { readonly state: LoggedState }
  | { readonly problem: JsonProblem; readonly key: string | undefined };

/** Longer states are edited key by key only. */
export const mostOfWhole = 300_000;

/** A draft in which nothing has been changed. The engine's own keys are not part of it. */
export function draftOf(recorded: LoggedState): StateDraft {
  const base = Object.fromEntries(Object.entries(recorded).filter(([key]) => !key.startsWith("__")));
  return { base, by: "key", edits: new Map() };
}

/** The keys of a draft in their order, those that were added last. */
export function draftKeys(draft: StateDraft): readonly string[] {
  const keys = Object.keys(draft.base);
  return draft.by === "whole"
    ? keys
    : [...keys, ...[...draft.edits.keys()].filter((key) => !Object.hasOwn(draft.base, key))];
}

const texts = new WeakMap<object, string>();

/** The recorded value of a key as text; of large ones it is made once. */
export function recordedText(value: unknown): string {
  if (typeof value !== "object" || value === null) return jsonText(value);
  const text = texts.get(value) ?? jsonText(value);
  texts.set(value, text);
  return text;
}

/** What stands in the editor of a key; `null`: it is taken out. */
export function keyText(draft: StateDraft, key: string): string | null {
  const edit = draft.by === "key" ? draft.edits.get(key) : undefined;
  if (edit !== undefined) return edit;
  return Object.hasOwn(draft.base, key) ? recordedText(draft.base[key]) : null;
}

/** A draft with another text for a key; `null` takes it out, `undefined` brings back what was recorded. */
export function withKey(draft: StateDraft, key: string, text: string | null | undefined): StateDraft {
  const edits = new Map(draft.by === "key" ? draft.edits : []);
  const isRecorded = Object.hasOwn(draft.base, key);
  const isAsBefore =
    text === undefined || (text === null ? !isRecorded : isRecorded && text === recordedText(draft.base[key]));
  if (isAsBefore) edits.delete(key);
  else edits.set(key, text);
  return { base: draft.base, by: "key", edits };
}

/** A draft that says one thing otherwise, edited in the same way. */
export function withChange(draft: StateDraft, change: PatchOperation): StateDraft {
  const drafted = draftedState(draft);
  const state = "state" in drafted ? applyPatch(drafted.state, { $patch: [change] }) : undefined;
  if (state === undefined) return draft;
  if (draft.by === "whole") return { ...draft, text: jsonText(state) };
  const [key = ""] = pointerKeys(change.path) ?? [];
  return withKey(draft, key, Object.hasOwn(state, key) ? jsonText(state[key]) : null);
}

/** What a draft says. */
export function draftedState(draft: StateDraft): DraftedState {
  if (draft.by === "whole") {
    const parsed = parsedObject(draft.text, "The state");
    if ("problem" in parsed) return { problem: parsed.problem, key: undefined };
    const own = Object.keys(parsed.value).find((key) => key.startsWith("__"));
    return own === undefined ? { state: parsed.value } : { problem: engineKey(own), key: undefined };
  }
  const state = new Map(Object.entries(draft.base));
  for (const [key, text] of draft.edits) {
    if (text === null) {
      state.delete(key);
      continue;
    }
    const parsed = parsedJson(text);
    if ("problem" in parsed) return { problem: parsed.problem, key };
    state.set(key, parsed.value);
  }
  return { state: Object.fromEntries(state) };
}

/** The same draft, edited the other way. A draft that says nothing stays as it is. */
export function switched(draft: StateDraft, by: StateDraft["by"]): StateDraft {
  const drafted = draftedState(draft);
  if (draft.by === by || "problem" in drafted) return draft;
  const { base } = draft;
  if (by === "whole") return { base, by, text: jsonText(drafted.state) };
  let next: StateDraft = { base, by, edits: new Map() };
  for (const key of Object.keys(base)) if (!Object.hasOwn(drafted.state, key)) next = withKey(next, key, null);
  for (const [key, value] of Object.entries(drafted.state)) next = withKey(next, key, jsonText(value));
  return next;
}

const reserved = new Set(["update", "append", "extend", "increment", "delete", "get", "toJSON"]);

/** Why a key cannot be added; `undefined`: it can. */
export function keyProblem(draft: StateDraft, key: string): string | undefined {
  if (key === "") return "Write the name of the key.";
  if (key.startsWith("__")) return "Keys that begin with __ are the engine's own.";
  if (reserved.has(key)) return "This is the name of an operation of the state.";
  return draftKeys(draft).includes(key) && keyText(draft, key) !== null ? "This key is there already." : undefined;
}

function engineKey(key: string): JsonProblem {
  return { offset: 0, line: 1, column: 1, message: `The key "${key}" is the engine's own: choose another name.` };
}
