import type { StepDetail } from "@burrjs/protocol";
import { visibleText } from "../../../format/visible-text.ts";
import styles from "./fork.module.css";
import type { ForkForm } from "./use-fork-form.ts";

/** What will be run, where there is no room to change it. */
export function PhoneFacts({ form, step }: { readonly form: ForkForm; readonly step: StepDetail }) {
  const { choices, effects, places, start } = form;
  const { stop } = choices;
  const facts = [
    [
      "From",
      `${choices.at} step ${step.sequence_id}: ${places.places.find(({ at }) => at === choices.at)?.text ?? places.why}`,
    ],
    ["State", "as it was recorded"],
    ["Next action", start === null ? "the engine decides" : `the engine decides; as recorded, ${start}`],
    ["Calls", effects.length === 0 ? "live" : `live; it stops before ${effects.join(", ")}`],
    [
      "Stop",
      stop.at === "end" ? "at the end" : stop.at === "before" ? `before ${stop.action}` : `after ${stop.count} steps`,
    ],
  ] as const;
  return (
    <>
      <dl className={styles["facts"]}>
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{visibleText(text)}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">On a wider screen, all of this can be changed.</p>
    </>
  );
}
