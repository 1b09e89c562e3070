import { useMemo, useRef } from "react";
import type { GraphLayout } from "../../model/graph/graph-layout.ts";
import type { DrawnEdge } from "../../model/graph/graph-shape.ts";
import { openedLayout, openedSize } from "../../model/graph/opened-layout.ts";
import type { GraphSubject, OpenedNode } from "./graph-subject.ts";
import { useLayout } from "./use-layout.ts";

/** Larger graphs are tables. */
export const mostDrawn = 1000;

const noEdges: readonly DrawnEdge[] = [];

/** A node that is open, as it is drawn. */
export interface DrawnInside extends OpenedNode {
  /** What is inside: with room for what is open in there. `undefined`: there is nothing to draw. */
  readonly layout: GraphLayout | undefined;
  readonly inner: DrawnInside | undefined;
}

/** The node of a graph that is open, and the one of the graph inside of that one. */
export function useOpened(opened: OpenedNode | undefined): DrawnInside | undefined {
  const inner = useDrawn(opened?.subject?.inside?.opened, undefined);
  return useDrawn(opened, inner);
}

/** A layout with room for what is open in it. */
export function useRoomFor(
  layout: GraphLayout | undefined,
  edges: readonly DrawnEdge[],
  opened: DrawnInside | undefined,
): GraphLayout | undefined {
  const { action, layout: inside } = opened ?? {};
  return useMemo(() => {
    const box = action === undefined ? undefined : layout?.nodes.get(action);
    return layout === undefined || action === undefined || box === undefined
      ? layout
      : openedLayout(layout, edges, { name: action, size: openedSize(inside, box) });
  }, [layout, edges, action, inside]);
}

/** The node from when all of it is there; until then, another run that was inside of the same node. */
function useDrawn(opened: OpenedNode | undefined, inner: DrawnInside | undefined): DrawnInside | undefined {
  const subject = opened?.subject;
  const isDrawn = subject !== undefined && canBeDrawn(subject);
  const layout = useRoomFor(
    useLayout(subject?.name ?? "", isDrawn ? subject.graph.shape : undefined),
    subject?.graph.edges ?? noEdges,
    inner,
  );
  const shown = useRef<DrawnInside | undefined>(undefined);
  const isWaiting = opened?.isPending === true || (isDrawn && layout === undefined);
  if (opened === undefined || (isWaiting && shown.current?.action !== opened.action)) shown.current = undefined;
  else if (isWaiting) shown.current = shown.current && { ...shown.current, bar: opened.bar };
  else shown.current = { ...opened, layout, inner };
  return shown.current;
}

function canBeDrawn({ graph: { shape } }: GraphSubject): boolean {
  return shape.nodes.length > 0 && shape.nodes.length <= mostDrawn;
}
