import { type RefObject, useEffect, useRef, useState } from "react";
import { durationText } from "../../../format/quantities.ts";
import { describedRow } from "../../../model/rows/described-row.ts";
import type { TreeRow } from "../../../model/rows/row-list.ts";
import type { RunClock } from "../../../model/run-clock.ts";
import type { AxisTick } from "../../../model/waterfall/axis-ticks.ts";
import { barPhases } from "../../../model/waterfall/bar-phases.ts";
import { barOf } from "../../../model/waterfall/bars.ts";
import type { TimeWindow } from "../../../model/waterfall/time-window.ts";
import { useMedia } from "../../../parts/use-media.ts";
import { useRun } from "../run-context.ts";
import { drawBars, type DrawnBar } from "./draw-bars.ts";
import type { Sight } from "./rows-grid.tsx";
import type { RowFacts } from "./use-row-facts.ts";
import type { Tree } from "./use-tree.ts";
import { goesOn } from "../../../model/going-on.ts";

interface DrawnBarsOptions {
  readonly tree: Tree;
  readonly facts: RowFacts;
  readonly clock: RunClock;
  readonly window: TimeWindow;
  readonly left: number;
  readonly width: number;
  readonly ticks: readonly AxisTick[];
  /** What counts as the end of what has none. */
  readonly endMs: number;
  readonly isNarrow: boolean;
  readonly isOnPath: (row: TreeRow) => boolean;
}

/** So many rows around those in sight are drawn too. */
const nearRows = 2;

/** Draws the bars of the rows in sight. The drawing lies between the rows, and is scrolled with them. */
export function useDrawnBars({
  tree,
  facts,
  clock,
  window,
  left,
  width,
  ticks,
  endMs,
  isNarrow,
  isOnPath,
}: DrawnBarsOptions): {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  readonly onSight: (sight: Sight) => void;
} {
  const { steps } = useRun();
  const canvas = useRef<HTMLCanvasElement>(null);
  const hasStripes = !useMedia("(prefers-reduced-motion: reduce)");
  const [, setTheme] = useState<string | undefined>(undefined);
  useEffect(() => {
    const root = document.documentElement;
    const observer = new MutationObserver(() => setTheme(root.dataset["theme"]));
    observer.observe(root, { attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, []);

  const barOfRow = (
    row: TreeRow,
    { y, height }: { readonly y: number; readonly height: number },
  ): DrawnBar | undefined => {
    const said = describedRow(row, { ...facts, ...tree, steps });
    if (said === undefined || said.startedMs === null) return undefined;
    const step = row.kind === "step" ? steps.at(row.n) : undefined;
    const phases =
      step === undefined
        ? [
            {
              kind: "whole" as const,
              fromMs: said.startedMs,
              toMs: said.durationMs === null ? endMs : said.startedMs + said.durationMs,
            },
          ]
        : barPhases(step, { openEndMs: endMs, stream: tree.detailOf(row.n)?.streams.at(-1) });
    const isError = said.status === "failed" || said.status === "lost";
    return {
      ...barOf(phases, { clock, window, width }),
      y: isNarrow ? y + height / 2 - 11 : y,
      height: row.kind === "part" ? 6 : 12,
      look: isError ? "failed" : said.look,
      isRunning: said.durationMs === null && goesOn(said.status),
      isFaded: !isOnPath(row),
      spread: said.spread,
      isError,
      text: said.durationMs === null ? "" : durationText(said.durationMs),
    };
  };
  const onSight = ({ rows, first: firstRow, last: lastRow }: Sight): void => {
    const element = canvas.current;
    const near = rows.filter(({ index }) => index >= firstRow - nearRows && index <= lastRow + nearRows);
    const [first, last] = [near[0], near.at(-1)];
    if (element === null) return;
    element.hidden = first === undefined || width < 1;
    if (first === undefined || last === undefined || width < 1) return;
    const height = Math.min(4000, last.top + last.height - first.top);
    element.style.top = `${first.top}px`;
    element.style.left = `${left}px`;
    const scale = width / Math.max(1e-9, window.to - window.from);
    drawBars(element, {
      width,
      height,
      bars: near.flatMap(({ index, top, height: tall }) => {
        const row = tree.list.at(index);
        const bar = row === undefined ? undefined : barOfRow(row, { y: top - first.top + tall / 2, height: tall });
        return bar ?? [];
      }),
      ticks: ticks.map(({ at }) => at * width),
      isNarrow,
      folds: clock.folds.flatMap(({ atMs, lengthMs }) => {
        const from = (clock.toShown(atMs) - window.from) * scale;
        const to = (clock.toShown(atMs + lengthMs) - window.from) * scale;
        return to < 0 || from > width ? [] : [{ left: from, width: to - from }];
      }),
      hasStripes,
    });
  };
  return { canvas, onSight };
}
