import type { StepDetail } from "@burrjs/protocol";
import { useMemo } from "react";
import { durationText } from "../../../../format/quantities.ts";
import { visibleText } from "../../../../format/visible-text.ts";
import { visitStats } from "../../../../model/step/visit-stats.ts";
import { useRun } from "../../run-context.ts";
import { Section } from "../section.tsx";
import { StepLink } from "../step-link.tsx";
import styles from "../inspector.module.css";
import why from "./why.module.css";

/** The other steps of the same action, and how this one compares. */
export function VisitsSection({ step }: { readonly step: StepDetail }) {
  const { steps } = useRun();
  const stats = useMemo(() => visitStats(steps, step.n), [steps, step.n]);
  if (stats === undefined) return null;
  const { visits, place, medianMs, percentile, isOutlier } = stats;
  const previous = stats.previous === undefined ? undefined : steps.at(stats.previous);
  const next = stats.next === undefined ? undefined : steps.at(stats.next);
  const isUsual = durationText(step.duration_ms) === durationText(medianMs);
  if (visits === 1) {
    return (
      <Section title="Same step elsewhere">
        <p className={styles["note"]}>It is the only {visibleText(step.action)} in this run.</p>
      </Section>
    );
  }
  return (
    <Section title="Same step elsewhere" summary={`visit ${exact(place)} of ${exact(visits)} in this run`}>
      <p>
        Median {durationText(medianMs)}
        {step.duration_ms !== null && (
          <>
            , this one <span className={isOutlier ? why["warn"] : ""}>{durationText(step.duration_ms)}</span>
            {percentile !== null && !isUsual && ` (p${percentile}${isOutlier ? ", much longer than most" : ""})`}
          </>
        )}
        .
      </p>
      <p className={styles["note"]}>
        {previous !== undefined && (
          <>
            Before: <StepLink sequenceId={previous.sequenceId} repeat={previous.repeat} />{" "}
            {durationText(previous.durationMs)}
          </>
        )}
        {previous !== undefined && next !== undefined && " · "}
        {next !== undefined && (
          <>
            Next: <StepLink sequenceId={next.sequenceId} repeat={next.repeat} /> {durationText(next.durationMs)}
          </>
        )}
      </p>
    </Section>
  );
}

/** Not rounded: which one of many it is. */
function exact(count: number): string {
  return count.toLocaleString("en-US");
}
