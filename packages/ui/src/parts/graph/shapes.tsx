import { type ReactNode, useMemo } from "react";
import { visibleText } from "../../format/visible-text.ts";
import type { GraphLayout, NodeBox, Point } from "../../model/graph/graph-layout.ts";
import { mostLabelled } from "../../model/graph/graph-shape.ts";
import { insideRoom } from "../../model/graph/opened-layout.ts";
import { edgeKey, heatOf } from "../../model/graph/path-counts.ts";
import { EdgeLabel, EdgeView } from "./edge-view.tsx";
import type { GraphSubject } from "./graph-subject.ts";
import { figureOf, nodeSentence } from "./graph-words.ts";
import styles from "./graph.module.css";
import { NodeToggle } from "./node-toggle.tsx";
import { NodeView } from "./node-view.tsx";

interface ShapesProps {
  readonly layout: GraphLayout;
  readonly subject: GraphSubject;
  /** The node that is open: the layout has room for it. */
  readonly opened: { readonly action: string; readonly draw: (box: Point & NodeBox) => ReactNode } | undefined;
}

/** The boxes of a graph, its lines, and what stands at them. */
export function Shapes({ layout, subject, opened }: ShapesProps) {
  const { graph, counts, marks, current, heat } = subject;
  const isDense = layout.nodes.size > mostLabelled;
  const heats = useMemo(() => (heat === undefined ? undefined : heatOf(counts, heat)), [counts, heat]);
  const drawn = graph.edges.flatMap((edge) => {
    const line = layout.edges.get(edge.id);
    if (line === undefined) return [];
    const key = edgeKey(edge.from, edge.to);
    const mark = marks.get(edge.id);
    // Of several transitions between the same actions the last one taken is the one whose condition held.
    const isLast = counts.last === key && (mark === undefined || mark === "taken");
    return [{ edge, line, mark, isLast, taken: counts.edges.get(key) ?? 0 }];
  });
  return (
    <>
      {[...layout.groups].map(([group, { x, y, width, height }]) => (
        <g key={group} transform={`translate(${x - width / 2} ${y - height / 2})`} className={styles["group"]}>
          <rect width={width} height={height} rx={8} />
          <text x={14} y={17}>
            {visibleText(group)}
          </text>
        </g>
      ))}
      {drawn.map(({ edge, line, isLast, taken }) => (
        <EdgeView
          key={edge.id}
          edge={edge}
          line={line}
          taken={taken}
          isLast={isLast}
          isOpen={subject.edgeBehind(edge) !== undefined}
        />
      ))}
      {drawn.map(({ edge, line, mark, isLast }) => (
        <EdgeLabel key={edge.id} edge={edge} line={line} mark={mark} isLast={isLast} />
      ))}
      {[...layout.nodes].flatMap(([action, place]) => {
        const node = counts.nodes.get(action);
        const isCurrent = current?.action === action;
        const open = subject.nodeBehind(action);
        const full = isCurrent && heat === undefined ? current.visit : figureOf(node, heat);
        const runs = subject.inside?.counts.get(action) ?? 0;
        const isOpened = action === opened?.action;
        const box = isOpened ? headOf(place) : place;
        const view = (
          <NodeView
            key={action}
            name={action}
            box={box}
            title={nodeSentence(action, subject)}
            figure={isDense && !isOpened ? undefined : full}
            shortFigure={full.replace(" of ", "/")}
            heat={heats?.get(action)}
            isVisited={node !== undefined}
            isCurrent={isCurrent}
            isUnknown={graph.unknown.has(action)}
            isParent={runs > 0 && !isOpened}
            isOpen={open !== undefined}
            href={open?.href}
            isTabStop={!isDense || isCurrent}
            indent={runs > 0 && (!isDense || isOpened) ? 18 : 0}
          />
        );
        if (runs === 0) return [view];
        const isAside = isDense && !isOpened;
        const toggle = (
          <NodeToggle
            key={`${action} toggle`}
            name={action}
            box={box}
            runs={runs}
            isOpen={isOpened}
            isAside={isAside}
          />
        );
        if (!isOpened) return [view, toggle];
        // In the order in which they are read.
        return [<Frame key={`${action} frame`} name={action} box={place} />, view, toggle, opened.draw(place)];
      })}
    </>
  );
}

/** Around an open node, its name included. */
function Frame({ name, box }: { readonly name: string; readonly box: Point & NodeBox }) {
  const { width, height } = box;
  const [x, y] = [box.x - width / 2, box.y - height / 2];
  return <rect className={styles["frame"]} data-frame={name} x={x} y={y} width={width} height={height} rx={6} />;
}

/** The part of an open node that has its name. */
function headOf(box: Point & NodeBox): Point & NodeBox {
  return { ...box, y: box.y - box.height / 2 + insideRoom.head / 2, height: insideRoom.head };
}
