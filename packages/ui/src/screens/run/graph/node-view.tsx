import { type PointerEvent, useRef } from "react";
import { countText, durationText } from "../../../format/quantities.ts";
import { visibleText } from "../../../format/visible-text.ts";
import type { NodeBox, Point } from "../../../model/graph-layout.ts";
import { heatOf, type Measure, type NodeCounts, nextVisit, visitsOf } from "../../../model/path-counts.ts";
import { lastAtMost } from "../../../model/run-clock.ts";
import type { GraphSubject } from "./graph-subject.ts";
import styles from "./graph.module.css";

interface NodeViewProps {
  readonly name: string;
  readonly box: Point & NodeBox;
  readonly subject: GraphSubject;
  /** Pixels on the screen for one of the drawing. */
  readonly scale: number;
  /** Puts its middle elsewhere. `isEnd`: it stays there. */
  readonly onDrag: (place: Point, isEnd: boolean) => void;
}

/** Smaller drags are clicks. */
const leastDrag = 4;

/** An action. A click goes to its next visit; dragged, it stays where it is put. */
export function NodeView({ name, box, subject, scale, onDrag }: NodeViewProps) {
  const { counts, current, steps, heat, goTo } = subject;
  const start = useRef<{ readonly x: number; readonly y: number; readonly box: Point } | undefined>(undefined);
  const hasMoved = useRef(false);
  const { width, height } = box;
  const node = counts.nodes.get(name);
  const isCurrent = current?.action === name;
  const go = (): void => {
    const n = nextVisit(visitsOf(steps, name), current?.n ?? -1);
    if (n !== undefined) goTo(n);
  };
  const place = (event: PointerEvent): Point | undefined => {
    if (start.current === undefined) return undefined;
    const by = { x: event.clientX - start.current.x, y: event.clientY - start.current.y };
    if (!hasMoved.current && Math.hypot(by.x, by.y) < leastDrag) return undefined;
    hasMoved.current = true;
    return { x: start.current.box.x + by.x / scale, y: start.current.box.y + by.y / scale };
  };
  const full = isCurrent && heat === undefined ? visitText(subject, name) : nodeText(node, heat);
  // The name is worth more than the words between two numbers.
  const right = name.length * 7.2 + full.length * 6.8 + 20 > width ? full.replace(" of ", "/") : full;
  const room = width - 20 - right.length * 6.8;
  return (
    <g
      data-node={name}
      transform={`translate(${box.x - width / 2} ${box.y - height / 2})`}
      className={`${styles["node"]} ${node === undefined ? "" : styles["visited"]} ${isCurrent ? styles["now"] : ""}`}
      role="button"
      tabIndex={0}
      aria-current={isCurrent ? "step" : undefined}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        start.current = { x: event.clientX, y: event.clientY, box };
        hasMoved.current = false;
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        const to = place(event);
        if (to !== undefined) onDrag(to, false);
      }}
      onPointerUp={(event) => {
        const to = place(event);
        start.current = undefined;
        if (to !== undefined) onDrag(to, true);
      }}
      onClick={() => {
        if (!hasMoved.current) go();
        hasMoved.current = false;
      }}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        event.stopPropagation();
        go();
      }}
    >
      {/* It also names the node: what it shows is shorter. */}
      <title>{`${visibleText(name)}, ${sentence(node)}${isCurrent ? `, visit ${visitText(subject, name)}` : ""}`}</title>
      <rect width={width} height={height} rx={6} />
      {heat !== undefined && (
        <rect
          className={styles["heat"]}
          width={width}
          height={height}
          rx={6}
          fillOpacity={0.35 * heatOf(counts, name, heat)}
        />
      )}
      <text x={10} y={height / 2 + 4} className={styles["name"]}>
        {visibleText(shortened(name, Math.floor(room / 7.2)))}
      </text>
      <text
        x={width - 8}
        y={height / 2 + 4}
        className={`${styles["visits"]} ${heat === undefined ? "" : styles["strong"]}`}
      >
        {right}
      </text>
    </g>
  );
}

/** Which of its visits the cursor is at: `3 of 12`. */
function visitText({ steps, current }: GraphSubject, name: string): string {
  const places = visitsOf(steps, name);
  return `${countText(lastAtMost(places, current?.n ?? -1) + 1)} of ${countText(places.length)}`;
}

function nodeText(node: NodeCounts | undefined, heat: Measure | undefined): string {
  switch (heat) {
    case "totalMs":
      return durationText(node?.totalMs ?? 0);
    case "errors":
      return node === undefined || node.errors === 0 ? "–" : `${countText(node.errors)} ✕`;
    case "tokens":
      return node === undefined || node.tokens === 0 ? "–" : countText(node.tokens);
    default:
      return `×${countText(node?.visits ?? 0)}`;
  }
}

function sentence(node: NodeCounts | undefined): string {
  if (node === undefined) return "not visited";
  const parts = [
    `visited ${node.visits === 1 ? "once" : `${countText(node.visits)} times`}`,
    durationText(node.totalMs),
  ];
  if (node.errors > 0) parts.push(node.errors === 1 ? "1 error" : `${countText(node.errors)} errors`);
  if (node.tokens > 0) parts.push(`${countText(node.tokens)} tokens`);
  return parts.join(", ");
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}
