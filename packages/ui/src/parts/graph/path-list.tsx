import { type ReactNode, useMemo, useRef } from "react";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { type DrawnEdge, isWritten } from "../../model/graph/graph-shape.ts";
import { edgeKey } from "../../model/graph/path-counts.ts";
import { evenRows } from "../../model/row-places.ts";
import { useRowHeight } from "../use-row-height.ts";
import { useRowWindow } from "../use-row-window.ts";
import { BehindAnchor } from "./behind-anchor.tsx";
import type { Behind, GraphSubject } from "./graph-subject.ts";
import { figureOf, timesText } from "./graph-words.ts";
import styles from "./graph.module.css";

type Row = { readonly action: string } | { readonly edge: DrawnEdge };

/** The graph in words: each action and how often it was visited, and below it the ways on and how often they were taken. */
export function PathList({ subject }: { readonly subject: GraphSubject }) {
  const { graph, counts, current, heat, nodeBehind, edgeBehind } = subject;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo((): readonly Row[] => {
    const ways = Map.groupBy(graph.edges, ({ from }) => from);
    return graph.shape.nodes.flatMap(({ id: action }) => [
      { action },
      ...(ways.get(action) ?? []).map((edge) => ({ edge })),
    ]);
  }, [graph]);
  const height = useRowHeight(28);
  const places = useMemo(() => evenRows(rows.length, height), [rows.length, height]);
  const list = useRowWindow({ scroller, places });
  return (
    <div className={styles["pathList"]} ref={scroller} tabIndex={0} role="region" aria-label="Graph as a list">
      <ul aria-label="Actions and their visits" style={{ height: list.boxHeight }}>
        {list.rows.map(({ index, top }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const isWay = "edge" in row;
          const taken = isWay ? (counts.edges.get(edgeKey(row.edge.from, row.edge.to)) ?? 0) : 0;
          const node = isWay ? undefined : counts.nodes.get(row.action);
          return (
            <li
              key={index}
              className={isWay ? styles["way"] : ""}
              style={{ transform: `translateY(${top}px)` }}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
            >
              {isWay ? (
                <Open behind={edgeBehind(row.edge)}>
                  → {visibleText(row.edge.to)}
                  {isWritten(row.edge.condition) && <code>{visibleText(row.edge.condition)}</code>}
                </Open>
              ) : (
                <Open behind={nodeBehind(row.action)} isCurrent={current?.action === row.action}>
                  {visibleText(row.action)}
                  {graph.unknown.has(row.action) && <span className={styles["stranger"]}>not in the graph</span>}
                </Open>
              )}
              <span className="muted">
                {isWay
                  ? taken === 0
                    ? timesText("taken", 0)
                    : `×${countText(taken)}${row.edge.ofSame > 1 ? " together" : ""}`
                  : node === undefined
                    ? timesText("visited", 0)
                    : figureOf(node, heat)}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface OpenProps {
  readonly behind: Behind | undefined;
  readonly isCurrent?: boolean;
  readonly children: ReactNode;
}

function Open({ behind, isCurrent = false, children }: OpenProps) {
  if (behind?.href === undefined)
    return (
      <button
        type="button"
        disabled={behind === undefined}
        aria-current={isCurrent ? "step" : undefined}
        onClick={() => behind?.go()}
      >
        {children}
      </button>
    );
  return <BehindAnchor behind={behind}>{children}</BehindAnchor>;
}
