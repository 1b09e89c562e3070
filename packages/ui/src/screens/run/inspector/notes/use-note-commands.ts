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
  const group = "Notes";
  useCommands([
    { id: "note-new", name: "New note on this step", keys: ["N"], group, run: begin(emptyDraft) },
    // While a note is written, these keys are its own.
    ...(open === undefined
      ? [
          {
            id: "note-new-up",
            name: "New note with a thumb up",
            keys: ["+"],
            group,
            run: begin(withThumb(emptyDraft, true)),
          },
          {
            id: "note-new-down",
            name: "New note with a thumb down",
            keys: ["-"],
            group,
            run: begin(withThumb(emptyDraft, false)),
          },
        ]
      : []),
  ]);
}
