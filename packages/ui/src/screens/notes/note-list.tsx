import type { Note } from "@burrjs/protocol";
import { Link } from "@tanstack/react-router";
import { SquareTerminal } from "lucide-react";
import { useState } from "react";
import { useCodePlace } from "../../data/code-place.ts";
import { useNow } from "../../data/now.ts";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { testCommand } from "../../model/test-command.ts";
import { Button } from "../../parts/button.tsx";
import { copyText } from "../../shell/copy-text.ts";
import { NoteCard } from "./note-card.tsx";
import styles from "./notes.module.css";
import { useNoteActions } from "./use-note-actions.ts";
import { runLink } from "../../data/run-key.ts";

interface NoteListProps {
  readonly project: string;
  readonly notes: readonly Note[];
  readonly onEdit: (note: Note) => void;
}

const pageSize = 100;

/** Notes with links to their steps. */
export function NoteList({ project, notes, onEdit }: NoteListProps) {
  const [count, setCount] = useState(pageSize);
  const actions = useNoteActions(project);
  const now = useNow(5000);
  return (
    <div className={styles["list"]} role="region" aria-label="Notes" tabIndex={0}>
      <ul>
        {notes.slice(0, count).map((note) => (
          <li key={note.id} className={styles["item"]}>
            <NoteCard
              project={project}
              note={note}
              nowMs={now}
              place={<Place project={project} note={note} />}
              onEdit={() => onEdit(note)}
              onRemove={() => void actions.remove(note)}
            />
          </li>
        ))}
      </ul>
      {notes.length > count && (
        <p className={styles["more"]}>
          <Button onClick={() => setCount(count + pageSize)}>
            Show {countText(Math.min(pageSize, notes.length - count))} more
          </Button>
        </p>
      )}
    </div>
  );
}

function Place({ project, note }: { readonly project: string; readonly note: Note }) {
  const { app_id: app, partition_key: partition, step_sequence_id: step, step_name: action } = note;
  const code = useCodePlace({ project, graphHash: null, actions: [] });
  const copy = (): void => {
    if (step === null) return;
    copyText(
      testCommand({ project, app, partition, steps: { from: step, to: step } }, code),
      code.isExample
        ? "Command copied: write the module and the export of your application in place of ./app.ts#app."
        : "Command copied: run it in the folder of your application.",
    );
  };
  return (
    <span className={styles["place"]}>
      <Link {...runLink({ project, partition, app })} search={step === null ? {} : { s: step, tab: "notes" }}>
        {step === null ? "the whole run" : `#${step} ${visibleText(action)}`}
      </Link>
      <span className={`${styles["run"]} mono`}>
        {partition !== null && `${visibleText(partition)} / `}
        {visibleText(app)}
      </span>
      {step !== null && (
        <button
          type="button"
          className={styles["test"]}
          title="Copy the command that makes a test of this step"
          onClick={copy}
        >
          <SquareTerminal size={14} strokeWidth={1.5} aria-hidden />
          Test
        </button>
      )}
    </span>
  );
}
