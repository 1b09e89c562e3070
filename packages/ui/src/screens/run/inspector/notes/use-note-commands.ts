import { emptyDraft, type NoteDraft, withThumb } from "../../../../model/notes/note-draft.ts";
import { stepPlace } from "../../../../model/step-place.ts";
import { useCommands } from "../../../../shell/commands.ts";
import type { RunPage } from "../../run-context.ts";
import { setOpenDraft, useOpenDraft } from "./open-draft.ts";

/** The keys that begin a note on the step under the cursor, whichever tab is open. */
export function useNoteCommands({ key, steps, current, move }: RunPage): void {
  const open = useOpenDraft();
  const begin = (draft: NoteDraft) => (): void => {
    if (current === undefined) return;
    move({ tab: "notes", ...stepPlace(steps, current.n) });
    if (open === undefined)
      setOpenDraft({ run: key, sequenceId: current.sequenceId, action: current.action, note: null, draft });
  };
  useCommands("newNote", {
    "note-new": begin(emptyDraft),
    "note-new-up": begin(withThumb(emptyDraft, true)),
    "note-new-down": begin(withThumb(emptyDraft, false)),
  });
}
