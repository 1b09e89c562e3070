import { useMemo, useRef } from "react";
import { durationText, preciseTimeText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { placeAtTime } from "../../../model/place-at-time.ts";
import { describedRow } from "../../../model/rows/described-row.ts";
import { busyTimes, foldedClock, intervalsOf } from "../../../model/run-clock.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { axisTicks } from "../../../model/waterfall/axis-ticks.ts";
import { foldLengthMs, idleTime } from "../../../model/waterfall/idle-time.ts";
import { useRowHeight } from "../../../parts/use-row-height.ts";
import { useCommands } from "../../../shell/commands.ts";
import { useRun } from "../run-context.ts";
import { useOpenEnd } from "../use-open-end.ts";
import { DividerRow } from "./divider-row.tsx";
import { PlayLine } from "./play-line.tsx";
import { rowKey } from "./row-key.ts";
import { RowsGrid } from "./rows-grid.tsx";
import { useColumnPlace } from "./use-column-place.ts";
import { useCritical } from "./use-critical.ts";
import { useDrawnBars } from "./use-drawn-bars.ts";
import { useRowFacts } from "./use-row-facts.ts";
import { useTimeWindow } from "./use-time-window.ts";
import type { Tree } from "./use-tree.ts";
import { WaterfallAxis } from "./waterfall-axis.tsx";
import { WaterfallRow } from "./waterfall-row.tsx";
import { WaterfallTools } from "./waterfall-tools.tsx";
import styles from "./waterfall.module.css";

/** As fine as it is drawn where the whole run is in sight. */
const parts = 200;
/** Shorter times in which nothing ran are not worth folding. */
const leastGapMs = 1000;

/** The steps along the time. */
export function WaterfallView({ tree }: { readonly tree: Tree }) {
  const { steps, key, header, current, search, move, jump } = useRun();
  const facts = useRowFacts();
  const endMs = useOpenEnd(header, { sinceMs: steps.timesAt(0).startedMs, parts });
  const isFolded = search.fold === "idle";
  const isCritical = search.path === "critical";
  const toggleCritical = (): void => move({ path: isCritical ? undefined : "critical" });
  const busy = useMemo(() => busyTimes(intervalsOf(steps), { overMs: leastGapMs, endMs }), [steps, endMs]);
  const clock = useMemo(
    () => foldedClock(isFolded ? busy : { ...busy, gaps: [] }, foldLengthMs(busy)),
    [busy, isFolded],
  );
  const axis = useRef<HTMLDivElement>(null);
  const cross = useRef<HTMLDivElement>(null);
  const { left, width, isNarrow } = useColumnPlace(axis);
  const rowHeight = useRowHeight(isNarrow ? 44 : 28);

  const row = tree.place < 0 ? undefined : tree.list.at(tree.place);
  const said = row === undefined ? undefined : describedRow(row, { ...facts, ...tree, steps });
  const selected =
    said === undefined || said.startedMs === null
      ? undefined
      : {
          from: clock.toShown(said.startedMs),
          to: clock.toShown(said.durationMs === null ? endMs : said.startedMs + said.durationMs),
        };
  const time = useTimeWindow(clock, {
    area: axis,
    shown: search.time,
    onShow: (next) => move({ time: next }),
    selected,
    selectedKey: tree.place < 0 ? undefined : `${current?.n} ${tree.place}`,
  });
  const ticks = useMemo(
    () => axisTicks(clock, time.window, Math.max(2, Math.floor(width / 84))),
    [clock, time.window.from, time.window.to, width],
  );
  const isOnPath = useCritical(tree, { isCritical, openEndMs: endMs });
  const bars = useDrawnBars({ tree, facts, clock, window: time.window, left, width, ticks, endMs, isNarrow, isOnPath });
  useCommands("waterfall", {
    "waterfall-zoom": () => selected !== undefined && time.zoomTo(selected),
    "waterfall-critical": toggleCritical,
    "waterfall-in": () => time.zoom(0.5),
    "waterfall-out": () => time.zoom(2),
    "waterfall-earlier": () => time.pan(-0.25),
    "waterfall-later": () => time.pan(0.25),
  });
  const startMs = clock.toReal(0);
  const onHover = (clientX: number | undefined): void => {
    const [line, area] = [cross.current, axis.current];
    if (line === null || area === null) return;
    const at = clientX === undefined ? -1 : clientX - area.getBoundingClientRect().left;
    line.hidden = at < 0 || at > width;
    if (line.hidden) return;
    const realMs = clock.toReal(time.window.from + (at / Math.max(1, width)) * (time.window.to - time.window.from));
    line.style.left = `${left + at}px`;
    line.dataset["side"] = at > width / 2 ? "left" : "right";
    const label = line.firstElementChild;
    if (label !== null) label.textContent = `${durationText(realMs - startMs)} · ${preciseTimeText(realMs)}`;
  };
  return (
    <div
      className={styles["box"]}
      data-waterfall
      onPointerMove={({ clientX }) => onHover(clientX)}
      onPointerLeave={() => onHover(undefined)}
    >
      <WaterfallTools
        time={time}
        idle={idleTime(busy)}
        isFolded={isFolded}
        onFold={() => move({ fold: isFolded ? undefined : "idle" })}
        isCritical={isCritical}
        onCritical={toggleCritical}
      />
      <RowsGrid
        label={`Steps of ${visibleText(key.app)} along the time`}
        tree={tree}
        rowHeight={rowHeight}
        headHeight={28}
        className={`${styles["rows"]} ${isNarrow ? styles["narrow"] : ""}`}
        onSight={bars.onSight}
        head={
          <div role="row" aria-rowindex={1} className={styles["head"]}>
            <span role="columnheader" className={styles["numberHead"]}>
              #
            </span>
            <span role="columnheader" className={styles["nameHead"]}>
              Action
            </span>
            <span role="columnheader" aria-label="Time" className={styles["timeHead"]}>
              <WaterfallAxis
                clock={clock}
                window={time.window}
                ticks={ticks}
                width={width}
                areaRef={axis}
                onBrush={time.show}
                onPoint={(shownMs) => {
                  jump({ ...stepPlace(steps, placeAtTime(steps, clock.toReal(shownMs))) });
                }}
              />
            </span>
          </div>
        }
        renderRow={(placed) => {
          const text = describedRow(placed.row, { ...facts, ...tree, steps });
          return text === undefined ? (
            <DividerRow key={rowKey(placed.row)} placed={placed} />
          ) : (
            <WaterfallRow
              key={rowKey(placed.row)}
              placed={placed}
              said={text}
              tree={tree}
              startMs={startMs}
              isFaded={!isOnPath(placed.row)}
            />
          );
        }}
      >
        <canvas ref={bars.canvas} className={styles["bars"]} aria-hidden />
      </RowsGrid>
      <PlayLine clock={clock} window={time.window} left={left} width={width} />
      <div ref={cross} className={styles["cross"]} hidden aria-hidden>
        <span />
      </div>
    </div>
  );
}
