import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { usePinnedKeys } from "../../../data/pinned-keys.ts";
import { keyHistoryQuery } from "../../../data/step-queries.ts";
import { keySeries, seriesPath } from "../../../model/value/key-series.ts";
import { pointerText } from "../../../model/value/pointer-text.ts";
import { useMedia } from "../../../parts/use-media.ts";
import { useRun } from "../run-context.ts";
import { currentMoment, onMoment } from "./moment.ts";
import type { StripScale } from "./strip-scale.ts";
import styles from "./strip.module.css";

interface PinLinesProps {
  readonly scale: StripScale;
  /** Where the playhead is, from 0 to 1, while it does not run. */
  readonly head: number;
}

/** So many lines at most: the newest pins. The others are in the State tab. */
const mostLines = 4;
const size = { width: 1000, height: 14 };
const liveEveryMs = 5000;

/** How the pinned keys went over the run, below the overview and in its scale. Where there is little room, nothing. */
export function PinLines({ scale, head }: PinLinesProps) {
  const { key, steps, jump } = useRun();
  const pins = usePinnedKeys(key.project);
  const hasRoom = useMedia("(min-width: 901px)");
  const line = useRef<HTMLDivElement>(null);
  useEffect(() =>
    onMoment(() => {
      const at = currentMoment();
      if (line.current !== null && at !== undefined) line.current.style.left = `${scale.ofTime(at) * 100}%`;
    }),
  );
  if (!hasRoom || pins.length === 0 || steps.length === 0) return null;
  const shown = pins.slice(-mostLines);
  return (
    <>
      <ul className={styles["pinNames"]} aria-label="Pinned keys over the run">
        {shown.map((pointer) => (
          <li key={pointer}>
            <button
              type="button"
              className={`${styles["pinName"]} inset-focus`}
              title={`${pointerText(pointer)}: show it in the state`}
              onClick={() => jump({ tab: "state", sel: `key:${pointer}` })}
            >
              {pointerText(pointer)}
            </button>
          </li>
        ))}
      </ul>
      <div className={styles["pinLines"]}>
        {shown.map((pointer) => (
          <PinLine key={pointer} pointer={pointer} scale={scale} />
        ))}
        <div className={styles["pinHead"]}>
          <div ref={line} className={styles["pinCursor"]} style={{ left: `${head * 100}%` }} aria-hidden />
        </div>
      </div>
    </>
  );
}

function PinLine({ pointer, scale }: { readonly pointer: string; readonly scale: StripScale }) {
  const { key, header, steps } = useRun();
  const { data, hasNextPage } = useInfiniteQuery({
    ...keyHistoryQuery(key, pointer),
    refetchInterval: header?.status === "running" ? liveEveryMs : false,
  });
  const series = useMemo(
    () =>
      keySeries(data?.pages.flatMap(({ items }) => items) ?? [], (id) => {
        const n = steps.find(id);
        if (n < 0) return 0;
        const { startedMs, durationMs } = steps.timesAt(n);
        // What a step writes is there at its end.
        return scale.timeAt(0) === undefined ? scale.ofStep(n) : scale.ofTime(startedMs + (durationMs ?? 0));
      }),
    [data, steps, scale],
  );
  const { points, isMeasured, smallest, largest } = series;
  const range = isMeasured ? `from ${smallest} to ${largest}` : `written ${points.length} times`;
  const words = data === undefined ? "" : points.length === 0 ? "never written" : range;
  return (
    <svg
      className={styles["pinLine"]}
      viewBox={`0 -1 ${size.width} ${size.height + 2}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${pointerText(pointer)} over the run: ${words}`}
    >
      <title>{words}</title>
      {isMeasured ? (
        <path d={seriesPath(series, { ...size, isCut: hasNextPage })} />
      ) : (
        points.map(({ at }, index) => (
          <line key={index} x1={at * size.width} x2={at * size.width} y1={3} y2={size.height} />
        ))
      )}
    </svg>
  );
}
