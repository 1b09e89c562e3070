import { type ComponentProps, useLayoutEffect, useRef } from "react";
import type { NodeBox, Point } from "../../model/graph/graph-layout.ts";
import { drawingScale, insideRoom } from "../../model/graph/opened-layout.ts";
import styles from "./graph.module.css";
import { summaryOf } from "./graph-words.ts";
import { Shapes } from "./shapes.tsx";
import type { DrawnInside } from "./use-opened.ts";

interface OpenedNodeViewProps {
  readonly opened: DrawnInside;
  readonly box: Point & NodeBox;
}

/** The node that is open, for `Shapes`. */
export function openedNode(opened: DrawnInside | undefined): ComponentProps<typeof Shapes>["opened"] {
  return (
    opened && {
      action: opened.action,
      draw: (box) => <OpenedNodeView key={`${opened.action} inside`} opened={opened} box={box} />,
    }
  );
}

/** What is inside of a node that is open: the bar, and the graph of the run. */
function OpenedNodeView({ opened, box }: OpenedNodeViewProps) {
  const { head, bar } = insideRoom;
  const { action, subject, layout, inner } = opened;
  const whole = useRef<SVGGElement>(null);
  useLayoutEffect(() => {
    const group = whole.current;
    // What has the focus goes away: then what opens it again has it.
    return () => {
      if (group?.contains(document.activeElement) === true) toggleOf(group, action)?.focus();
    };
  }, [action]);
  const scale = drawingScale(layout);
  const [width, height] = [(layout?.width ?? 0) * scale, (layout?.height ?? 0) * scale];
  return (
    <g ref={whole} transform={`translate(${box.x - box.width / 2} ${box.y - box.height / 2})`} data-inside={action}>
      <foreignObject x={1} y={head} width={box.width - 2} height={bar} data-bar>
        {opened.bar}
      </foreignObject>
      {subject !== undefined && layout !== undefined && (
        <svg
          x={(box.width - width) / 2}
          y={head + bar}
          width={width}
          height={height}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          role="group"
          aria-label={summaryOf(subject)}
          className={subject.graph.shape.isDense ? styles["dense"] : ""}
        >
          <Shapes layout={layout} subject={subject} opened={openedNode(inner)} />
        </svg>
      )}
    </g>
  );
}

/** What opens and closes a node, from the group that is inside of it. */
function toggleOf(inside: SVGGElement, action: string): SVGElement | undefined {
  const beside = [...(inside.parentElement?.children ?? [])];
  const toggle = beside.find((one) => one.getAttribute("data-toggle") === action);
  return toggle instanceof SVGElement ? toggle : undefined;
}
