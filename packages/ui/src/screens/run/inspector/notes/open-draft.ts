import { useSyncExternalStore } from "react";
import type { Note } from "../../../../data/notes.ts";
import type { RunKey } from "../../../../data/queries.ts";
import type { NoteDraft } from "../../../../model/notes/note-draft.ts";

/** A note that is being written. It stays with its step, and is there until it is saved or discarded, wherever the cursor goes. */
export interface OpenDraft {
  readonly run: RunKey;
  /** `null`: of a note on the whole run. */
  readonly sequenceId: number | null;
  readonly action: string;
  /** The note that is edited; `null`: it is a new one. */
  readonly note: Note | null;
  readonly draft: NoteDraft;
}

let open: OpenDraft | undefined;
const listeners = new Set<() => void>();

/** Begins, changes or, with `undefined`, ends the note that is being written. */
export function setOpenDraft(next: OpenDraft | undefined): void {
  open = next;
  for (const listener of listeners) listener();
}

/** The note that is being written. */
export function useOpenDraft(): OpenDraft | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}
