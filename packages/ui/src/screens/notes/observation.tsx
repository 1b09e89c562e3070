import type { NoteObservation } from "@burrjs/protocol";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { visibleText } from "../../format/visible-text.ts";
import { fieldText } from "../../model/notes/note-draft.ts";
import { pointerName } from "../../model/notes/note-pointers.ts";
import styles from "./note-card.module.css";

/** An observation as it is read. */
export function Observation({ observation }: { readonly observation: NoteObservation }) {
  const { thumbs_up_thumbs_down: thumb, data_pointers: pointers } = observation;
  const [text, expected] = [fieldText(observation, "note"), fieldText(observation, "ground_truth")];
  return (
    <div className={styles["observation"]}>
      {thumb !== null && (
        <span className={thumb ? styles["good"] : styles["bad"]}>
          {thumb ? (
            <ThumbsUp size={14} strokeWidth={1.5} aria-hidden />
          ) : (
            <ThumbsDown size={14} strokeWidth={1.5} aria-hidden />
          )}
          {thumb ? "Good" : "Bad"}
        </span>
      )}
      {pointers.map((pointer) => (
        <code key={pointerName(pointer)} className={styles["pointer"]}>
          {visibleText(pointerName(pointer))}
        </code>
      ))}
      {text !== "" && <p className={styles["text"]}>{visibleText(text)}</p>}
      {expected !== "" && (
        <p className={styles["expected"]}>
          <span className="muted">expected</span> <code>{visibleText(expected)}</code>
        </p>
      )}
    </div>
  );
}
