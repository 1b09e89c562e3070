import type { CSSProperties } from "react";
import { pricesSetting } from "../../data/settings.ts";
import { useStored } from "../../data/stored.ts";
import { countText, durationText, moneyText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import type { AlignedPair } from "../../model/compare/alignment.ts";
import { costDelta, countDelta, durationDelta } from "../../model/compare/deltas.ts";
import { costOfUsage } from "@burrjs/protocol";
import type { StepCells } from "../../model/step-columns.ts";
import { StatusMark } from "../../parts/badge.tsx";
import styles from "./compare-list.module.css";
import { DeltaText } from "./delta-text.tsx";
import { SideMark } from "./side-mark.tsx";
import { type Comparison, startedAt } from "./use-comparison.ts";

const kinds = {
  same: { mark: "=", text: "equal" },
  changed: { mark: "~", text: "changed" },
  only_a: { mark: "−", text: "only in A" },
  only_b: { mark: "+", text: "only in B" },
  inherited: { mark: "·", text: "before the fork" },
  open: { mark: "…", text: "not known yet" },
} as const;

interface PairRowProps {
  readonly comparison: Comparison;
  readonly pair: AlignedPair;
  readonly rowIndex: number;
  readonly isSelected: boolean;
  readonly place: CSSProperties;
  /** Of one run with itself: which cursors are in this row. */
  readonly cursors: { readonly a: boolean; readonly b: boolean } | undefined;
  readonly onSelect: () => void;
}

/** A step of A and one of B side by side. */
export function PairRow({ comparison, pair, rowIndex, isSelected, place, cursors, onSelect }: PairRowProps) {
  const a = pair.a === null ? undefined : comparison.a.steps.at(pair.a);
  const b = pair.b === null ? undefined : comparison.b.steps.at(pair.b);
  const { mark, text } = kinds[pair.kind];
  const prices = useStored(pricesSetting);
  const [costA, costB] = [costOfUsage(a?.usage ?? [], prices), costOfUsage(b?.usage ?? [], prices)];
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      aria-current={isSelected ? "true" : undefined}
      className={`${styles["row"]} ${styles[pair.kind]} ${isSelected ? styles["selected"] : ""}`}
      style={place}
      onClick={onSelect}
    >
      <span role="cell" className={styles["kind"]} title={text}>
        {cursors?.a === true ? (
          <SideMark side="a" />
        ) : cursors?.b === true ? (
          <SideMark side="b" />
        ) : (
          <>
            <span aria-hidden>{mark}</span>
            <span className="hidden-text">{text}</span>
          </>
        )}
      </span>
      <StepCell
        step={a}
        side="a"
        runs={startedAt(comparison.a, pair.a).length}
        isSelected={isSelected}
        onSelect={onSelect}
        hasButton={a !== undefined}
      />
      <Numbers step={a} cost={costA} />
      <StepCell
        step={b}
        side="b"
        runs={startedAt(comparison.b, pair.b).length}
        isSelected={isSelected}
        onSelect={onSelect}
        hasButton={a === undefined}
      />
      <Numbers step={b} cost={costB} />
      <span role="cell" className={styles["number"]}>
        <DeltaText delta={durationDelta(a?.durationMs, b?.durationMs)} />
      </span>
      <span role="cell" className={`${styles["number"]} ${styles["use"]}`}>
        <DeltaText delta={countDelta(a?.tokens, b?.tokens)} />
      </span>
      <span role="cell" className={`${styles["number"]} ${styles["use"]}`}>
        <DeltaText delta={costDelta(costA, costB)} />
      </span>
    </div>
  );
}

interface StepCellProps {
  readonly step: StepCells | undefined;
  readonly side: "a" | "b";
  /** How many runs it started. */
  readonly runs: number;
  readonly isSelected: boolean;
  readonly hasButton: boolean;
  readonly onSelect: () => void;
}

function StepCell({ step, side, runs, isSelected, hasButton, onSelect }: StepCellProps) {
  if (step === undefined) {
    return (
      <span role="cell" className={styles["missing"]}>
        –
      </span>
    );
  }
  const { status } = step;
  const name = (
    <>
      <span className={styles["id"]}>
        {step.sequenceId}
        {"′".repeat(step.repeat)}
      </span>
      <span className={styles["name"]} title={visibleText(step.action)}>
        {visibleText(step.action)}
      </span>
      {runs > 0 && <span className={styles["runs"]}>{runs === 1 ? "1 run" : `${countText(runs)} runs`}</span>}
      {step.attempt > 1 && <span className="muted">try {step.attempt}</span>}
      {status !== "completed" && <StatusMark status={status} />}
    </>
  );
  return (
    <span role="cell" className={`${styles["step"]} ${styles[`side-${side}`]}`}>
      {hasButton ? (
        <button
          type="button"
          className={`${styles["choose"]} inset-focus`}
          aria-pressed={isSelected}
          onClick={onSelect}
        >
          {name}
        </button>
      ) : (
        name
      )}
    </span>
  );
}

function Numbers({ step, cost }: { readonly step: StepCells | undefined; readonly cost: number | null }) {
  return (
    <>
      <span role="cell" className={`${styles["number"]} ${styles["duration"]}`}>
        {step === undefined ? "" : durationText(step.durationMs)}
      </span>
      <span role="cell" className={`${styles["number"]} ${styles["ofSide"]}`}>
        {step === undefined ? "" : step.tokens === 0 ? "–" : countText(step.tokens)}
      </span>
      <span role="cell" className={`${styles["number"]} ${styles["ofSide"]}`}>
        {step === undefined ? "" : moneyText(cost)}
      </span>
    </>
  );
}
