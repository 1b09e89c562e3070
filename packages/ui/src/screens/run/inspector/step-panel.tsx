import type { StepDetail } from "@burrjs/protocol";
import type { ReactNode } from "react";
import { useRun } from "../run-context.ts";
import { StepError } from "./step-error.tsx";
import type { ShownStep } from "./use-step.ts";
import styles from "./inspector.module.css";

interface StepPanelProps {
  readonly shown: ShownStep;
  readonly label: string;
  readonly children: (step: StepDetail) => ReactNode;
}

/** What stands in a tab where there is no step. */
export function NoStep() {
  const { steps, search } = useRun();
  // Whether there are any is not known yet.
  if (steps.length === 0 && steps.indexed < 1) return null;
  const text =
    steps.length === 0
      ? "Nothing has run yet."
      : search.s === undefined
        ? "No step is chosen."
        : `This run has no step ${search.s}${search.r === undefined ? "" : `, or not ${search.r + 1} of them`}.`;
  return <p className={styles["empty"]}>{text}</p>;
}

/** What a tab shows of a step; what it shows instead while there is none. */
export function StepPanel({ shown: { step, error, isOld, wanted }, label, children }: StepPanelProps) {
  if (wanted === undefined) return <NoStep />;
  if (error !== null) return <StepError error={error} />;
  return (
    <div
      className={`${styles["scroll"]} ${isOld ? styles["old"] : ""} inset-focus`}
      role="region"
      aria-label={label}
      tabIndex={0}
      aria-busy={isOld || step === undefined}
    >
      {step !== undefined && children(step)}
    </div>
  );
}
