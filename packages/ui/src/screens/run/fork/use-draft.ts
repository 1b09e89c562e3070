import type { DiffEntry, PatchOperation } from "@burrjs/protocol";
import { useDeferredValue, useMemo } from "react";
import type { JsonProblem } from "../../../model/fork/json-problem.ts";
import { draftedState, type StateDraft } from "../../../model/fork/state-draft.ts";
import { patchEntries, patchOf } from "../../../model/fork/state-patch.ts";
import { type StateUse, type UnknownValue, unknownValues } from "../../../model/fork/unknown-values.ts";

/** What there is to know of a draft. */
export interface DraftFacts {
  readonly problem: JsonProblem | undefined;
  /** The key that the problem is in. */
  readonly wrongKey: string | undefined;
  readonly patch: readonly PatchOperation[];
  readonly entries: readonly DiffEntry[];
  /** Where there is no value that could be gone on with. */
  readonly unknown: readonly UnknownValue[];
  /** The keys that are not known, and left out since nothing reads them. */
  readonly leftOut: readonly string[];
  readonly isEdited: boolean;
  /** Characters of the recorded state as JSON. */
  readonly length: number;
}

/** What there is to know of a draft; while somebody types, a moment later. */
export function useDraft(current: StateDraft, use: StateUse): DraftFacts {
  const draft = useDeferredValue(current);
  const length = useMemo(() => JSON.stringify(draft.base).length, [draft.base]);
  return useMemo(() => ({ ...draftFacts(draft, use), length }), [draft, use, length]);
}

/** The same at once. */
export function draftFacts(draft: StateDraft, use: StateUse): Omit<DraftFacts, "length"> {
  const drafted = draftedState(draft);
  if ("problem" in drafted) {
    const isEdited = draft.by === "whole" || draft.edits.size > 0;
    return {
      problem: drafted.problem,
      wrongKey: drafted.key,
      patch: [],
      entries: [],
      unknown: [],
      leftOut: [],
      isEdited,
    };
  }
  const { unknown, unread: leftOut } = unknownValues(drafted.state, use);
  const left = Object.entries(drafted.state).filter(([key]) => !leftOut.includes(key));
  const edited = patchOf(draft.base, drafted.state);
  const patch = leftOut.length === 0 ? edited : patchOf(draft.base, Object.fromEntries(left));
  return {
    problem: undefined,
    wrongKey: undefined,
    patch,
    entries: patchEntries(draft.base, patch),
    unknown,
    leftOut,
    isEdited: edited.length > 0,
  };
}
