import type { StepDetail } from "@burrjs/protocol";
import { CassetteTape } from "lucide-react";
import { tapedFrom } from "../../../model/step/fork-marks.ts";
import badgeStyles from "../../../parts/badge.module.css";
import { useRun } from "../run-context.ts";
import { RunLink } from "./step-link.tsx";
import styles from "./inspector.module.css";

/** Says that a step did not run: its answer came from the tape of the parent. Nothing for steps that ran. */
export function TapedNote({ step }: { readonly step: StepDetail }) {
  const { header } = useRun();
  const taped = tapedFrom(step.attributes);
  if (taped === undefined) return null;
  const parent = header?.parent ?? null;
  return (
    <p className={styles["taped"]}>
      <span className={`${badgeStyles["badge"]} ${badgeStyles["off"]}`}>
        <CassetteTape size={12} strokeWidth={2} aria-hidden /> tape
      </span>{" "}
      Its code did not run: it ended as it was recorded
      {parent !== null && (
        <>
          {" in "}
          <RunLink pointer={{ ...parent, sequence_id: taped.sequenceId }} />
        </>
      )}
      .
    </p>
  );
}
