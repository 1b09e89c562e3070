import { useEffect, useMemo, useState } from "react";
import { useStored } from "../../../data/stored.ts";
import type { GraphLayout } from "../../../model/graph-layout.ts";
import { movedLayout, type MovedNodes } from "../../../model/moved-layout.ts";
import { currentGhost, onGhost } from "../strip/ghost.ts";
import { EdgeView } from "./edge-view.tsx";
import type { GraphSubject } from "./graph-subject.ts";
import styles from "./graph.module.css";
import { movedNodesOf } from "./moved-nodes.ts";
import { NodeView } from "./node-view.tsx";
import { useViewport } from "./use-viewport.ts";

interface DrawingProps {
  /** Which graph it is: under it nodes that were moved are kept. */
  readonly graph: string;
  readonly layout: GraphLayout;
  readonly subject: GraphSubject;
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number) => void;
  /** In a sentence. */
  readonly summary: string;
}

/** With more nodes than this, labels show on hover. */
const mostLabelled = 150;

/** The graph as a picture. Selecting changes classes alone: nothing is laid out anew, and the picture does not move. */
export function Drawing({ graph, layout, subject, zoom, onZoom, summary }: DrawingProps) {
  const stored = movedNodesOf(graph);
  const kept = useStored(stored);
  const [dragged, setDragged] = useState<MovedNodes>({});
  const { edges } = subject;
  const placed = useMemo(() => movedLayout(layout, { ...kept, ...dragged }, edges), [layout, kept, dragged, edges]);
  const { box, scale, handlers } = useViewport({ size: placed, zoom, onZoom });
  useEffect(
    () =>
      onGhost(() => {
        const n = currentGhost();
        const name = n === undefined ? undefined : subject.steps.actionAt(n);
        for (const node of box.current?.querySelectorAll("[data-node]") ?? []) {
          node.toggleAttribute("data-ghost", name !== undefined && node.getAttribute("data-node") === name);
        }
      }),
    [subject.steps, box],
  );
  const isDense = placed.nodes.size > mostLabelled;
  return (
    <div
      className={styles["canvas"]}
      ref={box}
      tabIndex={0}
      role="region"
      aria-label="Drawing of the graph"
      {...handlers}
    >
      <svg
        width={placed.width * scale}
        height={placed.height * scale}
        viewBox={`0 0 ${placed.width} ${placed.height}`}
        role="group"
        aria-label={summary}
        className={isDense ? styles["dense"] : ""}
      >
        <defs>
          {["quiet", "taken", "last"].map((kind) => (
            <marker
              key={kind}
              id={`arrow-${kind}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="9"
              markerHeight="9"
              markerUnits="userSpaceOnUse"
              orient="auto-start-reverse"
            >
              <path d="M0 0L8 4L0 8z" className={styles[kind === "quiet" ? "tip" : "tipTaken"]} />
            </marker>
          ))}
        </defs>
        {edges.map((edge) => {
          const line = placed.edges.get(edge.id);
          return line === undefined ? null : <EdgeView key={edge.id} edge={edge} line={line} subject={subject} />;
        })}
        {[...placed.nodes].map(([name, place]) => (
          <NodeView
            key={name}
            name={name}
            box={place}
            subject={subject}
            scale={scale}
            onDrag={(to, isEnd) => {
              if (isEnd) stored.set({ ...kept, [name]: { x: Math.round(to.x), y: Math.round(to.y) } });
              setDragged(isEnd ? {} : { [name]: to });
            }}
          />
        ))}
      </svg>
    </div>
  );
}
