import type { GraphLayout } from "../../model/graph/graph-layout.ts";
import { type RefObject, useLayoutEffect, useMemo, useRef } from "react";

interface KeptPlaceOptions {
  readonly svg: RefObject<SVGSVGElement | null>;
  /** The node that is open, and the layout with room for it. */
  readonly node: string | undefined;
  readonly layout: GraphLayout;
  readonly scale: number;
  readonly zoom: number | undefined;
  readonly onZoom: (zoom: number | undefined) => void;
}

interface Place {
  readonly node: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Keeps a node that opens, closes, or grows, where it is on the screen, and as large: what is around it makes room. Where there is more of
 * it than fits, the least is scrolled that shows it.
 */
export function useKeptPlace({ svg, node, layout, scale, zoom, onZoom }: KeptPlaceOptions): void {
  const last = useRef({ node, scale });
  /** The zoom that this has set: it goes when the node closes. */
  const held = useRef<number | undefined>(undefined);
  const kept = useRef<Place | undefined>(undefined);
  // While this is rendered, the picture is still the one before.
  useMemo(() => {
    const turned = node ?? last.current.node;
    kept.current = turned === undefined || svg.current === null ? undefined : placeOf(svg.current, turned);
  }, [node, layout, svg]);
  useLayoutEffect(() => {
    const before = last.current;
    const place = kept.current;
    last.current = { node, scale };
    if (svg.current === null) return;
    // Fitted anew, it lies in the middle again.
    if (place === undefined && zoom === undefined) svg.current.style.removeProperty("margin");
    if (place === undefined) return;
    const zoomNow = node !== undefined && before.node === undefined && zoom === undefined ? before.scale : undefined;
    const isLetGo = node === undefined && held.current !== undefined && held.current === zoom;
    held.current = zoomNow ?? (node === undefined ? undefined : held.current);
    if (zoomNow !== undefined || isLetGo) return onZoom(zoomNow); // what follows is done when it has that size
    kept.current = undefined;
    keep(svg.current, place, node !== undefined);
    if (node !== undefined) showInside(svg.current, node);
  }, [svg, node, layout, scale, zoom, onZoom]);
}

/** Where the middle of a node's upper edge is on the screen. */
function placeOf(svg: SVGSVGElement, node: string): Place | undefined {
  const part = [...svg.children].find((one) => one.getAttribute("data-node") === node);
  const box = part?.querySelector("rect:not([x])")?.getBoundingClientRect();
  return box && { node, x: box.left + box.width / 2, y: box.top };
}

/** Scrolls so that a node is at a place again; where there is nothing to scroll, empty room is added, as long as a node is open. */
function keep(svg: SVGSVGElement, { node, x, y }: Place, isOpen: boolean): void {
  const pane = svg.parentElement;
  svg.style.removeProperty("margin");
  const now = placeOf(svg, node);
  if (pane === null || now === undefined || (Math.abs(now.x - x) < 1 && Math.abs(now.y - y) < 1)) return;
  if (!isOpen) return pane.scrollBy(now.x - x, now.y - y);
  const [all, around] = [svg.getBoundingClientRect(), pane.getBoundingClientRect()];
  const left = x - around.left - (now.x - all.left);
  const top = y - around.top - (now.y - all.top);
  const right = Math.max(0, pane.clientWidth - left - all.width);
  const bottom = Math.max(0, pane.clientHeight - top - all.height);
  svg.style.margin = `${Math.max(0, top)}px ${right}px ${bottom}px ${Math.max(0, left)}px`;
  pane.scrollTo(Math.max(0, -left), Math.max(0, -top));
}

/** Scrolls as little as shows all of a node that is open, its upper left corner first. */
function showInside(svg: SVGSVGElement, node: string): void {
  const pane = svg.parentElement;
  const frame = [...svg.children].find((one) => one.getAttribute("data-frame") === node);
  const box = frame?.getBoundingClientRect();
  if (pane === null || box === undefined) return;
  const around = pane.getBoundingClientRect();
  const by = (start: number, end: number, [from, to]: readonly [number, number]): number =>
    start < from ? start - from : Math.min(Math.max(0, end - to), start - from);
  pane.scrollBy(
    by(box.left, box.right, [around.left, around.left + pane.clientWidth]),
    by(box.top, box.bottom, [around.top, around.top + pane.clientHeight]),
  );
}
