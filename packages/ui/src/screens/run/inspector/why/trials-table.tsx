import type { StepDetail, TrialView } from "@burrjs/protocol";
import { Check, TriangleAlert, X } from "lucide-react";
import { visibleText } from "../../../../format/visible-text.ts";
import badgeStyles from "../../../../parts/badge.module.css";
import { ValuePreviewText } from "../../../../parts/value/value-text.tsx";
import { StepLink } from "../step-link.tsx";
import styles from "../inspector.module.css";
import why from "./why.module.css";
import { type KnownKey, useKnownKeys } from "./use-known-keys.ts";

interface TrialsTableProps {
  readonly tried: readonly TrialView[];
  readonly step: StepDetail;
  /** Whether the conditions saw the state before the step, or after it. */
  readonly at: "before" | "after";
  /** Whether the log does not say what was tried. */
  readonly isUnknown?: boolean;
}

/** The conditions in their order: what came out, and what they read. */
export function TrialsTable({ tried, step, at, isUnknown = false }: TrialsTableProps) {
  const known = useKnownKeys(step, at, [...new Set(tried.flatMap(({ keys }) => keys))]);
  return (
    <table className={`${styles["table"]} ${why["trials"]}`}>
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">Condition</th>
          <th scope="col">Result</th>
          <th scope="col">Read</th>
        </tr>
      </thead>
      <tbody>
        {tried.map((trial, index) => (
          <tr key={index} className={trial.result === null ? why["untried"] : ""}>
            <td className={styles["mono"]}>{index + 1}</td>
            <td className={styles["mono"]}>
              {visibleText(trial.condition)} <span className={why["target"]}>→ {visibleText(trial.to)}</span>
            </td>
            <td>
              {isUnknown ? <span className={styles["note"]}>not recorded</span> : <Result result={trial.result} />}
            </td>
            <td>
              {trial.keys.length === 0 && <span className={styles["note"]}>–</span>}
              {trial.keys.map((key) => (
                <Read key={key} name={key} known={trial.result === null && !isUnknown ? undefined : known.get(key)} />
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Result({ result }: { readonly result: TrialView["result"] }) {
  if (result === null) return <span className={styles["note"]}>not tried</span>;
  if (typeof result === "object") {
    return (
      <>
        <span className={`${badgeStyles["badge"]} ${badgeStyles["err"]}`}>
          <TriangleAlert size={12} strokeWidth={2} aria-hidden /> threw
        </span>
        <div className={why["thrown"]}>{visibleText(result.error)}</div>
      </>
    );
  }
  return result ? (
    <span className={`${badgeStyles["badge"]} ${badgeStyles["ok"]}`}>
      <Check size={12} strokeWidth={2} aria-hidden /> true
    </span>
  ) : (
    // That a condition does not hold is no error.
    <span className={`${badgeStyles["badge"]} ${badgeStyles["off"]}`}>
      <X size={12} strokeWidth={2} aria-hidden /> false
    </span>
  );
}

function Read({ name, known }: { readonly name: string; readonly known: KnownKey | undefined }) {
  const isBrief =
    known?.preview?.type === "array" || known?.preview?.type === "object" || known?.preview?.truncated === true;
  return (
    <div className={why["read"]}>
      <span className={styles["mono"]}>{visibleText(name)}</span>
      {known !== undefined && known.preview !== null && (
        <>
          {!isBrief && " = "}
          {isBrief && " "}
          <ValuePreviewText preview={known.preview} limit={40} isBrief={isBrief} />
        </>
      )}
      {known?.preview === null && <span className={styles["note"]}> is not set</span>}
      {known !== undefined && known.writer !== null && (
        <>
          {" from "}
          <StepLink sequenceId={known.writer.sequence_id} />
        </>
      )}
    </div>
  );
}
