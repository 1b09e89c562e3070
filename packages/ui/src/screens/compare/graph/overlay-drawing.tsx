import { countText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import { type OverlayCounts, overlaySide } from "../../../model/compare/graph-overlay.ts";
import { edgeDrawing } from "../../../model/graph/edge-drawing.ts";
import type { GraphLayout } from "../../../model/graph/graph-layout.ts";
import { conditionText, type DrawnGraph } from "../../../model/graph/graph-shape.ts";
import { edgeKey } from "../../../model/graph/path-counts.ts";
import { Canvas } from "../../../parts/graph/canvas.tsx";
import { nodeOf } from "../../../parts/graph/use-node-drag.ts";
import { useViewport } from "../../../parts/graph/use-viewport.ts";
import styles from "./overlay.module.css";

interface OverlayDrawingProps {
  readonly graph: DrawnGraph;
  readonly layout: GraphLayout;
  readonly counts: OverlayCounts;
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number) => void;
  /** An action was chosen. */
  readonly onChoose: (action: string) => void;
}

const words = { a: "only A", b: "only B", both: "both", none: "neither" } as const;

/** The machine with the ways of both: A's solid, B's dashed, those of both dark. */
export function OverlayDrawing({ graph, layout, counts: { a, b }, zoom, onZoom, onChoose }: OverlayDrawingProps) {
  const viewport = useViewport({
    size: layout,
    zoom,
    onZoom,
    smallestFit: 0.5,
    start: () => layout.nodes.get(graph.shape.nodes[0]?.id ?? ""),
    subject: "both",
  });
  const ways = graph.edges.map((edge) => {
    const key = edgeKey(edge.from, edge.to);
    const [inA, inB] = [a.edges.get(key) ?? 0, b.edges.get(key) ?? 0];
    return { ...edge, inA, inB, side: overlaySide(inA, inB) };
  });
  const apart = (side: "a" | "b"): string =>
    ways
      .filter((way) => way.side === side)
      .map(({ from, to }) => `${from} to ${to}`)
      .join(", ");
  const summary = `Ways of both runs. Only A went: ${visibleText(apart("a") || "none")}. Only B went: ${visibleText(apart("b") || "none")}.`; // prettier-ignore
  return (
    <Canvas
      label="Graph of both runs"
      summary={summary}
      viewport={viewport}
      size={layout}
      onPress={(event) => {
        const action = nodeOf(event);
        if (action !== undefined) onChoose(action);
      }}
    >
      {ways.map(({ id, from, to, condition, side, inA, inB }) => {
        const line = layout.edges.get(id);
        if (line === undefined) return null;
        const { line: path, tip } = edgeDrawing(line.points, 2);
        return (
          <g
            key={id}
            className={`${styles["edge"]} ${styles[`edge-${side}`]}`}
            data-edge={`${from} ${to}`}
            data-side={side}
          >
            <path d={path} className={styles["way"]}>
              <title>{visibleText(`${from} → ${to}: ${timesText(inA, inB)}`)}</title>
            </path>
            <path d={tip} className={styles[`tip-${side}`]} />
            {line.label !== null && (
              <text x={line.label.x} y={line.label.y + 4} className={styles["condition"]}>
                {conditionText(condition)}
              </text>
            )}
          </g>
        );
      })}
      {[...layout.nodes].map(([name, { x, y, width, height }]) => {
        const [inA, inB] = [a.nodes.get(name) ?? 0, b.nodes.get(name) ?? 0];
        const side = overlaySide(inA, inB);
        return (
          <g
            key={name}
            data-node={name}
            data-side={side}
            className={`${styles["node"]} ${styles[`node-${side}`]}`}
            transform={`translate(${x - width / 2} ${y - height / 2})`}
            role="button"
            tabIndex={0}
          >
            <title>{visibleText(`${name}, ${words[side]}: ${timesText(inA, inB)}`)}</title>
            <rect width={width} height={height} rx={6} />
            <text x={10} y={height / 2 + 4} className={styles["name"]}>
              {visibleText(shortened(name, Math.floor((width - 66) / 7.2)))}
            </text>
            <text x={width - 8} y={height / 2 + 4} className={styles["times"]}>
              {inA === inB ? `×${countText(inA)}` : `${countText(inA)} | ${countText(inB)}`}
            </text>
          </g>
        );
      })}
    </Canvas>
  );
}

function timesText(inA: number, inB: number): string {
  return `A ${countText(inA)} ×, B ${countText(inB)} ×`;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
