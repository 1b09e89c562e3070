import type { Note } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { noteHistoryQuery } from "../../data/notes.ts";
import { timeText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import styles from "./note-card.module.css";
import { Observation } from "./observation.tsx";

/** The earlier versions of a note, the last one first. */
export function NoteHistory({ project, note }: { readonly project: string; readonly note: Note }) {
  const { data, error } = useQuery(noteHistoryQuery(project, note));
  if (error !== null) return <p className="muted">The earlier versions could not be read.</p>;
  const earlier = (data ?? []).filter(({ version }) => version < note.version).toReversed();
  return (
    <ol className={styles["versions"]} aria-label="Earlier versions">
      {earlier.map((version) => (
        <li key={version.version}>
          <p className="muted">
            Version {version.version}, {timeText(Date.parse(version.updated))}
            {version.author === null ? "" : `, ${visibleText(version.author)}`}
            {version.tags.length === 0 ? "" : ` · ${visibleText(version.tags.join(", "))}`}
          </p>
          {version.observations.map((observation, index) => (
            <Observation key={index} observation={observation} />
          ))}
        </li>
      ))}
    </ol>
  );
}
