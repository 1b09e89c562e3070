import type { Note } from "@burrjs/protocol";
import { useState } from "react";
import { authorSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { contentOf, draftOf } from "../../model/notes/note-draft.ts";
import { AppDialog } from "../../parts/app-dialog.tsx";
import { NoteForm } from "./note-form.tsx";
import { useNoteActions } from "./use-note-actions.ts";

interface EditNoteProps {
  readonly project: string;
  readonly note: Note;
  readonly close: () => void;
  readonly knownTags: readonly string[];
}

interface EditNoteDialogProps extends Omit<EditNoteProps, "note"> {
  /** The one that was edited last, or is. The dialog is there before: it knows where the focus was when it opens. */
  readonly note: Note | undefined;
  readonly isOpen: boolean;
}

/** The dialog that changes a note; the version before stays in its history. */
export function EditNoteDialog({ isOpen, note, ...props }: EditNoteDialogProps) {
  return (
    <AppDialog title="Edit the note" isOpen={isOpen} onOpenChange={(isOpening) => !isOpening && props.close()}>
      {note !== undefined && <EditNote note={note} {...props} />}
    </AppDialog>
  );
}

/** Made anew whenever the dialog opens: it begins with the note as it is. */
function EditNote({ project, note, close, knownTags }: EditNoteProps) {
  const [draft, setDraft] = useState(() => draftOf(note));
  const [isSaving, setSaving] = useState(false);
  const author = useStored(authorSetting);
  const actions = useNoteActions(project);
  const save = async (): Promise<void> => {
    setSaving(true);
    const content = contentOf(draft, {
      action: note.step_name,
      author: author.trim() === "" ? (note.author ?? "") : author,
    });
    const isDone = await actions.change(note, content);
    setSaving(false);
    if (isDone) close();
  };
  return (
    <NoteForm
      run={{ project, partition: note.partition_key, app: note.app_id }}
      sequenceId={note.step_sequence_id}
      action={note.step_name}
      draft={draft}
      onDraft={setDraft}
      onSave={() => void save()}
      onCancel={close}
      isSaving={isSaving}
      knownTags={knownTags}
      isNew={false}
      isPlain
    />
  );
}
