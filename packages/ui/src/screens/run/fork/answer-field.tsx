import { useId } from "react";
import { visibleText } from "../../../format/visible-text.ts";
import { type AnswerField, fieldName } from "../../../model/fork/answer-fields.ts";
import styles from "./controls.module.css";

interface AnswerFieldProps {
  readonly field: AnswerField;
  readonly text: string;
  readonly wrong: string | undefined;
  readonly onChange: (text: string) => void;
}

/** A field of an answer: what it is called, what can be put in, and what is wrong with that. */
export function AnswerFieldView({ field, text, wrong, onChange }: AnswerFieldProps) {
  const id = useId();
  const { label, about, isRequired, kind } = field;
  const hints = [about, rangeText(field)].filter((hint) => hint !== "").join("; ");
  const described = [hints === "" ? "" : `${id}-hint`, wrong === undefined ? "" : `${id}-wrong`]
    .filter((one) => one !== "")
    .join(" ");
  const common = {
    id,
    name: `answer-${fieldName(field)}`,
    "aria-required": isRequired,
    "aria-invalid": wrong !== undefined,
    ...(described === "" ? {} : { "aria-describedby": described }),
    value: text,
    onChange: ({ target }: { readonly target: { readonly value: string } }) => onChange(target.value),
  };
  return (
    <div className={styles["field"]}>
      <label htmlFor={id}>
        {visibleText(label)}
        {!isRequired && <span className="muted"> optional</span>}
      </label>
      {kind === "boolean" || kind === "choice" ? (
        <select {...common} className={styles["input"]}>
          <option value="">{isRequired ? "Choose …" : "–"}</option>
          {(kind === "boolean" ? ["true", "false"] : field.choices).map((choice) => (
            <option key={choice} value={choice}>
              {kind === "boolean" ? (choice === "true" ? "Yes (true)" : "No (false)") : visibleText(choice)}
            </option>
          ))}
        </select>
      ) : kind === "json" ? (
        <textarea {...common} className={`${styles["area"]} mono`} rows={3} spellCheck={false} />
      ) : kind === "text" ? (
        <textarea
          {...common}
          className={styles["area"]}
          rows={text.length > 60 || text.includes("\n") ? 4 : 1}
          dir="auto"
        />
      ) : (
        <input
          {...common}
          className={styles["input"]}
          inputMode={kind === "integer" ? "numeric" : "decimal"}
          autoComplete="off"
        />
      )}
      {hints !== "" && (
        <span id={`${id}-hint`} className="muted">
          {visibleText(hints)}
        </span>
      )}
      {wrong !== undefined && (
        <span id={`${id}-wrong`} className={styles["wrong"]}>
          {wrong}
        </span>
      )}
    </div>
  );
}

function rangeText({ kind, minimum, maximum }: AnswerField): string {
  if (kind === "json") return "JSON";
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `at least ${minimum}`;
  return maximum === undefined ? "" : `at most ${maximum}`;
}
