import { X } from "lucide-react";
import { useId, useState } from "react";
import { visibleText } from "../../format/visible-text.ts";
import styles from "./note-form.module.css";

interface TagFieldProps {
  readonly tags: readonly string[];
  /** Offered as buttons. */
  readonly proposed: readonly string[];
  readonly onToggle: (tag: string) => void;
}

/** The tags of a note: proposed ones are switched on and off, others are typed. */
export function TagField({ tags, proposed, onToggle }: TagFieldProps) {
  const [text, setText] = useState("");
  const id = useId();
  const own = tags.filter((tag) => !proposed.includes(tag));
  const add = (): void => {
    if (!tags.includes(text.trim())) onToggle(text);
    setText("");
  };
  return (
    <div className={styles["tags"]} role="group" aria-labelledby={id}>
      <span id={id} className={styles["label"]}>
        Tags
      </span>
      <div className={styles["chips"]}>
        {proposed.map((tag) => (
          <button
            key={tag}
            type="button"
            className={styles["chip"]}
            aria-pressed={tags.includes(tag)}
            onClick={() => onToggle(tag)}
          >
            {visibleText(tag)}
          </button>
        ))}
        {own.map((tag) => (
          <button
            key={tag}
            type="button"
            className={styles["chip"]}
            aria-pressed="true"
            aria-label={`Remove the tag ${visibleText(tag)}`}
            onClick={() => onToggle(tag)}
          >
            {visibleText(tag)}
            <X size={12} strokeWidth={2} aria-hidden />
          </button>
        ))}
        <input
          className={styles["tagInput"]}
          aria-label="Another tag"
          placeholder="another tag"
          maxLength={256}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => text.trim() !== "" && add()}
          onKeyDown={(event) => {
            if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === ",") {
              event.preventDefault();
              add();
            } else if (event.key === "Backspace" && text === "" && own.length > 0) onToggle(own.at(-1) ?? "");
          }}
        />
      </div>
    </div>
  );
}
