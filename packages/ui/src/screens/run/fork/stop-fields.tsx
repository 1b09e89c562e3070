import { visibleText } from "../../../format/visible-text.ts";
import { mostRepeats, type StopChoice } from "../../../model/fork/fork-body.ts";
import { Segments } from "../../../parts/segments.tsx";
import { FormRow } from "./form-row.tsx";
import styles from "./fork.module.css";
import type { ForkForm } from "./use-fork-form.ts";

const stops = [
  { value: "end", text: "At the end" },
  { value: "steps", text: "After steps" },
  { value: "before", text: "Before an action" },
] as const;

/** When the fork stops by itself, how often it is run, and what it is called. */
export function StopFields({ form, wrong }: { readonly form: ForkForm; readonly wrong: string | undefined }) {
  const { choices, change, actions } = form;
  const { stop } = choices;
  const first = actions[0] ?? "";
  const choose = (at: StopChoice["at"]): void => {
    const next: StopChoice = at === "end" ? { at } : at === "steps" ? { at, count: 1 } : { at, action: first };
    change({ stop: next });
  };
  return (
    <>
      <FormRow label="Stop" {...(wrong === undefined ? {} : { wrong })}>
        <Segments label="When it stops" options={stops} value={stop.at} onChange={choose} />
        {stop.at === "steps" && (
          <label className={styles["inline"]}>
            <input
              className={styles["number"]}
              type="number"
              aria-label="Steps"
              min={1}
              value={stop.count}
              onChange={(event) => change({ stop: { at: "steps", count: wholeIn(event.target.value, 1, 100_000) } })}
            />
            {stop.count === 1 ? "step" : "steps"}
          </label>
        )}
        {stop.at === "before" && (
          <select
            className={styles["select"]}
            aria-label="Stop before"
            value={stop.action}
            onChange={(event) => change({ stop: { at: "before", action: event.target.value } })}
          >
            {actions.map((action) => (
              <option key={action} value={action}>
                {visibleText(action)}
              </option>
            ))}
          </select>
        )}
        <span className="muted">
          {stop.at === "end" ? "It pauses where it needs inputs or an answer." : "It can be let go on from there."}
        </span>
      </FormRow>
      <FormRow label="Repeat">
        <label className={styles["inline"]}>
          <input
            className={styles["number"]}
            type="number"
            aria-label="How often"
            min={1}
            max={mostRepeats}
            value={choices.repeats}
            onChange={(event) => change({ repeats: wholeIn(event.target.value, 1, mostRepeats) })}
          />
          {choices.repeats === 1 ? "time" : "times"}
        </label>
        {choices.repeats > 1 && (
          <span className="muted">To see how much the outcome varies: all runs are compared.</span>
        )}
      </FormRow>
      <LabelField form={form} />
    </>
  );
}

/** What the fork is called. */
export function LabelField({ form: { choices, change } }: { readonly form: ForkForm }) {
  return (
    <FormRow label="Label">
      <input
        className={styles["input"]}
        aria-label="Label"
        placeholder="What you try, to find it again"
        maxLength={180}
        value={choices.label}
        onChange={(event) => change({ label: event.target.value })}
      />
    </FormRow>
  );
}

function wholeIn(text: string, least: number, most: number): number {
  return Math.max(least, Math.min(most, Math.floor(Number(text)) || least));
}
