import { useMemo, useState } from "react";
import { countText } from "../../../format/quantities.ts";
import { type AlignedPair, pairWith } from "../../../model/compare/alignment.ts";
import { mergedGraph, overlayCounts } from "../../../model/compare/graph-overlay.ts";
import type { CompareSelection } from "../../../model/compare/selection.ts";
import { nextVisit, visitsOf } from "../../../model/graph/path-counts.ts";
import { useDrawnGraph } from "../../../parts/graph/use-drawn-graph.ts";
import { useLayout } from "../../../parts/graph/use-layout.ts";
import { SideMark } from "../side-mark.tsx";
import type { Comparison } from "../use-comparison.ts";
import { OverlayDrawing } from "./overlay-drawing.tsx";
import styles from "./overlay.module.css";

interface OverlayGraphProps {
  readonly comparison: Comparison;
  readonly selection: CompareSelection | undefined;
  readonly onSelect: (pair: AlignedPair | undefined) => void;
}

/** Larger graphs are not drawn. */
const mostDrawn = 1000;

/** The ways of both runs through the machine, over each other. */
export function OverlayGraph({ comparison, selection, onSelect }: OverlayGraphProps) {
  const { a, b, alignment } = comparison;
  const [one, other] = [useDrawnGraph(a.key, a.header, a.steps), useDrawnGraph(b.key, b.header, b.steps)];
  const [zoom, setZoom] = useState<number | undefined>(undefined);
  const graph = useMemo(
    () => (one === undefined || other === undefined ? undefined : mergedGraph(one.graph, other.graph)),
    [one?.graph, other?.graph],
  );
  const rows = useMemo(() => alignment?.rows ?? [], [alignment]);
  const counts = useMemo(() => overlayCounts(rows, { a: a.steps, b: b.steps }), [rows, a.steps, b.steps]);
  const isDrawn = graph !== undefined && graph.shape.nodes.length <= mostDrawn;
  const isOne = one?.name === other?.name;
  const name = isOne ? (one?.name ?? "") : JSON.stringify([one?.name, other?.name]);
  const layout = useLayout(name, isDrawn ? graph.shape : undefined);
  const goTo = (action: string): void => {
    for (const side of ["a", "b"] as const) {
      const n = nextVisit(visitsOf(comparison[side].steps, action), selection?.[side] ?? -1);
      if (n !== undefined) return onSelect(pairWith(rows, side, n));
    }
  };
  return (
    <div className={styles["graph"]}>
      <p className={styles["legend"]}>
        <span>
          <SideMark side="a" /> only A
        </span>
        <span>
          <SideMark side="b" /> only B
        </span>
        <span className={styles["dark"]}>both</span>
      </p>
      {graph !== undefined && !isDrawn && (
        <p className="muted">{countText(graph.shape.nodes.length)} actions are too many to draw.</p>
      )}
      {graph !== undefined && layout !== undefined && (
        <OverlayDrawing graph={graph} layout={layout} counts={counts} zoom={zoom} onZoom={setZoom} onChoose={goTo} />
      )}
    </div>
  );
}
