import { visibleText } from "../../../format/visible-text.ts";
import { FormRow } from "./form-row.tsx";
import styles from "./fork.module.css";
import { InputsEditor } from "./inputs-editor.tsx";
import type { ForkForm } from "./use-fork-form.ts";

/** Which action the run begins with, and its inputs. */
export function NextFields({ form, wrong }: { readonly form: ForkForm; readonly wrong: string | undefined }) {
  const { choices, change, actions, start, inputs } = form;
  const { at, next } = choices;
  const isKnown = next === null || actions.includes(next);
  return (
    <>
      <FormRow label="Next action" {...(wrong === undefined ? {} : { wrong })}>
        <select
          className={styles["select"]}
          aria-label="Next action"
          value={next ?? ""}
          onChange={(event) => change({ next: event.target.value === "" ? null : event.target.value })}
        >
          <option value="">The engine decides</option>
          {[...actions, ...(isKnown ? [] : [next])].map((action) => (
            <option key={action} value={action}>
              {visibleText(action)}
            </option>
          ))}
        </select>
        {next === null && (
          <span className="muted">
            {start === null
              ? "In the recorded run nothing followed."
              : `${at === "before" ? "As recorded" : "After the recorded step"}: ${visibleText(start)}, unless what you change leads elsewhere.`}
          </span>
        )}
      </FormRow>
      <FormRow label="Inputs">
        <InputsEditor
          text={inputs.text}
          isUntouched={choices.inputs === undefined}
          problem={choices.inputs !== undefined && "problem" in inputs.parsed ? inputs.parsed.problem : undefined}
          hint={
            inputs.missing.length === 0
              ? "Every step of the run gets them; an action that comes again asks for others."
              : `${start ?? ""} needs ${inputs.missing.join(", ")}.`
          }
          isMissing={inputs.missing.length > 0}
          onChange={(text) => change({ inputs: text })}
        />
      </FormRow>
    </>
  );
}
