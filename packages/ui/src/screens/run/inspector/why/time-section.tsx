import type { StepDetail } from "@burrjs/protocol";
import { countText, durationText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { timeParts } from "../../../../model/step/time-parts.ts";
import { Section } from "../section.tsx";
import styles from "../inspector.module.css";
import why from "./why.module.css";

/** Where the time of the step went. */
export function TimeSection({ step }: { readonly step: StepDetail }) {
  const parts = timeParts(step);
  return (
    <Section
      title="Where the time went"
      {...(step.duration_ms === null ? {} : { summary: durationText(step.duration_ms) })}
    >
      {parts.length > 0 && (
        <>
          <div className={why["bar"]} aria-hidden>
            {parts.map(({ kind, share }, index) => (
              <span key={index} className={why[`time-${kind}`]} style={{ width: `${share * 100}%` }} />
            ))}
          </div>
          <table className={styles["table"]}>
            <tbody>
              {parts.map(({ name, ms, share, kind }, index) => (
                <tr key={index}>
                  <th scope="row" className={why["part"]}>
                    <span className={`${why["swatch"]} ${why[`time-${kind}`]}`} aria-hidden />
                    {visibleText(name)}
                  </th>
                  <td className={styles["number"]}>{durationText(ms)}</td>
                  <td className={`${styles["number"]} ${why["share"]}`}>{shareText(share)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      {step.duration_ms === null && <p className={styles["note"]}>{soFar(step)}</p>}
      {parts.length === 0 && step.duration_ms !== null && (
        <p className={styles["note"]}>
          {step.children_list.length > 0
            ? "In the action’s own code, and in the runs that it started: it has no spans."
            : "All of it in the action’s own code: it has no spans."}
        </p>
      )}
    </Section>
  );
}

function shareText(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? "< 1 %" : `${Math.round(percent)} %`;
}

/** Of a step without an end: what is known of its time. */
function soFar({ streams, status }: StepDetail): string {
  const stream = streams.at(-1);
  const end = status === "running" ? "It has not ended yet" : "It has no end";
  if (stream === undefined) return `${end}.`;
  if (stream.first_item_ms === null) return `${end}: it waits for the first item of its stream.`;
  const items = stream.items === 1 ? "1 item" : `${countText(stream.items)} items`;
  return `${end}: the first item came after ${durationText(stream.first_item_ms - stream.opened_ms)}, and ${items} ${status === "running" ? "so far" : "in all"}.`;
}
