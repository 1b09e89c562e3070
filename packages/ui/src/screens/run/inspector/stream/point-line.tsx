import { countText, durationText } from "../../../../format/quantities.ts";
import type { GapLimits, StreamTiming } from "../../../../model/stream/stream-timing.ts";
import type { ItemRange } from "./gap-chart.tsx";
import { itemFacts } from "./item-facts.ts";
import styles from "./stream.module.css";

interface PointLineProps {
  readonly timing: StreamTiming;
  readonly limits: GapLimits;
  readonly pointed: number | undefined;
  readonly selected: ItemRange | undefined;
}

/** The line under the chart: what the pointer is on, else what is selected, else what the colours mean. */
export function PointLine({ timing, limits, pointed, selected }: PointLineProps) {
  const text =
    pointed !== undefined && pointed < timing.length
      ? capitalized(itemFacts(timing, pointed, limits))
      : selected === undefined
        ? undefined
        : rangeFacts(timing, selected);
  return (
    <p className={styles["point"]}>
      <span className={styles["pointText"]}>{text ?? "Gap before each item. Drag to select text."}</span>
      <span className={styles["key"]}>
        <span className={`${styles["swatch"]} ${styles["slowSwatch"]}`} aria-hidden /> slow, &gt;&#8239;
        {durationText(limits.slowMs)}
      </span>
      <span className={styles["key"]}>
        <span className={`${styles["swatch"]} ${styles["stalledSwatch"]}`} aria-hidden /> stall, &gt;&#8239;
        {durationText(limits.stalledMs)}
      </span>
    </p>
  );
}

function rangeFacts({ atMs }: StreamTiming, { from, to }: ItemRange): string {
  const lasted = (atMs[to] ?? 0) - (atMs[from] ?? 0);
  const rate = lasted > 0 ? `, ${countText(Number((((to - from) / lasted) * 1000).toPrecision(3)))} items/s` : "";
  return `Items ${countText(from + 1)} to ${countText(to + 1)} in ${durationText(lasted)}${rate}`;
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
