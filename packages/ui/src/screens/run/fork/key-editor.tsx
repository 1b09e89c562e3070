import { initialValue } from "@burrjs/protocol";
import { useId, useMemo, useState } from "react";
import { visibleText } from "../../../format/visible-text.ts";
import type { JsonProblem } from "../../../model/fork/json-problem.ts";
import { jsonText } from "../../../model/fork/json-text.ts";
import { lineMarks } from "../../../model/fork/line-marks.ts";
import { parsedJson } from "../../../model/fork/parsed-json.ts";
import { keyText, recordedText, type StateDraft, withKey } from "../../../model/fork/state-draft.ts";
import { Button } from "../../../parts/button.tsx";
import { Segments } from "../../../parts/segments.tsx";
import { JsonEditor } from "./json-editor.tsx";
import styles from "./state-field.module.css";

interface KeyEditorProps {
  readonly draft: StateDraft;
  readonly name: string;
  readonly problem: JsonProblem | undefined;
  /** What there is to know of the key; "": nothing. */
  readonly note: string;
  readonly onChange: (draft: StateDraft) => void;
}

const forms = [
  { value: "text", text: "Text" },
  { value: "json", text: "JSON" },
] as const;

const initialText = jsonText(initialValue);

/** The value of a key: what was recorded beside what it will be. Texts can be written as they are. */
export function KeyEditor({ draft, name, problem, note, onChange }: KeyEditorProps) {
  const isRecorded = Object.hasOwn(draft.base, name);
  const recorded = useMemo(() => (isRecorded ? recordedText(draft.base[name]) : ""), [draft.base, name, isRecorded]);
  const text = keyText(draft, name);
  const isEdited = draft.by === "key" && draft.edits.has(name);
  const [form, setForm] = useState<"text" | "json">("text");
  const plain = useMemo(() => plainText(text), [text]);
  const isPlain = form === "text" && plain !== undefined;
  const marks = useMemo(() => lineMarks(recorded, text ?? ""), [recorded, text]);
  const hintId = useId();
  const shown = visibleText(name);
  const set = (next: string | null | undefined): void => onChange(withKey(draft, name, next));
  const format = useMemo(
    () => (isEdited && !isPlain && text !== null ? formatted(text) : undefined),
    [isEdited, isPlain, text],
  );
  const hasSpecial = text?.includes('"$burr"') === true && text !== initialText;
  return (
    <div className={styles["sides"]}>
      <div className={styles["side"]}>
        <h4 className={styles["head"]}>Recorded</h4>
        {isRecorded ? (
          isPlain ? (
            <textarea
              className={styles["plain"]}
              aria-label={`Recorded ${shown}`}
              readOnly
              value={plainText(recorded) ?? recorded}
              rows={plainRows(plain)}
            />
          ) : (
            <JsonEditor label={`Recorded ${shown}`} value={recorded} marks={marks.before} mark="remove" />
          )
        ) : (
          <p className={styles["none"]}>The recorded state has no such key.</p>
        )}
      </div>
      <div className={styles["side"]}>
        <div className={styles["head"]}>
          <h4>New</h4>
          {plain !== undefined && (
            <Segments label={`How ${shown} is edited`} options={forms} value={form} onChange={setForm} />
          )}
          <span className={styles["tools"]}>
            {format !== undefined && (
              <Button kind="ghost" onClick={() => set(format)}>
                Format
              </Button>
            )}
            {isEdited && isRecorded && (
              <Button kind="ghost" onClick={() => set(undefined)}>
                Put back
              </Button>
            )}
            {text !== null && (
              <Button kind="ghost" onClick={() => set(null)}>
                Take out
              </Button>
            )}
          </span>
        </div>
        {text === null ? (
          <p className={styles["none"]}>The new run begins without this key.</p>
        ) : text === initialText ? (
          <p className={styles["none"]}>
            The new run begins with the value that the application begins with. The runner puts it there; the page does
            not know it.
          </p>
        ) : isPlain ? (
          <textarea
            className={`${styles["plain"]} ${styles["own"]}`}
            aria-label={`New ${shown}, as text`}
            dir="auto"
            value={plain}
            rows={plainRows(plain)}
            onChange={(event) => set(JSON.stringify(event.target.value))}
          />
        ) : (
          <JsonEditor
            label={`New ${shown}, as JSON`}
            value={text}
            marks={marks.after}
            problem={problem}
            onChange={set}
            {...(hasSpecial ? { describedBy: hintId } : {})}
          />
        )}
        {note !== "" && isEdited && <p className={styles["note"]}>{visibleText(note)}</p>}
        {hasSpecial && !isPlain && (
          <p id={hintId} className={styles["hint"]}>
            <code>$burr</code> marks what JSON lacks, as dates and sets: keep that form. In place of{" "}
            <code>redacted</code> and <code>omitted</code> write the value itself.
          </p>
        )}
      </div>
    </div>
  );
}

/** A text that can be edited as it is: one in which nothing has to be written as an escape to be seen. */
function plainText(json: string | null): string | undefined {
  if (json === null || !json.startsWith('"')) return undefined;
  const parsed = parsedJson(json);
  if ("problem" in parsed || typeof parsed.value !== "string") return undefined;
  return jsonText(parsed.value) === JSON.stringify(parsed.value) ? parsed.value : undefined;
}

function plainRows(text: string): number {
  const lines = text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 44), 0);
  return Math.max(3, Math.min(12, lines));
}

/** Longer texts are left as they were laid out: it would take too long with each key that is pressed. */
const mostFormatted = 100_000;

function formatted(text: string): string | undefined {
  if (text.length > mostFormatted) return undefined;
  const parsed = parsedJson(text);
  if ("problem" in parsed) return undefined;
  const better = jsonText(parsed.value);
  return better === text ? undefined : better;
}
