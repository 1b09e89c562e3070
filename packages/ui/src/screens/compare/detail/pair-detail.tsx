import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { pricesSetting } from "../../../data/settings.ts";
import { stepQuery } from "../../../data/step-queries.ts";
import { useStored } from "../../../data/stored.ts";
import { countText, durationText, moneyText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import type { CompareSelection } from "../../../model/compare/selection.ts";
import { merged } from "../../../model/merged-view.ts";
import { costOfUsage } from "@burrjs/protocol";
import { stepNumber } from "../../../model/step-number.ts";
import { stepPlace } from "../../../model/step-place.ts";
import type { StepCells } from "../../../model/step-columns.ts";
import { StatusBadge } from "../../../parts/badge.tsx";
import { SideMark } from "../side-mark.tsx";
import { type Comparison, type Side, startedAt } from "../use-comparison.ts";
import styles from "./detail.module.css";
import { ChildrenDifference } from "./children-difference.tsx";
import { InputsDifference } from "./inputs-difference.tsx";
import { SpansDifference } from "./spans-difference.tsx";
import { StateDifference } from "./state-difference.tsx";
import { StreamDifference } from "./stream-difference.tsx";
import { runLink } from "../../../data/run-key.ts";

interface PairDetailProps {
  readonly comparison: Comparison;
  readonly selection: CompareSelection | undefined;
}

/** A step of a side, and where it is. */
export interface SideStep {
  readonly side: "a" | "b";
  readonly run: Side;
  readonly step: StepCells;
}

/** What differs between the two steps under the cursors; of a step that only one run has, what it did. */
export function PairDetail({ comparison, selection }: PairDetailProps) {
  const a = stepOf(comparison, "a", selection);
  const b = stepOf(comparison, "b", selection);
  if (a === undefined && b === undefined) return <div className={styles["detail"]} />;
  return (
    <div className={styles["detail"]} role="region" aria-label="Differences of the row" tabIndex={0}>
      <div className={styles["heads"]}>
        {[a, b].map((one) => one !== undefined && <StepHead key={one.side} {...one} />)}
      </div>
      <StateDifference project={comparison.project} a={a} b={b} />
      <Details a={a} b={b} />
      <ChildrenDifference
        project={comparison.project}
        a={startedAt(comparison.a, a?.step.n ?? null)}
        b={startedAt(comparison.b, b?.step.n ?? null)}
      />
    </div>
  );
}

interface Pair {
  readonly a: SideStep | undefined;
  readonly b: SideStep | undefined;
}

function Details({ a, b }: Pair) {
  const [one, other] = [useDetail(a), useDetail(b)];
  return (
    <>
      <InputsDifference a={one} b={other} isPair={a !== undefined && b !== undefined} />
      <StreamDifference a={a} b={b} />
      <SpansDifference a={one} b={other} />
    </>
  );
}

function useDetail(given: SideStep | undefined) {
  const key = given?.run.key ?? { project: "", partition: null, app: "" };
  const { data } = useQuery({
    ...stepQuery(key, { sequenceId: given?.step.sequenceId ?? 0, repeat: given?.step.repeat ?? 0 }),
    enabled: given !== undefined,
  });
  // The one before stays until the next is there: it is not what is asked for.
  return given !== undefined && data?.sequence_id === given.step.sequenceId && data.repeat === given.step.repeat
    ? data
    : undefined;
}

function stepOf(
  comparison: Comparison,
  side: "a" | "b",
  selection: CompareSelection | undefined,
): SideStep | undefined {
  const n = selection?.[side] ?? null;
  const step = n === null ? undefined : comparison[side].steps.at(n);
  return step === undefined ? undefined : { side, run: comparison[side], step };
}

function StepHead({ side, run, step }: SideStep) {
  const { project, partition, app } = run.key;
  const cost = costOfUsage(step.usage, useStored(pricesSetting));
  return (
    <div className={styles["stepHead"]}>
      <SideMark side={side} />
      <Link {...runLink({ project, partition, app })} search={merged({}, stepPlace(run.steps, step.n) ?? {})}>
        Step {stepNumber(step.sequenceId, step.repeat)}
      </Link>
      <b>{visibleText(step.action)}</b>
      <StatusBadge status={step.status} />
      <span className="mono">{durationText(step.durationMs)}</span>
      {step.attempt > 1 && <span>{countText(step.attempt)} attempts</span>}
      {step.tokens > 0 && (
        <span className="mono">
          {countText(step.tokens)} tokens{cost !== null && `, ${moneyText(cost)}`}
        </span>
      )}
    </div>
  );
}
