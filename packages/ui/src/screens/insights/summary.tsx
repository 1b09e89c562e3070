import type { ComponentProps, ReactNode } from "react";
import { countText, moneyText } from "../../format/quantities.ts";
import { costFormula } from "@burrjs/protocol";
import { BehindLink, type InsightProps } from "./behind-link.tsx";
import styles from "./insights.module.css";
import { Duration } from "./step-figures.tsx";

/** All runs in a few numbers. */
export function Summary(props: InsightProps) {
  const {
    runs,
    counted,
    failedRuns,
    steps,
    failed,
    failedIn,
    tokens,
    cost,
    hasUnknownPrice,
    latency,
    firstChunk,
    models,
  } = props.insights;
  const withTokens = runs.filter((run) => run.tokens !== null);
  const children = counted.length === runs.length ? [] : runs.filter(({ spawned_by: spawnedBy }) => spawnedBy !== null);
  const only = children.length === 0 ? "" : "-is:child";
  const priced = models.filter((model) => model.cost !== null).flatMap((model) => model.runs);
  return (
    <dl className={styles["summary"]}>
      <Figure
        name="Runs"
        hint={
          <>
            <BehindLink {...props} behind={failedRuns} common={`status:failed ${only}`.trim()}>
              {countText(failedRuns.length)} failed
            </BehindLink>
            {children.length > 0 && (
              <>
                , and{" "}
                <BehindLink {...props} behind={children} common="is:child">
                  {countText(children.length)} child {children.length === 1 ? "run" : "runs"}
                </BehindLink>
              </>
            )}
          </>
        }
      >
        <BehindLink {...props} behind={counted} common={only}>
          {countText(counted.length)}
        </BehindLink>
      </Figure>
      <Figure name="Steps" hint={`${(steps / Math.max(1, counted.length)).toFixed(1)} per run`}>
        <BehindLink {...props} behind={runs.filter((run) => run.steps > 0)} common="steps:>0">
          {countText(steps)}
        </BehindLink>
      </Figure>
      <Figure
        name="Failed steps"
        hint={
          failed === 0
            ? "none"
            : `${((failed / steps) * 100).toFixed(1)} %, in ${countText(failedIn.length)} ${failedIn.length === 1 ? "run" : "runs"}`
        }
        isBad={failed > 0}
      >
        <BehindLink {...props} behind={failedIn} common="errors:>0">
          {countText(failed)}
        </BehindLink>
      </Figure>
      <Figure name="Step latency, median" hint={<Slow {...props} spread={latency} />}>
        <Duration {...props} spread={latency} quantile="p50" />
      </Figure>
      <Figure
        name="First item, median"
        hint={firstChunk === null ? "nothing was streamed" : <Slow {...props} spread={firstChunk} />}
      >
        <Duration {...props} spread={firstChunk} quantile="p50" />
      </Figure>
      <Figure
        name="Tokens"
        hint={
          withTokens.length === 0
            ? "none is logged"
            : `in ${countText(tokens.input)} (cached ${countText(tokens.cached)}), out ${countText(tokens.output)} (reasoning ${countText(tokens.reasoning)})`
        }
      >
        <BehindLink {...props} behind={withTokens} common="tokens:>0">
          {tokens.input + tokens.output === 0 ? "–" : countText(tokens.input + tokens.output)}
        </BehindLink>
      </Figure>
      <Figure
        name="Cost"
        hint={
          withTokens.length === 0
            ? "nothing to pay for"
            : cost === null
              ? "no price is known"
              : hasUnknownPrice
                ? "and models without a price"
                : "of all models"
        }
        title={`Cost = ${costFormula}`}
      >
        <BehindLink {...props} behind={[...new Set(priced)]} common="tokens:>0">
          {moneyText(cost)}
        </BehindLink>
      </Figure>
    </dl>
  );
}

function Slow({ spread, ...props }: InsightProps & Pick<ComponentProps<typeof Duration>, "spread">) {
  return (
    <>
      p95 <Duration {...props} spread={spread} quantile="p95" />
    </>
  );
}

interface FigureProps {
  readonly name: string;
  readonly hint: ReactNode;
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
