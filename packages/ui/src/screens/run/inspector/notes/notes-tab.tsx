import type { Note } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { notesQuery } from "../../../../data/notes.ts";
import { useNow } from "../../../../data/now.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { draftOf, emptyDraft } from "../../../../model/notes/note-draft.ts";
import { noteFacets } from "../../../../model/notes/notes-filter.ts";
import { Button } from "../../../../parts/button.tsx";
import { ErrorBox } from "../../../../parts/error-box.tsx";
import { CommandKey } from "../../../../shell/command-key.tsx";
import { NoteCard } from "../../../notes/note-card.tsx";
import { useNoteActions } from "../../../notes/use-note-actions.ts";
import { useNotesLive } from "../../../notes/use-notes-live.ts";
import { useRun } from "../../run-context.ts";
import styles from "./notes-tab.module.css";
import { OpenNote } from "./open-note.tsx";
import { setOpenDraft, useOpenDraft } from "./open-draft.ts";

/** The notes on the step under the cursor and on the run: to read, write, change and delete. */
export function NotesTab() {
  const { key, current, jump, search } = useRun();
  const { project, partition, app } = key;
  const { data, error, isPending, refetch } = useQuery(notesQuery(project, { app, partition }));
  const { data: all } = useQuery(notesQuery(project));
  const open = useOpenDraft();
  const actions = useNoteActions(project);
  const now = useNow(5000);
  useNotesLive(project, { app, partition });
  if (error !== null) return <ErrorBox error={error} retry={() => void refetch()} />;
  const edited = open?.note?.id;
  const isShown = (note: Note): boolean => note.id !== edited;
  const here = (data ?? []).filter(
    (note) => current !== undefined && note.step_sequence_id === current.sequenceId && isShown(note),
  );
  const onRun = (data ?? []).filter((note) => note.step_sequence_id === null && isShown(note));
  const elsewhere = new Set(
    (data ?? []).flatMap(({ step_sequence_id: step }) => (step === null || step === current?.sequenceId ? [] : [step])),
  );
  const begin = (): void => {
    if (current !== undefined)
      setOpenDraft({ run: key, sequenceId: current.sequenceId, action: current.action, note: null, draft: emptyDraft });
  };
  const cardOf = (note: Note) => (
    <li key={note.id}>
      <NoteCard
        project={project}
        note={note}
        nowMs={now}
        onEdit={() =>
          setOpenDraft({
            run: key,
            sequenceId: note.step_sequence_id,
            action: note.step_name,
            note,
            draft: draftOf(note),
          })
        }
        onRemove={() => void actions.remove(note)}
      />
    </li>
  );
  return (
    <div className={styles["tab"]} role="region" aria-label="Notes" tabIndex={0}>
      {open !== undefined && (
        <OpenNote
          open={open}
          actions={actions}
          knownTags={noteFacets(all ?? [], "tags").map(([tag]) => tag)}
          pointer={search.sel?.startsWith("key:") === true ? search.sel.slice("key:".length) : ""}
        />
      )}
      {current !== undefined && (open === undefined || here.length > 0) && (
        <section className={styles["section"]}>
          <div className={styles["head"]}>
            <h2>
              Step {current.sequenceId}, {visibleText(current.action)}
            </h2>
            {open === undefined && (
              <Button onClick={begin}>
                <Plus size={16} strokeWidth={1.5} aria-hidden />
                New note
              </Button>
            )}
          </div>
          {here.length > 0 ? (
            <ul className={styles["list"]}>{here.map((note) => cardOf(note))}</ul>
          ) : (
            !isPending &&
            open === undefined && (
              <p className={styles["hint"]}>
                No note on this step yet.{" "}
                <span className={styles["keys"]}>
                  <CommandKey of="note-new" /> writes one, <CommandKey of="note-new-up" /> and{" "}
                  <CommandKey of="note-new-down" /> begin with a thumb, <CommandKey of="note-save" /> saves.
                </span>
              </p>
            )
          )}
        </section>
      )}
      {onRun.length > 0 && (
        <section className={styles["section"]}>
          <h2>The whole run</h2>
          <ul className={styles["list"]}>{onRun.map((note) => cardOf(note))}</ul>
        </section>
      )}
      {elsewhere.size > 0 && (
        <p className={styles["hint"]}>
          Notes on other steps:{" "}
          {[...elsewhere]
            .toSorted((one, other) => one - other)
            .slice(0, 40)
            .map((step) => (
              <button key={step} type="button" className={styles["step"]} onClick={() => jump({ s: step })}>
                #{step}
              </button>
            ))}
        </p>
      )}
    </div>
  );
}
