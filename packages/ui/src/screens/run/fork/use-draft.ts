import type { DiffEntry, PatchOperation } from "@burrjs/protocol";
import { useDeferredValue, useMemo } from "react";
import type { JsonProblem } from "../../../model/fork/json-problem.ts";
import { draftedState, type StateDraft } from "../../../model/fork/state-draft.ts";
import { patchEntries, patchOf } from "../../../model/fork/state-patch.ts";
import { type UnknownValue, unknownValues } from "../../../model/fork/unknown-values.ts";

/** What there is to know of a draft. */
export interface DraftFacts {
  readonly problem: JsonProblem | undefined;
  /** The key that the problem is in. */
  readonly wrongKey: string | undefined;
  readonly patch: readonly PatchOperation[];
  readonly entries: readonly DiffEntry[];
  /** Where there is no value that could be gone on with. */
  readonly unknown: readonly UnknownValue[];
  readonly isEdited: boolean;
  /** Characters of the recorded state as JSON. */
  readonly length: number;
}

/** What there is to know of a draft; while somebody types, a moment later. */
export function useDraft(current: StateDraft): DraftFacts {
  const draft = useDeferredValue(current);
  const length = useMemo(() => JSON.stringify(draft.base).length, [draft.base]);
  return useMemo(() => ({ ...draftFacts(draft), length }), [draft, length]);
}

/** The same at once. */
export function draftFacts(draft: StateDraft): Omit<DraftFacts, "length"> {
  const drafted = draftedState(draft);
  const isEdited = draft.by === "whole" || draft.edits.size > 0;
  if ("problem" in drafted) {
    return { problem: drafted.problem, wrongKey: drafted.key, patch: [], entries: [], unknown: [], isEdited };
  }
  const patch = patchOf(draft.base, drafted.state);
  return {
    problem: undefined,
    wrongKey: undefined,
    patch,
    entries: patchEntries(draft.base, patch),
    unknown: unknownValues(drafted.state),
    isEdited: patch.length > 0,
  };
}
