import type { Note } from "@burrjs/protocol";
import type { RunKey } from "../../../../data/run-key.ts";
import { shared, useShared } from "../../../../data/shared.ts";
import type { NoteDraft } from "../../../../model/notes/note-draft.ts";

/** A note that is being written. It stays with its step, and is there until it is saved or discarded, wherever the cursor goes, also when the page is loaded anew. */
export interface OpenDraft {
  readonly run: RunKey;
  /** `null`: of a note on the whole run. */
  readonly sequenceId: number | null;
  readonly action: string;
  /** The note that is edited; `null`: it is a new one. */
  readonly note: Note | null;
  readonly draft: NoteDraft;
}

/** Of this tab alone: each may have a note of its own that is being written. */
const name = "burr-note";

const open = shared(kept());

/** Begins, changes or, with `undefined`, ends the note that is being written. */
export function setOpenDraft(next: OpenDraft | undefined): void {
  try {
    if (next === undefined) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, JSON.stringify(next));
  } catch {
    // The browser keeps nothing, or has no room: the note lasts as long as the page.
  }
  open.set(next);
}

/** The note that is being written. */
export function useOpenDraft(): OpenDraft | undefined {
  return useShared(open);
}

function kept(): OpenDraft | undefined {
  try {
    const found = JSON.parse(sessionStorage.getItem(name) ?? "null") as OpenDraft | null; // as it was written above
    // Another build of the page may have written something else.
    return Array.isArray(found?.draft?.observations) && Array.isArray(found.draft.tags) ? found : undefined;
  } catch {
    return undefined; // somebody has forbidden it
  }
}
