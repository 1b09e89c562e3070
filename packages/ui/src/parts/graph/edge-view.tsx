import { memo } from "react";
import { edgeDrawing } from "../../model/graph/edge-drawing.ts";
import type { EdgeMark } from "../../model/graph/edge-marks.ts";
import type { EdgeLine, NodeBox, Point } from "../../model/graph/graph-layout.ts";
import { conditionLetter, conditionText, type DrawnEdge, isWritten } from "../../model/graph/graph-shape.ts";
import { textWidth } from "../../model/text/text-width.ts";
import { edgeSentence } from "./graph-words.ts";
import styles from "./graph.module.css";

interface EdgeViewProps {
  readonly edge: DrawnEdge;
  readonly line: EdgeLine;
  readonly taken: number;
  /** Whether it led to the current step. */
  readonly isLast: boolean;
  readonly isOpen: boolean;
}

/** A transition: as thick as it was taken often, dashed where it was not. */
export const EdgeView = memo(function EdgeView({ edge, line, taken, isLast, isOpen }: EdgeViewProps) {
  const width = widthOf(taken);
  const { line: path, tip } = edgeDrawing(line.points, width);
  const classes = [
    styles["edge"],
    taken > 0 ? styles["taken"] : "",
    isLast ? styles["last"] : "",
    isOpen ? styles["opens"] : "",
  ];
  return (
    <g className={classes.join(" ")} data-edge={edge.id}>
      <path d={path} className={styles["line"]} strokeWidth={width} />
      <path d={tip} className={styles["tip"]} />
      <path d={path} className={styles["hit"]}>
        <title>{edgeSentence(edge, taken)}</title>
      </path>
    </g>
  );
});

interface EdgeLabelProps {
  readonly edge: DrawnEdge;
  readonly line: EdgeLine;
  readonly mark: EdgeMark | undefined;
  readonly isLast: boolean;
}

/** Its condition, and whether that held. Labels lie over all lines, so that none runs through them. */
export const EdgeLabel = memo(function EdgeLabel({ edge, line, mark, isLast }: EdgeLabelProps) {
  const shown = conditionText(edge.condition);
  const label = line.label ?? (isLast && isWritten(edge.condition) ? besides(line.points, shown) : null);
  if (label === null) return null;
  const sign = mark === "taken" ? " ✓" : mark === "refused" ? " ✕" : "";
  return (
    <g className={`${styles["condition"]} ${isLast ? styles["lastCondition"] : ""}`} data-label={edge.id}>
      <rect
        x={label.x - label.width / 2}
        y={label.y - label.height / 2}
        width={label.width}
        height={label.height}
        rx={4}
      />
      <text x={label.x} y={label.y + 4}>
        {shown}
        {sign}
      </text>
    </g>
  );
});

/** In the middle of a line that has no room of its own for a label. */
function besides(points: readonly Point[], text: string): (Point & NodeBox) | null {
  const [one, other] = [points[Math.floor((points.length - 1) / 2)], points[Math.ceil((points.length - 1) / 2)]];
  if (one === undefined || other === undefined) return null;
  const width = textWidth(text, conditionLetter) + 2 * conditionLetter;
  return { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2, width, height: 16 };
}

/** From one to four pixels, by the logarithm. */
function widthOf(taken: number): number {
  return taken === 0 ? 1 : Math.min(4, 1.25 + Math.log2(taken) / 2.5);
}
