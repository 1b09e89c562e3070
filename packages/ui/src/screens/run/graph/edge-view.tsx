import { countText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { edgePath, type EdgeLine } from "../../../model/graph-layout.ts";
import type { DrawnEdge } from "../../../model/graph-shape.ts";
import { edgeKey } from "../../../model/path-counts.ts";
import type { GraphSubject } from "./graph-subject.ts";
import styles from "./graph.module.css";

interface EdgeViewProps {
  readonly edge: DrawnEdge;
  readonly line: EdgeLine;
  readonly subject: GraphSubject;
}

const mostLetters = 24;

/** A transition: as thick as it was taken often, dashed where it was not. A click shows the steps that it led to. */
export function EdgeView({ edge, line, subject }: EdgeViewProps) {
  const { counts, marks, filter } = subject;
  const { id, from, to, condition } = edge;
  const key = edgeKey(from, to);
  const taken = counts.edges.get(key) ?? 0;
  const mark = marks.get(id);
  // Of two transitions between the same actions the last one taken is the one whose condition held.
  const isLast = counts.last === key && (mark === undefined || mark === "taken");
  const path = edgePath(line.points);
  const sign = mark === "taken" && condition !== "" ? " ✓" : mark === "refused" ? " ✕" : "";
  const classes = [
    styles["edge"],
    taken > 0 ? styles["taken"] : "",
    isLast ? styles["last"] : "",
    mark === "refused" ? styles["refused"] : "",
  ];
  const why = condition === "" ? "" : `, if ${condition}`;
  return (
    <g className={classes.join(" ")} data-edge={id}>
      <path
        d={path}
        strokeWidth={widthOf(taken)}
        markerEnd={`url(#arrow-${isLast ? "last" : taken > 0 ? "taken" : "quiet"})`}
      />
      <path d={path} className={styles["hit"]} onClick={() => filter?.(edge)}>
        <title>
          {visibleText(`${from} → ${to}${why}: ${taken === 1 ? "taken once" : `taken ${countText(taken)} times`}`)}
        </title>
      </path>
      {line.label !== null && (
        <text x={line.label.x} y={line.label.y + 4} className={styles["condition"]}>
          {visibleText(condition.length <= mostLetters ? condition : `${condition.slice(0, mostLetters - 1)}…`)}
          {sign}
        </text>
      )}
    </g>
  );
}

/** From one to four pixels, by the logarithm. */
function widthOf(taken: number): number {
  return taken === 0 ? 1 : Math.min(4, 1.25 + Math.log2(taken) / 2.5);
}
