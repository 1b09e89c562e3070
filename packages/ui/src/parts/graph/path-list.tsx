import { ChevronDown, ChevronRight } from "lucide-react";
import { type ReactNode, useMemo, useRef } from "react";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import { isWritten } from "../../model/graph/graph-shape.ts";
import { edgeKey } from "../../model/graph/path-counts.ts";
import { type NestedGraph, type PathRow, pathRows } from "../../model/graph/path-rows.ts";
import { evenRows } from "../../model/row-places.ts";
import { useRowHeight } from "../use-row-height.ts";
import { useRowWindow } from "../use-row-window.ts";
import { BehindAnchor } from "./behind-anchor.tsx";
import type { Behind, GraphSubject } from "./graph-subject.ts";
import { figureOf, timesText } from "./graph-words.ts";
import styles from "./graph.module.css";
import { toggleText } from "./node-toggle.tsx";

/**
 * The graph in words: each action and how often it was visited, and below it the ways on and how often they were taken; and where one is
 * open, the graph that is inside.
 */
export function PathList({ subject }: { readonly subject: GraphSubject }) {
  const scroller = useRef<HTMLDivElement>(null);
  const subjects = nestedOf(subject);
  const known = useRef<readonly NestedGraph[]>([]);
  const nested = subjects.map(({ graph, inside }) => ({ graph, runs: inside?.counts, opened: inside?.opened?.action }));
  if (!isSame(known.current, nested)) known.current = nested;
  const graphs = known.current;
  const rows = useMemo(() => pathRows(graphs), [graphs]);
  const height = useRowHeight(28);
  const places = useMemo(() => evenRows(rows.length, height), [rows.length, height]);
  const list = useRowWindow({ scroller, places });
  return (
    <div className={styles["pathList"]} ref={scroller} tabIndex={0} role="region" aria-label="Graph as a list">
      <ul aria-label="Actions and their visits" style={{ height: list.boxHeight }}>
        {list.rows.map(({ index, top }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <li
              key={index}
              className={styles[`level-${2 * row.depth + (row.kind === "action" ? 0 : 1)}`]}
              style={{ transform: `translateY(${top}px)` }}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
            >
              <PathRowView row={row} subject={subjects[row.depth] ?? subject} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const icon = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

/** The graph, the one inside of its open node, and so on. */
function nestedOf(subject: GraphSubject): readonly GraphSubject[] {
  const inner = subject.inside?.opened?.subject;
  return inner === undefined ? [subject] : [subject, ...nestedOf(inner)];
}

/** Whether the rows of both are the same ones. */
function isSame(one: readonly NestedGraph[], other: readonly NestedGraph[]): boolean {
  return one.length === other.length && one.every(({ graph, runs, opened }, n) => graph === other[n]?.graph && runs === other[n].runs && opened === other[n].opened); // prettier-ignore
}

interface PathRowViewProps {
  readonly row: PathRow;
  readonly subject: GraphSubject;
}

function PathRowView({ row, subject }: PathRowViewProps) {
  const { graph, counts, current, heat, inside, nodeBehind, edgeBehind } = subject;
  const opened = inside?.opened;
  if (row.kind === "bar") return opened?.bar;
  if (row.kind === "runs") {
    const isOpen = opened?.action === row.action;
    return (
      <button type="button" aria-expanded={isOpen} onClick={() => inside?.toggle(row.action)}>
        {isOpen ? <ChevronDown {...icon} /> : <ChevronRight {...icon} />}
        {toggleText(row.action, row.count)}
      </button>
    );
  }
  if (row.kind === "way") {
    const { edge } = row;
    const taken = counts.edges.get(edgeKey(edge.from, edge.to)) ?? 0;
    const together = edge.ofSame > 1 ? " together" : "";
    return (
      <>
        <Open behind={edgeBehind(edge)}>
          → {visibleText(edge.to)}
          {isWritten(edge.condition) && <code>{visibleText(edge.condition)}</code>}
        </Open>
        <span className="muted">{taken === 0 ? timesText("taken", 0) : `×${countText(taken)}${together}`}</span>
      </>
    );
  }
  const node = counts.nodes.get(row.action);
  return (
    <>
      <Open behind={nodeBehind(row.action)} isCurrent={current?.action === row.action}>
        {visibleText(row.action)}
        {graph.unknown.has(row.action) && <span className={styles["stranger"]}>not in the graph</span>}
      </Open>
      <span className="muted">{node === undefined ? timesText("visited", 0) : figureOf(node, heat)}</span>
    </>
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
