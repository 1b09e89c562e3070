import { type RefObject, useId, useRef, useState } from "react";
import { AppDialog } from "../parts/app-dialog.tsx";
import { Keys } from "../parts/keys.tsx";
import { visibleText } from "../format/visible-text.ts";
import { matchingEntries } from "./matching-entries.ts";
import { type PaletteEntry, usePaletteEntries } from "./palette-entries.ts";
import styles from "./palette.module.css";

interface Open {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
}

/** Finds commands, projects and runs by a few letters of their names. */
export function Palette(props: Open) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <AppDialog title="Go to, or do" {...props} width={560} firstFocus={field}>
      <Choices field={field} close={() => props.onOpenChange(false)} />
    </AppDialog>
  );
}

interface ChoicesProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly close: () => void;
}

function Choices({ field, close }: ChoicesProps) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const entries = matchingEntries(usePaletteEntries(text), text).slice(0, 12);
  const current = Math.min(chosen, entries.length - 1);
  const take = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    close();
    entry.run();
  };
  return (
    <>
      <input
        ref={field}
        className={styles["field"]}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={entries.length > 0 ? `${listId}-${current}` : undefined}
        aria-label="Command, project or run"
        placeholder="Command, project or run"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") setChosen(Math.min(current + 1, entries.length - 1));
          else if (event.key === "ArrowUp") setChosen(Math.max(current - 1, 0));
          else if (event.key === "Enter") take(entries[current]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id={listId} role="listbox" aria-label="Found" className={styles["list"]}>
        {entries.map((entry, index) => (
          <li
            key={entry.id}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === current}
            className={styles["entry"]}
            onClick={() => take(entry)}
          >
            <span className={styles["text"]}>{visibleText(entry.text)}</span>
            {entry.detail !== undefined && <span className={styles["detail"]}>{visibleText(entry.detail)}</span>}
            <span className="muted">{entry.kind}</span>
            {entry.keys !== undefined && <Keys keys={entry.keys} />}
          </li>
        ))}
      </ul>
      {entries.length === 0 && <p className="muted">Nothing has this in its name.</p>}
    </>
  );
}
