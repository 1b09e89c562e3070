import type { KeyChange } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { diffQuery } from "../../../../data/step-queries.ts";
import { countText } from "../../../../format/quantities.ts";
import { needsParts, writeDiff } from "../../../../model/value/write-diff.ts";
import { DiffRowView } from "../../../../parts/value/diff-list.tsx";
import { useRun } from "../../run-context.ts";
import { StepLink } from "../step-link.tsx";
import styles from "../inspector.module.css";
import state from "./state.module.css";

/** A write in the history of a value: the step that did it, and what it changed. */
export function WriteRow({ write: { sequence_id: sequenceId, action, change } }: { readonly write: KeyChange }) {
  const { key } = useRun();
  const place = { partition: key.partition, app: key.app, sequenceId };
  const { data } = useQuery({
    ...diffQuery(key.project, { ...place, at: "before" }, { ...place, at: "after" }, change.path),
    // Only in sight: rows that are not, are not made. What nobody's step wrote has no step to ask for.
    enabled: action !== "" && needsParts(change),
  });
  const { row, more } = useMemo(() => writeDiff(change, data?.items), [change, data]);
  const total = more + Math.max(0, (data?.total ?? 0) - (data?.items.length ?? 0));
  return (
    <>
      <span className={state["writeStep"]}>
        {action === "" ? (
          <span className={styles["note"]}>between steps</span>
        ) : (
          <StepLink sequenceId={sequenceId} action={action} />
        )}
      </span>
      <ul className={state["writeDiff"]}>
        <DiffRowView row={row} isShort onOpen={undefined} />
      </ul>
      {total > 0 && <span className={state["writeMore"]}>and {countText(total)} more</span>}
    </>
  );
}
