import { ThumbsDown, ThumbsUp } from "lucide-react";
import type { Ref } from "react";
import { visibleText } from "../../format/visible-text.ts";
import { type PointerChoice, pointerName, pointerValue } from "../../model/notes/note-pointers.ts";
import type { ObservationDraft } from "../../model/notes/note-draft.ts";
import { Button } from "../../parts/button.tsx";
import { useTitle } from "../../shell/command-key.tsx";
import styles from "./note-form.module.css";

interface ObservationFieldsProps {
  readonly observation: ObservationDraft;
  /** Of several. */
  readonly number: number | undefined;
  readonly choices: readonly PointerChoice[];
  readonly onChange: (change: Partial<ObservationDraft>) => void;
  readonly onRemove: (() => void) | undefined;
  readonly noteRef: Ref<HTMLTextAreaElement> | undefined;
}

/** One observation: a thumb, what it is about, what there is to say, and what would have been right. */
export function ObservationFields({
  observation,
  number,
  choices,
  onChange,
  onRemove,
  noteRef,
}: ObservationFieldsProps) {
  const { thumb, pointer, note, expected } = observation;
  const chosen = pointer === null ? "" : pointerValue(pointer);
  const isKnown = chosen === "" || choices.some(({ value }) => value === chosen);
  const choose = (value: string): void => {
    if (value !== chosen) onChange({ pointer: choices.find((one) => one.value === value)?.pointer ?? null });
  };
  const title = number === undefined ? "Observation" : `Observation ${number}`;
  return (
    <fieldset className={styles["observation"]}>
      <legend className={number === undefined ? "hidden-text" : styles["label"]}>{title}</legend>
      <div className={styles["line"]}>
        <span role="group" aria-label="Thumbs" className={styles["thumbs"]}>
          <button
            type="button"
            aria-pressed={thumb === true}
            className={styles["thumb"]}
            title={useTitle("Good", "note-up")}
            onClick={() => onChange({ thumb: thumb === true ? null : true })}
          >
            <ThumbsUp size={14} strokeWidth={1.5} aria-hidden />
            Good
          </button>
          <button
            type="button"
            aria-pressed={thumb === false}
            className={styles["thumb"]}
            title={useTitle("Bad", "note-down")}
            onClick={() => onChange({ thumb: thumb === false ? null : false })}
          >
            <ThumbsDown size={14} strokeWidth={1.5} aria-hidden />
            Bad
          </button>
        </span>
        <label className={styles["about"]}>
          <span className="muted">about</span>
          <select className={styles["select"]} value={chosen} onChange={(event) => choose(event.target.value)}>
            <option value="">the step as a whole</option>
            {!isKnown && pointer !== null && <option value={chosen}>{pointerName(pointer)}</option>}
            {(["State", "Attributes"] as const).map((group) => {
              const members = choices.filter((choice) => choice.group === group);
              return (
                members.length > 0 && (
                  <optgroup key={group} label={group}>
                    {members.map(({ value, text }) => (
                      <option key={value} value={value}>
                        {visibleText(text)}
                      </option>
                    ))}
                  </optgroup>
                )
              );
            })}
          </select>
        </label>
        {onRemove !== undefined && (
          <Button kind="ghost" aria-label={`Remove ${title.toLowerCase()}`} onClick={onRemove}>
            Remove
          </Button>
        )}
      </div>
      <label className={styles["field"]}>
        <span className={styles["label"]}>Note</span>
        <textarea
          ref={noteRef}
          className={styles["text"]}
          rows={3}
          value={note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
      </label>
      <label className={styles["field"]}>
        <span className={styles["label"]}>
          Expected <span className="muted">what would have been right</span>
        </span>
        <textarea
          className={`${styles["text"]} mono`}
          rows={2}
          value={expected}
          onChange={(event) => onChange({ expected: event.target.value })}
        />
      </label>
    </fieldset>
  );
}
