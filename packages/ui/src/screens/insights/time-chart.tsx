import { useNavigate } from "@tanstack/react-router";
import { Table2 } from "lucide-react";
import { useId, useMemo, useState } from "react";
import { visibleText } from "../../format/visible-text.ts";
import { periodQuery, runsBehind } from "../../model/insights/behind.ts";
import { plotOf } from "../../model/insights/plot.ts";
import type { Period } from "../../model/insights/insights.ts";
import type { Series } from "../../model/insights/series.ts";
import { bucketText } from "../../model/insights/time-ticks.ts";
import { IconButton } from "../../parts/button.tsx";
import type { InsightProps } from "./behind-link.tsx";
import styles from "./chart.module.css";
import { ChartTable } from "./chart-table.tsx";
import { PlotDrawing } from "./plot-drawing.tsx";
import { useWidth } from "./use-width.ts";

interface TimeChartProps extends InsightProps {
  readonly title: string;
  readonly series: readonly Series[];
  readonly format: (value: number | null) => string;
  /** The runs behind a stretch. Default: those that did something in it. */
  readonly behind?: (period: Period) => Period["runs"];
}

/** Values over time, with axes; each series is named beside its last value. A click on a stretch shows its runs; all of it is there as a table too. */
export function TimeChart({ title, series, format, behind = ({ runs }) => runs, ...props }: TimeChartProps) {
  const { project, q, insights } = props;
  const [box, width] = useWidth();
  const [at, setAt] = useState<number | undefined>(undefined);
  const [asTable, setAsTable] = useState(false);
  const navigate = useNavigate();
  const titleId = useId();
  const { buckets, periods } = insights;
  const plot = useMemo(() => plotOf(series), [series]);
  const valuesAt = (index: number): string =>
    series
      .toReversed()
      .flatMap(({ name, values }) => {
        const value = values[index] ?? null;
        return value === null ? [] : [`${visibleText(name)} ${format(value)}`];
      })
      .join(" · ");
  const open = (index: number): void => {
    const [bucket, period] = [buckets.list[index], periods[index]];
    if (bucket === undefined || period === undefined || behind(period).length === 0) return;
    void navigate({
      to: "/p/$project",
      params: { project },
      search: { q: runsBehind(behind(period), periodQuery(bucket), { ...insights, q, zone: buckets.zone }) },
    });
  };
  return (
    <section className={styles["chart"]} aria-labelledby={titleId}>
      <div className={styles["head"]}>
        <h2 id={titleId}>{title}</h2>
        <span className={styles["readout"]}>
          {at !== undefined && `${bucketText(buckets, at)}: ${valuesAt(at) || "nothing"}`}
        </span>
        <IconButton
          label={asTable ? `${title}: as a chart` : `${title}: as a table`}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Table2 size={14} strokeWidth={1.5} aria-hidden />
        </IconButton>
      </div>
      <div ref={box} className={styles["box"]}>
        {asTable ? (
          <ChartTable {...props} title={title} series={series} format={format} behind={behind} />
        ) : (
          width > 0 && (
            <PlotDrawing
              width={width}
              label={`${title}. ${summaryOf(series, format)}`}
              plot={plot}
              buckets={buckets}
              format={format}
              at={at}
              onPoint={setAt}
              onOpen={open}
            />
          )
        )}
      </div>
    </section>
  );
}

function summaryOf(series: readonly Series[], format: (value: number | null) => string): string {
  return series
    .map(({ name, values }) => {
      const known = values.filter((value) => value !== null);
      return `${name}: at most ${format(known.length === 0 ? null : Math.max(...known))}`;
    })
    .join(", ");
}
