import { useMemo, useRef } from "react";
import { countText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import type { DrawnEdge } from "../../../model/graph-shape.ts";
import { edgeKey, nextVisit, visitsOf } from "../../../model/path-counts.ts";
import type { GraphSubject } from "./graph-subject.ts";
import styles from "./graph.module.css";
import { evenRows } from "../../../model/row-places.ts";
import { useRowWindow } from "../../../parts/use-row-window.ts";

type Row = { readonly kind: "node"; readonly name: string } | { readonly kind: "edge"; readonly edge: DrawnEdge };

const rowHeight = 28;

/** The graph in words: each action and how often it was visited, and below it the ways on and how often they were taken. */
export function PathList({ subject }: { readonly subject: GraphSubject }) {
  const { names, edges, counts, current, steps, goTo, filter } = subject;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useMemo((): readonly Row[] => {
    const all = [...new Set([...names, ...counts.nodes.keys()])];
    const ways = Map.groupBy(edges, ({ from }) => from);
    return all.flatMap((name) => [
      { kind: "node", name } as const,
      ...(ways.get(name) ?? []).map((edge) => ({ kind: "edge", edge }) as const),
    ]);
  }, [names, edges, counts]);
  const places = useMemo(() => evenRows(rows.length, rowHeight), [rows.length]);
  const list = useRowWindow({ scroller, places });
  return (
    <div className={styles["pathList"]} ref={scroller} tabIndex={0} role="region" aria-label="Graph as a list">
      <ul aria-label="Actions and their visits" style={{ height: list.boxHeight }}>
        {list.rows.map(({ index, top }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const visits =
            row.kind === "node"
              ? (counts.nodes.get(row.name)?.visits ?? 0)
              : (counts.edges.get(edgeKey(row.edge.from, row.edge.to)) ?? 0);
          return (
            <li
              key={index}
              className={row.kind === "edge" ? styles["way"] : ""}
              style={{ transform: `translateY(${top}px)` }}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
            >
              {row.kind === "node" ? (
                <button
                  type="button"
                  disabled={visits === 0}
                  aria-current={current?.action === row.name ? "step" : undefined}
                  onClick={() => {
                    const n = nextVisit(visitsOf(steps, row.name), current?.n ?? -1);
                    if (n !== undefined) goTo(n);
                  }}
                >
                  {visibleText(row.name)}
                </button>
              ) : (
                <button
                  type="button"
                  disabled={visits === 0 || filter === undefined}
                  onClick={() => filter?.(row.edge)}
                >
                  → {visibleText(row.edge.to)}
                  {row.edge.condition !== "" && row.edge.condition !== "default" && (
                    <code>{visibleText(row.edge.condition)}</code>
                  )}
                </button>
              )}
              <span className="muted">
                {visits === 0 ? (row.kind === "node" ? "not visited" : "not taken") : `×${countText(visits)}`}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
