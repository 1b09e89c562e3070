import { type FocusEvent, useId } from "react";
import { visibleText } from "../../../format/visible-text.ts";
import type { JsonProblem } from "../../../model/fork/json-problem.ts";
import styles from "./fork.module.css";
import { JsonEditor } from "./json-editor.tsx";

interface InputsEditorProps {
  readonly text: string;
  /** Whether it is as it was proposed: then the caret goes to the first gap. */
  readonly isUntouched: boolean;
  readonly problem: JsonProblem | undefined;
  /** What they are for, or what is missing. */
  readonly hint: string;
  readonly isMissing: boolean;
  readonly onChange: (text: string) => void;
}

/** The inputs of a run as JSON, and what there is to say of them. */
export function InputsEditor({ text, isUntouched, problem, hint, isMissing, onChange }: InputsEditorProps) {
  const hintId = useId();
  const goToGap = ({ target }: FocusEvent): void => {
    const line = text.split("\n").findIndex((one) => /": ,?$/.test(one));
    if (!isUntouched || line < 0 || !(target instanceof HTMLTextAreaElement)) return;
    const gap = text.split("\n").slice(0, line + 1).join("\n").replace(/,$/, "").length; // prettier-ignore
    target.setSelectionRange(gap, gap);
  };
  return (
    <div className={styles["wide"]} onFocus={goToGap}>
      <JsonEditor
        label="Inputs, as JSON"
        value={text}
        problem={problem}
        rows={[1, 8]}
        describedBy={hintId}
        onChange={onChange}
      />
      <p id={hintId} className={isMissing ? styles["warnText"] : "muted"}>
        {visibleText(hint)}
      </p>
    </div>
  );
}
