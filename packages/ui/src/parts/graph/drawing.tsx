import { useMemo, useRef, useState } from "react";
import { useStored } from "../../data/stored.ts";
import type { GraphLayout } from "../../model/graph/graph-layout.ts";
import { mostLabelled } from "../../model/graph/graph-shape.ts";
import { movedLayout, type MovedNodes } from "../../model/graph/moved-layout.ts";
import { isForElsewhere } from "./behind-anchor.tsx";
import { Canvas } from "./canvas.tsx";
import type { GraphSubject } from "./graph-subject.ts";
import { figureOf, summaryOf } from "./graph-words.ts";
import styles from "./graph.module.css";
import { HoverLabel } from "./hover-label.tsx";
import { movedNodesOf } from "./moved-nodes.ts";
import { openedNode } from "./opened-node.tsx";
import { keyOn, pressOn } from "./press-on.ts";
import { Shapes } from "./shapes.tsx";
import { useKeptPlace } from "./use-kept-place.ts";
import { useNodeDrag } from "./use-node-drag.ts";
import { type DrawnInside, useRoomFor } from "./use-opened.ts";
import { useViewport } from "./use-viewport.ts";

interface DrawingProps {
  readonly layout: GraphLayout;
  readonly subject: GraphSubject;
  /** The node that is open, with what is inside. */
  readonly opened: DrawnInside | undefined;
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number | undefined) => void;
}

/** The graph as a picture. Selecting changes classes alone: nothing is laid out anew, and the picture does not move. */
export function Drawing({ layout, subject, opened, zoom, onZoom }: DrawingProps) {
  const { graph, name, counts, current, heat } = subject;
  const stored = movedNodesOf(name);
  const kept = useStored(stored);
  const [dragged, setDragged] = useState<MovedNodes>({});
  const { edges } = graph;
  const closed = useMemo(() => movedLayout(layout, { ...kept, ...dragged }, edges), [layout, kept, dragged, edges]);
  const action = opened?.action;
  const placed = useRoomFor(closed, edges, opened) ?? closed;
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
  useKeptPlace({ svg, node: action, layout: placed, scale: viewport.scale, zoom, onZoom });
  const drag = useNodeDrag({
    // Where a node is while another one is open says nothing of where it is else.
    placeOf: (node) => (action === undefined ? closed.nodes.get(node) : undefined),
    scale: viewport.scale,
    onDrag: (node, { x, y }, isEnd) => {
      if (isEnd) stored.set({ ...kept, [node]: { x: Math.round(x), y: Math.round(y) } });
      setDragged(isEnd ? {} : { [node]: { x, y } });
    },
  });
  return (
    <Canvas
      label="Drawing of the graph"
      summary={summaryOf(subject)}
      viewport={viewport}
      size={placed}
      ref={svg}
      className={graph.shape.isDense ? styles["dense"] : ""}
      onPress={(event) => {
        if (event.type === "click" && !drag.isDrag() && isForElsewhere(event)) return;
        event.preventDefault();
        if (event.type !== "click" || !drag.isDrag()) pressOn(subject, event)?.go();
      }}
      onKey={(event) => {
        const act = keyOn(subject, event);
        act?.();
        return act !== undefined;
      }}
      {...drag.handlers}
    >
      <Shapes layout={placed} subject={subject} opened={openedNode(opened)} />
      {isDense && <HoverLabel svg={svg} layout={placed} figureOf={(node) => figureOf(counts.nodes.get(node), heat)} />}
    </Canvas>
  );
}
