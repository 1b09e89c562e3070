import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { authorSetting } from "../../../../data/settings.ts";
import { useStored } from "../../../../data/stored.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { contentOf } from "../../../../model/notes/note-draft.ts";
import { Button } from "../../../../parts/button.tsx";
import { toast } from "../../../../shell/toasts.tsx";
import { NoteForm } from "../../../notes/note-form.tsx";
import type { NoteActions } from "../../../notes/use-note-actions.ts";
import { useRun } from "../../run-context.ts";
import styles from "./notes-tab.module.css";
import { type OpenDraft, setOpenDraft } from "./open-draft.ts";
import { runLink } from "../../../../data/run-key.ts";

interface OpenNoteProps {
  readonly open: OpenDraft;
  readonly actions: NoteActions;
  readonly knownTags: readonly string[];
  readonly pointer: string;
}

/** The note that is being written; of another run it only says so. */
export function OpenNote({ open, actions, knownTags, pointer }: OpenNoteProps) {
  const { key } = useRun();
  const [isSaving, setSaving] = useState(false);
  const author = useStored(authorSetting);
  const { run, note, draft, sequenceId, action } = open;
  const end = (): void => setOpenDraft(undefined);
  if (run.app !== key.app || run.partition !== key.partition || run.project !== key.project) {
    const { project, partition, app } = run;
    return (
      <p className={styles["away"]}>
        A note on{" "}
        <Link
          {...runLink({ project, partition, app })}
          search={{ tab: "notes", ...(sequenceId === null ? {} : { s: sequenceId }) }}
        >
          another run, {visibleText(app)}
        </Link>
        , is not saved yet.
        <Button kind="ghost" onClick={end}>
          Discard it
        </Button>
      </p>
    );
  }
  const save = async (): Promise<void> => {
    setSaving(true);
    // An edit keeps the name of who wrote it first, unless somebody is named now.
    const content = contentOf(draft, { action, author: author.trim() === "" ? (note?.author ?? "") : author });
    const place = {
      app_id: run.app,
      partition_key: run.partition,
      step_sequence_id: draft.scope.kind === "run" ? null : sequenceId,
    };
    const isDone = note === null ? await actions.create(place, content) : await actions.change(note, content);
    setSaving(false);
    if (!isDone) return;
    end();
    toast("Note saved.");
  };
  return (
    <NoteForm
      key={note?.id ?? "new"}
      run={run}
      sequenceId={sequenceId}
      action={action}
      draft={draft}
      onDraft={(next) => setOpenDraft({ ...open, draft: next })}
      onSave={() => void save()}
      onCancel={end}
      isSaving={isSaving}
      knownTags={knownTags}
      pointer={pointer}
      isNew={note === null}
    />
  );
}
