import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { keyHistoryQuery } from "../../../../data/step-queries.ts";
import { keySeries, seriesPath } from "../../../../model/value/key-series.ts";
import { pointerText } from "../../../../model/value/pointer-text.ts";
import { useRun } from "../../run-context.ts";
import state from "./state.module.css";

const size = { width: 96, height: 16 };

/** A value over the steps of the run, with where the cursor is. Of values that cannot be measured, a line for each write. */
export function PinSpark({ pointer }: { readonly pointer: string }) {
  const { key, steps, current } = useRun();
  const { data } = useInfiniteQuery(keyHistoryQuery(key, pointer));
  const [first, last] = [steps.at(0)?.sequenceId ?? 0, steps.at(steps.length - 1)?.sequenceId ?? 0];
  const series = useMemo(
    () => keySeries(data?.pages.flatMap(({ items }) => items) ?? [], { first, last }),
    [data, first, last],
  );
  if (series.points.length === 0) return null;
  const { isMeasured, smallest, largest } = series;
  const place =
    last <= first || current === undefined ? 0 : ((current.sequenceId - first) / (last - first)) * size.width;
  const words = isMeasured ? `from ${smallest} to ${largest}` : `written ${series.points.length} times`;
  return (
    <svg
      className={state["spark"]}
      width={size.width}
      height={size.height + 2}
      viewBox={`0 -1 ${size.width} ${size.height + 2}`}
      role="img"
      aria-label={`${pointerText(pointer)} over the steps: ${words}`}
    >
      <title>{words}</title>
      <line className={state["sparkHere"]} x1={place} x2={place} y1={-1} y2={size.height + 1} />
      {isMeasured ? (
        <path className={state["sparkLine"]} d={seriesPath(series, size)} />
      ) : (
        series.points.map(({ at }, index) => (
          <line
            key={index}
            className={state["sparkLine"]}
            x1={at * size.width}
            x2={at * size.width}
            y1={4}
            y2={size.height}
          />
        ))
      )}
    </svg>
  );
}
