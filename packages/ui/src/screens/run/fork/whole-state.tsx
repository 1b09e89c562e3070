import { useMemo } from "react";
import type { JsonProblem } from "../../../model/fork/json-problem.ts";
import { jsonText } from "../../../model/fork/json-text.ts";
import { lineMarks } from "../../../model/fork/line-marks.ts";
import { draftedState, type StateDraft } from "../../../model/fork/state-draft.ts";
import { LocalValueTree } from "../../../parts/value/local-value-tree.tsx";
import { JsonEditor } from "./json-editor.tsx";
import styles from "./state-field.module.css";

interface WholeStateProps {
  readonly draft: StateDraft;
  readonly problem: JsonProblem | undefined;
  readonly onChange: (draft: StateDraft) => void;
}

/** All of the state as one text; of a large one, a tree to look at. */
export function WholeState({ draft, problem, onChange }: WholeStateProps) {
  return draft.by === "whole" ? (
    <WholeText base={draft.base} text={draft.text} problem={problem} onChange={onChange} />
  ) : (
    <LargeState draft={draft} />
  );
}

interface WholeTextProps extends Omit<WholeStateProps, "draft"> {
  readonly base: StateDraft["base"];
  readonly text: string;
}

function WholeText({ base, text, problem, onChange }: WholeTextProps) {
  const recorded = useMemo(() => jsonText(base), [base]);
  const marks = useMemo(() => lineMarks(recorded, text), [recorded, text]);
  const rows = [6, 16] as const;
  return (
    <div className={styles["sides"]}>
      <div className={styles["side"]}>
        <h4 className={styles["head"]}>Recorded</h4>
        <JsonEditor label="Recorded state" value={recorded} marks={marks.before} mark="remove" rows={rows} />
      </div>
      <div className={styles["side"]}>
        <h4 className={styles["head"]}>New</h4>
        <JsonEditor
          label="New state, as JSON"
          value={text}
          marks={marks.after}
          problem={problem}
          rows={rows}
          onChange={(next) => onChange({ base, by: "whole", text: next })}
        />
      </div>
    </div>
  );
}

function LargeState({ draft }: { readonly draft: StateDraft }) {
  const values = useMemo(() => {
    const drafted = draftedState(draft);
    return Object.entries("state" in drafted ? drafted.state : draft.base).map(([key, raw]) => [key, { raw }] as const);
  }, [draft]);
  return (
    <div className={styles["side"]}>
      <p className="muted">It is too large to be edited as one text: here it can be looked at; change it by key.</p>
      <LocalValueTree label="New state" values={values} maxHeight={300} />
    </div>
  );
}
