import { type PointerEvent, useRef } from "react";
import type { Point } from "../../model/graph/graph-layout.ts";

interface NodeDragOptions {
  /** Where a node is, by its middle. */
  readonly placeOf: (node: string) => Point | undefined;
  /** Pixels on the screen for one of the drawing. */
  readonly scale: number;
  /** Puts its middle elsewhere. `isEnd`: it stays there. */
  readonly onDrag: (node: string, place: Point, isEnd: boolean) => void;
}

/** Smaller drags are clicks. */
const leastDrag = 4;

interface Drag {
  readonly node: string;
  readonly x: number;
  readonly y: number;
  readonly from: Point;
  hasMoved: boolean;
}

/** The node that an event is on, if it is none of a graph inside of another node. */
export function nodeOf({ target }: { readonly target: EventTarget }): string | undefined {
  return target instanceof Element
    ? (target.closest("[data-node], [data-inside]")?.getAttribute("data-node") ?? undefined)
    : undefined;
}

/** Lets nodes be dragged. */
export function useNodeDrag({ placeOf, scale, onDrag }: NodeDragOptions) {
  const drag = useRef<Drag | undefined>(undefined);
  const wasDrag = useRef(false);
  const drop = (event: PointerEvent, isEnd: boolean): void => {
    if (drag.current === undefined) return;
    const { node, x, y, from } = drag.current;
    const by = { x: event.clientX - x, y: event.clientY - y };
    if (!drag.current.hasMoved && Math.hypot(by.x, by.y) < leastDrag) return;
    drag.current.hasMoved = true;
    onDrag(node, { x: from.x + by.x / scale, y: from.y + by.y / scale }, isEnd);
  };
  return {
    /** Whether the click that comes now is the end of a drag. */
    isDrag: (): boolean => wasDrag.current,
    handlers: {
      onPointerDown: (event: PointerEvent<SVGElement>) => {
        wasDrag.current = false;
        const node = nodeOf(event);
        const from = node === undefined ? undefined : placeOf(node);
        if (event.button !== 0 || node === undefined || from === undefined) return;
        drag.current = { node, x: event.clientX, y: event.clientY, from, hasMoved: false };
      },
      onPointerMove: (event: PointerEvent<SVGElement>) => {
        if (drag.current?.hasMoved === false) {
          drop(event, false);
          if (drag.current.hasMoved) event.currentTarget.setPointerCapture(event.pointerId);
        } else drop(event, false);
      },
      onPointerUp: (event: PointerEvent<SVGElement>) => {
        drop(event, true);
        wasDrag.current = drag.current?.hasMoved === true;
        drag.current = undefined;
      },
      onPointerCancel: () => {
        drag.current = undefined;
      },
    },
  };
}
