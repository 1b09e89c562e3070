import { durationText } from "../../format/quantities.ts";
import type { Spread } from "../../model/insights/quantiles.ts";
import { type LogScale, logScale } from "../../model/insights/log-scale.ts";
import styles from "./insights.module.css";

const width = 220;
const height = 20;
const pad = 6;

/** The scale of all strips of a table: by powers of ten, as latencies differ by orders of magnitude. */
export function rangeScale(spreads: readonly Spread[]): LogScale {
  return logScale(spreads.flatMap(({ p50, p99 }) => [p50, p99]));
}

function place(scale: LogScale, value: number): number {
  return pad + scale.place(value) * (width - 2 * pad);
}

/** The axis of the strips. */
export function RangeHead({ scale }: { readonly scale: LogScale }) {
  return (
    <svg className={styles["strip"]} width={width} height={height} aria-hidden>
      {scale.ticks.map((tick) => (
        <text
          key={tick}
          className={styles["rangeTick"]}
          x={place(scale, tick)}
          y={14}
          textAnchor={scale.place(tick) < 0.1 ? "start" : scale.place(tick) > 0.9 ? "end" : "middle"}
        >
          {durationText(tick)}
        </text>
      ))}
    </svg>
  );
}

/** From the median, a dot, to p95; a line marks p99. */
export function RangeStrip({
  spread: { p50, p95, p99 },
  scale,
}: {
  readonly spread: Spread;
  readonly scale: LogScale;
}) {
  const middle = height / 2;
  return (
    <svg
      className={styles["strip"]}
      width={width}
      height={height}
      role="img"
      aria-label={`Median ${durationText(p50)}, p95 ${durationText(p95)}, p99 ${durationText(p99)}`}
    >
      {scale.ticks.map((tick) => (
        <line
          key={tick}
          className={styles["rangeGrid"]}
          x1={place(scale, tick)}
          x2={place(scale, tick)}
          y1={0}
          y2={height}
        />
      ))}
      <line className={styles["rangeThin"]} x1={place(scale, p95)} x2={place(scale, p99)} y1={middle} y2={middle} />
      <line className={styles["rangeLine"]} x1={place(scale, p50)} x2={place(scale, p95)} y1={middle} y2={middle} />
      <line
        className={styles["rangeEnd"]}
        x1={place(scale, p99)}
        x2={place(scale, p99)}
        y1={middle - 4}
        y2={middle + 4}
      />
      <circle className={styles["rangeDot"]} cx={place(scale, p50)} cy={middle} r={3.5} />
    </svg>
  );
}
