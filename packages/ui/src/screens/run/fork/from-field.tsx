import { visibleText } from "../../../format/visible-text.ts";
import { Segments } from "../../../parts/segments.tsx";
import { useRun } from "../run-context.ts";
import { FormRow } from "./form-row.tsx";
import type { ForkForm } from "./use-fork-form.ts";

interface FromFieldProps {
  readonly form: ForkForm;
  readonly wrong: string | undefined;
  readonly sequenceId: number;
}

/** On which side of the step the run begins. */
export function FromField({ form: { choices, change, places }, wrong, sequenceId }: FromFieldProps) {
  const options = places.places.map(({ at }) => ({
    value: at,
    text: `${at === "before" ? "Before" : "After"} step ${sequenceId}`,
  }));
  const { header } = useRun();
  const parent = header?.spawned_by ?? null;
  return (
    <FormRow label="From" {...(wrong === undefined ? {} : { wrong })}>
      {options.length > 0 && (
        <Segments label="Where it begins" options={options} value={choices.at} onChange={(at) => change({ at })} />
      )}
      <span className="muted">{visibleText(places.places.find(({ at }) => at === choices.at)?.text ?? "")}</span>
      {parent !== null && (
        <p className="muted">
          This run is a child of {visibleText(parent.app_id)}: the child alone is forked, and nothing of its parent runs
          again.
        </p>
      )}
      {places.why !== "" && <p className="muted">{places.why}</p>}
    </FormRow>
  );
}
