import type { JobSummary } from "@burrjs/protocol";
import type { KeyboardEvent } from "react";
import { visibleText } from "../../../format/visible-text.ts";
import { wantedText } from "../../../model/fork/wanted-inputs.ts";
import styles from "./controls.module.css";
import { InputsEditor } from "./inputs-editor.tsx";
import type { WantedInputs } from "./use-wanted-inputs.ts";

interface InputsRowProps {
  readonly job: JobSummary;
  readonly wanted: WantedInputs;
  readonly goOn: () => void;
}

/** Where the inputs are given that the next action takes. */
export function InputsRow({ job: { next, inputs }, wanted, goOn }: InputsRowProps) {
  const { text, isUntouched, problem, missing, change } = wanted;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    goOn();
  };
  return (
    <div
      role="group"
      aria-label={`Inputs for ${visibleText(next ?? "the next action")}`}
      className={styles["inputs"]}
      onKeyDown={onKeyDown}
    >
      <h3>Inputs</h3>
      <InputsEditor
        text={text}
        isUntouched={isUntouched}
        problem={problem}
        hint={wantedText(next, inputs)}
        isMissing={missing.length > 0}
        onChange={change}
      />
    </div>
  );
}
