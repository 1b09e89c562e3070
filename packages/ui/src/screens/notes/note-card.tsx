import type { Note } from "@burrjs/protocol";
import { Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { agoText, timeText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { pointerText } from "../../model/value/pointer-text.ts";
import { IconButton } from "../../parts/button.tsx";
import styles from "./note-card.module.css";
import { NoteHistory } from "./note-history.tsx";
import { Observation } from "./observation.tsx";

interface NoteCardProps {
  readonly project: string;
  readonly note: Note;
  readonly nowMs: number;
  /** What stands in front: where the note is. */
  readonly place?: ReactNode;
  /** Absent: it cannot be changed. */
  readonly onEdit?: () => void;
  readonly onRemove?: () => void;
}

/** A note as it is read. */
export function NoteCard({ project, note, nowMs, place, onEdit, onRemove }: NoteCardProps) {
  const [showsHistory, setShowsHistory] = useState(false);
  const updatedMs = Date.parse(note.updated);
  const target = targetText(note);
  const by = (
    <span className={styles["by"]}>
      {note.author !== null && <span className={styles["author"]}>{visibleText(note.author)}</span>}
      <time title={timeText(updatedMs)} dateTime={note.updated}>
        {agoText(updatedMs, nowMs)}
      </time>
      {note.version > 1 && (
        <button
          type="button"
          className={styles["history"]}
          aria-expanded={showsHistory}
          onClick={() => setShowsHistory(!showsHistory)}
        >
          edited {note.version - 1 === 1 ? "once" : `${note.version - 1} times`}
        </button>
      )}
    </span>
  );
  return (
    <article
      className={styles["card"]}
      aria-label={`Note on ${note.step_sequence_id === null ? "the run" : `step ${note.step_sequence_id}`}`}
    >
      <div className={styles["head"]}>
        <span className={styles["where"]}>
          {place}
          {by}
          {target !== "" && <span className={styles["target"]}>{target}</span>}
          {note.tags.map((tag) => (
            <span key={tag} className={styles["tag"]}>
              {visibleText(tag)}
            </span>
          ))}
        </span>
        <span className={styles["actions"]}>
          {onEdit !== undefined && (
            <IconButton label="Edit the note" onClick={onEdit}>
              <Pencil size={14} strokeWidth={1.5} aria-hidden />
            </IconButton>
          )}
          {onRemove !== undefined && (
            <IconButton label="Delete the note" onClick={onRemove}>
              <Trash2 size={14} strokeWidth={1.5} aria-hidden />
            </IconButton>
          )}
        </span>
      </div>
      {note.observations.map((observation, index) => (
        <Observation key={index} observation={observation} />
      ))}
      {showsHistory && <NoteHistory project={project} note={note} />}
    </article>
  );
}

function targetText({ target, span_id: span }: Note): string {
  if (target?.kind === "state") return pointerText(target.pointer ?? "");
  if (target?.kind === "stream") return `streamed text ${target.from ?? 0}–${target.to ?? 0}`;
  return span === null ? "" : `span ${visibleText(span)}`;
}
