import { countText, durationText } from "../../../format/quantities.ts";
import type { PlacedRow } from "./rows-grid.tsx";
import styles from "./rows.module.css";

/** What parts rows: nothing ran for a while, or steps are missing in the log. */
export function DividerRow({ placed: { row, index, top, height } }: { readonly placed: PlacedRow }) {
  const isMissing = row.kind === "missing";
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`${styles["divider"]} ${isMissing ? styles["missing"] : ""}`}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <span role="gridcell">
        {row.kind === "pause" && `paused ${durationText(row.pauseMs)}`}
        {isMissing &&
          (row.from === row.to
            ? `step ${row.from} is missing`
            : `steps ${row.from} to ${row.to} are missing (${countText(row.to - row.from + 1)})`)}
      </span>
    </div>
  );
}
