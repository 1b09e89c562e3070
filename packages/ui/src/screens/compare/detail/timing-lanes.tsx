import { durationText } from "../../../format/quantities.ts";
import { niceTicks } from "../../../model/insights/ticks.ts";
import styles from "./detail.module.css";

const width = 600;
const laneHeight = 22;
const left = 24;

/** When the items of both streams came, one lane each on one axis: A has solid marks, B open ones. */
export function TimingLanes({
  a,
  b,
}: {
  readonly a: readonly number[] | undefined;
  readonly b: readonly number[] | undefined;
}) {
  const lanes = [
    { side: "a" as const, atMs: a },
    { side: "b" as const, atMs: b },
  ].filter(({ atMs }) => atMs !== undefined && atMs.length > 0);
  if (lanes.length === 0) return null;
  const endMs = Math.max(1, ...lanes.map(({ atMs }) => atMs?.at(-1) ?? 0));
  const x = (ms: number): number => left + (ms / endMs) * (width - left - 8);
  const height = lanes.length * laneHeight + 20;
  const said = lanes.map(
    ({ side, atMs }) =>
      `${side.toUpperCase()}: ${atMs?.length ?? 0} items, the first after ${durationText(atMs?.[0])}, the last after ${durationText(atMs?.at(-1))}`,
  );
  return (
    <svg
      className={styles["lanes"]}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={`Times of the items. ${said.join(". ")}.`}
    >
      {lanes.map(({ side, atMs = [] }, lane) => {
        const y = lane * laneHeight;
        return (
          <g key={side}>
            <text x={4} y={y + 15} className={styles[`lane-${side}`]}>
              {side.toUpperCase()}
            </text>
            <line
              x1={left}
              x2={width - 8}
              y1={y + laneHeight / 2}
              y2={y + laneHeight / 2}
              className={`${styles["laneLine"]} ${styles[`laneLine-${side}`]}`}
            />
            <path
              className={styles[`items-${side}`]}
              d={thinned(atMs, x)
                .map((at) => `M${at.toFixed(1)} ${y + 5}v12`)
                .join("")}
            />
          </g>
        );
      })}
      {niceTicks(endMs, 5).map((at) => (
        <text key={at} x={x(at)} y={height - 4} className={styles["tick"]} textAnchor={at === 0 ? "start" : "middle"}>
          {durationText(at)}
        </text>
      ))}
    </svg>
  );
}

/** Places of the marks: of those that would lie on one another one is enough. */
function thinned(atMs: readonly number[], x: (ms: number) => number): readonly number[] {
  const places: number[] = [];
  for (const at of atMs) {
    const place = x(at);
    if (place - (places.at(-1) ?? -1) >= 0.5) places.push(place);
  }
  return places;
}
