import type { MouseEvent } from "react";
import { visibleText } from "../../format/visible-text.ts";
import type { Buckets } from "../../model/insights/buckets.ts";
import type { Plot, PlottedSeries } from "../../model/insights/plot.ts";
import { timeTicks } from "../../model/insights/time-ticks.ts";
import styles from "./chart.module.css";

const height = 176;
const margin = { left: 56, top: 8, bottom: 22 };
const tickRoom = 72;
const widestBar = 64;

interface PlotDrawingProps {
  readonly width: number;
  /** The whole in a sentence. */
  readonly label: string;
  readonly plot: Plot;
  readonly buckets: Buckets;
  readonly format: (value: number | null) => string;
  /** The stretch that is pointed at. */
  readonly at: number | undefined;
  readonly onPoint: (index: number | undefined) => void;
  readonly onOpen: (index: number) => void;
}

/** Draws a plot with its axes. */
export function PlotDrawing({ width, label, plot, buckets, format, at, onPoint, onOpen }: PlotDrawingProps) {
  const right = width < 420 ? 76 : 104;
  const innerWidth = Math.max(40, width - margin.left - right);
  const innerHeight = height - margin.top - margin.bottom;
  const count = buckets.list.length;
  const slot = innerWidth / count;
  const x = (index: number): number => margin.left + index * slot;
  const y = (share: number): number => margin.top + (1 - share) * innerHeight;
  const indexAt = (event: MouseEvent<SVGSVGElement>): number | undefined => {
    const place = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - margin.left) / slot);
    return place >= 0 && place < count ? place : undefined;
  };
  return (
    <svg
      className={styles["svg"]}
      width={width}
      height={height}
      role="img"
      aria-label={label}
      onPointerMove={(event) => onPoint(indexAt(event))}
      onPointerLeave={() => onPoint(undefined)}
      onClick={(event) => {
        const index = indexAt(event);
        if (index !== undefined) onOpen(index);
      }}
    >
      {at !== undefined && (
        <rect className={styles["pointed"]} x={x(at)} y={margin.top} width={slot} height={innerHeight} />
      )}
      {plot.ticks.map((value) => (
        <g key={value}>
          <line
            className={value === 0 ? styles["base"] : styles["grid"]}
            x1={margin.left}
            x2={margin.left + innerWidth}
            y1={y(value / plot.max)}
            y2={y(value / plot.max)}
          />
          <text className={styles["tick"]} x={margin.left - 8} y={y(value / plot.max) + 4} textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {timeTicks(buckets, Math.max(2, Math.floor(innerWidth / tickRoom))).map(({ index, text }) => (
        <g key={index}>
          <line className={styles["base"]} x1={x(index)} x2={x(index)} y1={y(0)} y2={y(0) + 4} />
          <text className={styles["tick"]} x={x(index)} y={height - 6} textAnchor={index === 0 ? "start" : "middle"}>
            {text}
          </text>
        </g>
      ))}
      {plot.series.map((one) => (
        <SeriesDrawing key={one.series.name} plotted={one} slot={slot} x={x} y={y} />
      ))}
      {plot.series.map(({ series: { name, tone, shape }, label: place }) => (
        <g key={name} className={styles[`tone-${tone}`]}>
          {shape === "line" && (
            <line
              className={`${styles["line"]} ${name === "p95" ? styles["dashed"] : ""}`}
              x1={margin.left + innerWidth + 6}
              x2={margin.left + innerWidth + 18}
              y1={y(place)}
              y2={y(place)}
            />
          )}
          {shape === "bar" && (
            <rect
              className={styles["bar"]}
              x={margin.left + innerWidth + 8}
              y={y(place) - 4}
              width={8}
              height={8}
              rx={2}
            />
          )}
          <text className={styles["name"]} x={margin.left + innerWidth + 22} y={y(place) + 4}>
            {shortName(name, Math.floor((right - 22) / 6.2))}
          </text>
        </g>
      ))}
    </svg>
  );
}

interface SeriesDrawingProps {
  readonly plotted: PlottedSeries;
  readonly slot: number;
  readonly x: (index: number) => number;
  readonly y: (share: number) => number;
}

function SeriesDrawing({ plotted: { series, from, to }, slot, x, y }: SeriesDrawingProps) {
  const tone = styles[`tone-${series.tone}`];
  if (series.shape === "bar") {
    const wide = Math.min(widestBar, Math.max(1, slot - (slot > 6 ? 2 : 0)));
    return (
      <g className={tone}>
        {to.map((top, index) => {
          const bottom = from[index] ?? 0;
          if (top === null || top <= bottom) return null;
          // A value that is there is seen, however small it is.
          const tall = Math.max(1, y(bottom) - y(top));
          return (
            <rect
              key={index}
              className={styles["bar"]}
              x={x(index) + (slot - wide) / 2}
              y={y(bottom) - tall}
              width={wide}
              height={tall}
            />
          );
        })}
      </g>
    );
  }
  const middle = (index: number): number => x(index) + slot / 2;
  const path = to
    .map((share, index) =>
      share === null
        ? ""
        : `${(to[index - 1] ?? null) === null ? "M" : "L"}${middle(index).toFixed(1)} ${y(share).toFixed(1)}`,
    )
    .join("");
  return (
    <g className={tone}>
      <path className={`${styles["line"]} ${series.name === "p95" ? styles["dashed"] : ""}`} d={path} />
      {to.map(
        (share, index) =>
          share !== null && <circle key={index} className={styles["dot"]} cx={middle(index)} cy={y(share)} r={2} />,
      )}
    </g>
  );
}

function shortName(name: string, longest: number): string {
  const text = visibleText(name);
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
