import type { CallMode } from "@burrjs/protocol";
import { useId } from "react";
import { visibleText } from "../../../format/visible-text.ts";
import { Segments } from "../../../parts/segments.tsx";
import { FormRow } from "./form-row.tsx";
import styles from "./fork.module.css";
import type { ForkForm } from "./use-fork-form.ts";

const modes = [
  { value: "live", text: "Live" },
  { value: "tape", text: "Tape" },
  { value: "mixed", text: "Mixed" },
] as const;

const abouts: Readonly<Record<CallMode, string>> = {
  live: "Every action runs.",
  tape: "No action runs: each ends as it was recorded. The run stops at one that the tape does not have.",
  mixed: "Ticked actions run; the others end as they were recorded.",
};

/** Whether the actions of the fork run, or end as recorded; and which of those with effects may run. */
export function CallsFields({ form }: { readonly form: ForkForm }) {
  const { choices, change, actions, live, effects, sideEffects } = form;
  const { mode, allowed } = choices;
  return (
    <FormRow label="Calls">
      <Segments label="How actions are run" options={modes} value={mode} onChange={(next) => change({ mode: next })} />
      <span className="muted">{abouts[mode]}</span>
      {mode === "mixed" && (
        <Ticks
          legend="Run live"
          names={actions}
          ticked={live}
          onChange={(next) => change({ live: next })}
          about={(name) => (sideEffects.includes(name) ? "has effects" : "")}
        />
      )}
      {effects.length > 0 && (
        <div className={styles["effects"]}>
          <Ticks
            legend="May have effects in the world"
            names={effects}
            ticked={allowed}
            onChange={(next) => change({ allowed: next })}
            about={() => ""}
          />
          <p className="muted">The run stops before an action that is not ticked; from there you can let it go on.</p>
        </div>
      )}
    </FormRow>
  );
}

interface TicksProps {
  readonly legend: string;
  readonly names: readonly string[];
  readonly ticked: ReadonlySet<string>;
  readonly onChange: (ticked: ReadonlySet<string>) => void;
  readonly about: (name: string) => string;
}

function Ticks({ legend, names, ticked, onChange, about }: TicksProps) {
  const id = useId();
  const toggle = (name: string): void => {
    const next = new Set(ticked);
    if (!next.delete(name)) next.add(name);
    onChange(next);
  };
  return (
    <div role="group" aria-labelledby={id} className={styles["ticks"]}>
      <span id={id} className={styles["legend"]}>
        {legend}
      </span>
      {names.map((name) => (
        <label key={name} className={styles["tick"]}>
          <input type="checkbox" checked={ticked.has(name)} onChange={() => toggle(name)} />
          <span className="mono">{visibleText(name)}</span>
          {about(name) !== "" && <span className={styles["chip"]}>{about(name)}</span>}
        </label>
      ))}
    </div>
  );
}
