import type { ReactNode } from "react";
import { countText, durationText, moneyText } from "../../format/quantities.ts";
import type { Insights } from "../../model/insights/insights.ts";
import { costFormula } from "../../model/prices.ts";
import { BehindLink } from "./behind-link.tsx";
import styles from "./insights.module.css";

/** What every part of the page gets. */
export interface InsightProps {
  readonly project: string;
  readonly q: string;
  readonly insights: Insights;
}

/** All runs in a few numbers. */
export function Summary({ project, q, insights }: InsightProps) {
  const { runs, failedRuns, steps, failed, tokens, cost, hasUnknownPrice, latency, firstChunk } = insights;
  const share = steps === 0 ? "" : `${((failed / steps) * 100).toFixed(failed === 0 ? 0 : 1)} % of the steps`;
  return (
    <dl className={styles["summary"]}>
      <Figure name="Runs" hint={`${countText(failedRuns.length)} with errors`}>
        <BehindLink project={project} q={q} runs={runs} other="">
          {countText(runs.length)}
        </BehindLink>
      </Figure>
      <Figure name="Steps" hint={`${(steps / Math.max(1, runs.length)).toFixed(1)} per run`}>
        {countText(steps)}
      </Figure>
      <Figure name="Failed steps" hint={share} isBad={failed > 0}>
        <BehindLink project={project} q={q} runs={failedRuns} other="errors:>0">
          {countText(failed)}
        </BehindLink>
      </Figure>
      <Figure name="Step latency, median" hint={`p95 ${durationText(latency?.p95)}`}>
        {durationText(latency?.p50)}
      </Figure>
      <Figure
        name="First item, median"
        hint={firstChunk === null ? "nothing was streamed" : `p95 ${durationText(firstChunk.p95)}`}
      >
        {durationText(firstChunk?.p50)}
      </Figure>
      <Figure
        name="Tokens"
        hint={`in ${countText(tokens.input)} (cached ${countText(tokens.cached)}), out ${countText(tokens.output)} (reasoning ${countText(tokens.reasoning)})`}
      >
        {tokens.input + tokens.output === 0 ? "–" : countText(tokens.input + tokens.output)}
      </Figure>
      <Figure
        name="Cost"
        hint={cost === null ? "no price is known" : hasUnknownPrice ? "and models without a price" : "of all models"}
        title={`Cost = ${costFormula}`}
      >
        {moneyText(cost)}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly hint: string;
  readonly isBad?: boolean;
  readonly title?: string;
  readonly children: ReactNode;
}

function Figure({ name, hint, isBad = false, title, children }: FigureProps) {
  return (
    <div className={styles["figure"]} title={title}>
      <dt>{name}</dt>
      <dd className={`${styles["big"]} ${isBad ? styles["bad"] : ""}`}>{children}</dd>
      <dd className={styles["hint"]}>{hint}</dd>
    </div>
  );
}
