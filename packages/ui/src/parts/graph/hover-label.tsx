import { type RefObject, useEffect, useRef } from "react";
import { visibleText } from "../../format/visible-text.ts";
import type { GraphLayout } from "../../model/graph/graph-layout.ts";
import { textWidth } from "../../model/text/text-width.ts";
import styles from "./graph.module.css";
import { nodeOf } from "./use-node-drag.ts";

interface HoverLabelProps {
  readonly svg: RefObject<SVGSVGElement | null>;
  readonly layout: GraphLayout;
  readonly figureOf: (node: string) => string;
}

/** Of dots, the one that the pointer or the focus is at has its name beside it. It is put there without rendering. */
export function HoverLabel({ svg, layout, figureOf }: HoverLabelProps) {
  const label = useRef<SVGGElement>(null);
  const figure = useRef(figureOf);
  figure.current = figureOf;
  useEffect(() => {
    const drawing = svg.current;
    const group = label.current;
    if (drawing === null || group === null) return undefined;
    const show = (event: Event): void => {
      const name = event.target === null ? undefined : nodeOf({ target: event.target });
      const place = name === undefined ? undefined : layout.nodes.get(name);
      group.toggleAttribute("data-shown", place !== undefined);
      if (name === undefined || place === undefined) return;
      const text = `${visibleText(name)}  ${figure.current(name)}`;
      const width = textWidth(text, 7.2) + 20;
      const x = Math.max(0, Math.min(layout.width - width, place.x - width / 2));
      const isBelow = place.y < 44;
      group.setAttribute(
        "transform",
        `translate(${x} ${place.y + (isBelow ? place.height / 2 + 6 : -place.height / 2 - 30)})`,
      );
      group.querySelector("rect")?.setAttribute("width", String(width));
      const words = group.querySelector("text");
      if (words !== null) words.textContent = text;
    };
    const end = new AbortController();
    for (const type of ["pointerover", "focusin"]) drawing.addEventListener(type, show, end);
    return () => end.abort();
  }, [svg, layout]);
  return (
    <g ref={label} className={styles["hoverLabel"]} aria-hidden>
      <rect height={24} rx={4} />
      <text x={10} y={16} className={styles["name"]} />
    </g>
  );
}
