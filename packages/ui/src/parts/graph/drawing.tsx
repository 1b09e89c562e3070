import { type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from "react";
import { useStored } from "../../data/stored.ts";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import type { GraphLayout } from "../../model/graph/graph-layout.ts";
import { mostLabelled } from "../../model/graph/graph-shape.ts";
import { movedLayout, type MovedNodes } from "../../model/graph/moved-layout.ts";
import { edgeKey, heatOf } from "../../model/graph/path-counts.ts";
import { isForElsewhere } from "./behind-anchor.tsx";
import { Canvas } from "./canvas.tsx";
import { EdgeLabel, EdgeView } from "./edge-view.tsx";
import type { Behind, GraphSubject } from "./graph-subject.ts";
import { figureOf, nodeSentence } from "./graph-words.ts";
import styles from "./graph.module.css";
import { HoverLabel } from "./hover-label.tsx";
import { movedNodesOf } from "./moved-nodes.ts";
import { NodeView } from "./node-view.tsx";
import { nodeOf, useNodeDrag } from "./use-node-drag.ts";
import { useViewport } from "./use-viewport.ts";

interface DrawingProps {
  readonly layout: GraphLayout;
  readonly subject: GraphSubject;
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number) => void;
  /** In a sentence. */
  readonly summary: string;
}

/** The graph as a picture. Selecting changes classes alone: nothing is laid out anew, and the picture does not move. */
export function Drawing({ layout, subject, zoom, onZoom, summary }: DrawingProps) {
  const { graph, name, counts, marks, current, heat } = subject;
  const stored = movedNodesOf(name);
  const kept = useStored(stored);
  const [dragged, setDragged] = useState<MovedNodes>({});
  const { edges } = graph;
  const placed = useMemo(() => movedLayout(layout, { ...kept, ...dragged }, edges), [layout, kept, dragged, edges]);
  const isDense = placed.nodes.size > mostLabelled;
  const viewport = useViewport({
    size: placed,
    zoom,
    onZoom,
    smallestFit: isDense ? 0.35 : 0.6,
    start: () => placed.nodes.get(current?.action ?? graph.shape.nodes[0]?.id ?? ""),
    subject: name,
  });
  const svg = useRef<SVGSVGElement>(null);
  const drag = useNodeDrag({
    placeOf: (node) => placed.nodes.get(node),
    scale: viewport.scale,
    onDrag: (node, { x, y }, isEnd) => {
      if (isEnd) stored.set({ ...kept, [node]: { x: Math.round(x), y: Math.round(y) } });
      setDragged(isEnd ? {} : { [node]: { x, y } });
    },
  });
  const behind = (event: KeyboardEvent | MouseEvent): Behind | undefined => {
    const node = nodeOf(event);
    if (node !== undefined) return subject.nodeBehind(node);
    const id = event.target instanceof Element ? event.target.closest("[data-edge]")?.getAttribute("data-edge") : null;
    const edge = edges.find((one) => one.id === id);
    return edge === undefined ? undefined : subject.edgeBehind(edge);
  };
  const heats = useMemo(() => (heat === undefined ? undefined : heatOf(counts, heat)), [counts, heat]);
  const drawn = edges.flatMap((edge) => {
    const line = placed.edges.get(edge.id);
    if (line === undefined) return [];
    const key = edgeKey(edge.from, edge.to);
    const mark = marks.get(edge.id);
    // Of several transitions between the same actions the last one taken is the one whose condition held.
    const isLast = counts.last === key && (mark === undefined || mark === "taken");
    return [{ edge, line, mark, isLast, taken: counts.edges.get(key) ?? 0 }];
  });
  return (
    <Canvas
      label="Drawing of the graph"
      summary={summary}
      viewport={viewport}
      size={placed}
      ref={svg}
      className={graph.shape.isDense ? styles["dense"] : ""}
      onPress={(event) => {
        if (event.type === "click" && !drag.isDrag() && isForElsewhere(event)) return;
        event.preventDefault();
        if (event.type !== "click" || !drag.isDrag()) behind(event)?.go();
      }}
      {...drag.handlers}
    >
      {[...placed.groups].map(([group, { x, y, width, height }]) => (
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
      {[...placed.nodes].map(([action, place]) => {
        const node = counts.nodes.get(action);
        const isCurrent = current?.action === action;
        const open = subject.nodeBehind(action);
        const full = isCurrent && heat === undefined ? current.visit : figureOf(node, heat);
        return (
          <NodeView
            key={action}
            name={action}
            box={place}
            title={nodeSentence(action, subject)}
            figure={isDense ? undefined : full}
            shortFigure={full.replace(" of ", "/")}
            heat={heats?.get(action)}
            isVisited={node !== undefined}
            isCurrent={isCurrent}
            isUnknown={graph.unknown.has(action)}
            isParent={subject.parents.has(action)}
            isOpen={open !== undefined}
            href={open?.href}
            isTabStop={!isDense || isCurrent}
          />
        );
      })}
      {isDense && <HoverLabel svg={svg} layout={placed} figureOf={(node) => figureOf(counts.nodes.get(node), heat)} />}
    </Canvas>
  );
}

/** A graph in a sentence. */
export function summaryOf({ graph, counts, current }: GraphSubject): string {
  const machine = `State machine of ${countText(graph.shape.nodes.length)} actions and ${countText(graph.edges.length)} transitions`;
  const last = current === undefined ? "" : `, the last is ${visibleText(current.action)}`;
  return `${machine}; ${countText(counts.nodes.size)} of its actions were visited${last}.`;
}
