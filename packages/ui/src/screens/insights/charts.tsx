import { countText, durationText, moneyText } from "../../format/quantities.ts";
import { costSeries, latencySeries, runSeries, stepSeries, tokenSeries } from "../../model/insights/series.ts";
import type { Period } from "../../model/insights/insights.ts";
import styles from "./insights.module.css";
import type { InsightProps } from "./behind-link.tsx";
import { TimeChart } from "./time-chart.tsx";

const begun = (period: Period): Period["begun"] => period.begun;

/** How things went over time. */
export function Charts(props: InsightProps) {
  const { insights } = props;
  const { unit } = insights.buckets;
  const tokens = tokenSeries(insights);
  const costs = costSeries(insights);
  return (
    <div className={styles["charts"]}>
      <TimeChart {...props} title={`Steps per ${unit}`} series={stepSeries(insights)} format={countText} />
      <TimeChart
        {...props}
        title={`Runs that were active per ${unit}`}
        series={runSeries(insights)}
        format={countText}
      />
      <TimeChart
        {...props}
        title={`Step latency per ${unit}`}
        series={latencySeries(insights, "latency")}
        format={durationText}
      />
      {insights.firstChunk !== null && (
        <TimeChart
          {...props}
          title={`Time to the first item per ${unit}`}
          series={latencySeries(insights, "firstChunk")}
          format={durationText}
        />
      )}
      {tokens.length > 0 && (
        <TimeChart {...props} title={`Tokens per ${unit}`} series={tokens} format={countText} behind={begun} />
      )}
      {costs.length > 0 && (
        <TimeChart {...props} title={`Cost per ${unit}`} series={costs} format={moneyText} behind={begun} />
      )}
    </div>
  );
}
