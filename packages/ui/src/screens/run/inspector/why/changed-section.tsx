import type { StepDetail } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { diffQuery } from "../../../../data/step-queries.ts";
import { countText } from "../../../../format/quantities.ts";
import { diffCounts, diffRows } from "../../../../model/value/diff-rows.ts";
import { DiffList } from "../../../../parts/value/diff-list.tsx";
import { useRun } from "../../run-context.ts";
import { Section } from "../section.tsx";
import styles from "../inspector.module.css";
import { hasEnded } from "../../../../model/going-on.ts";

const shown = 10;

/** What the step changed in the state, in short. */
export function ChangedSection({ step }: { readonly step: StepDetail }) {
  const { key, move } = useRun();
  const isDone = hasEnded(step.status);
  const place = { partition: key.partition, app: key.app, sequenceId: step.sequence_id, repeat: step.repeat };
  const { data, error } = useQuery({
    ...diffQuery(key.project, { ...place, at: "before" }, { ...place, at: "after" }),
    enabled: isDone && step.committed,
  });
  const rows = useMemo(() => diffRows(data?.items ?? []), [data]);
  const left = (data?.total ?? 0) - (data?.items.length ?? 0) + Math.max(0, rows.length - shown);
  const summary = data === undefined ? undefined : diffCounts(rows);
  return (
    <Section title="State changed by this step" {...(summary === undefined ? {} : { summary })}>
      {!isDone && <p className={styles["note"]}>Nothing yet: state changes when a step ends.</p>}
      {isDone && !step.committed && (
        <p className={styles["note"]}>
          {step.status === "suspended"
            ? "Nothing yet: it waits for an answer."
            : "Nothing: the step did not complete, so the state is as it was before."}
        </p>
      )}
      {error !== null && <p className={styles["note"]}>{error.message}</p>}
      {data !== undefined && rows.length === 0 && <p className={styles["note"]}>Nothing.</p>}
      {rows.length > 0 && (
        <DiffList
          rows={rows.slice(0, shown)}
          isShort
          onOpen={(pointer) => move({ tab: "state", view: "after", sel: `key:${pointer}` })}
        />
      )}
      {left > 0 && (
        <button type="button" className={styles["link"]} onClick={() => move({ tab: "state", view: "diff" })}>
          {countText(left)} more differences
        </button>
      )}
    </Section>
  );
}
