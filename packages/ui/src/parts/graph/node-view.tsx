import { memo } from "react";
import { visibleText } from "../../format/visible-text.ts";
import type { NodeBox, Point } from "../../model/graph/graph-layout.ts";
import { nameLetter } from "../../model/graph/graph-shape.ts";
import { fitted, textWidth } from "../../model/text/text-width.ts";
import styles from "./graph.module.css";

interface NodeViewProps {
  readonly name: string;
  readonly box: Point & NodeBox;
  /** All of it in words: what it shows is shorter. */
  readonly title: string;
  /** What stands at its right, and the same with fewer words; `undefined`: there is room for a dot only. */
  readonly figure: string | undefined;
  readonly shortFigure?: string;
  /** From 0 to 1; `undefined`: it is not tinted by a measure. */
  readonly heat: number | undefined;
  readonly isVisited: boolean;
  readonly isCurrent: boolean;
  readonly isUnknown: boolean;
  readonly isParent: boolean;
  /** Whether something is behind it, and its address. */
  readonly isOpen: boolean;
  readonly href: string | undefined;
  readonly isTabStop: boolean;
  /** Room at its left, for what opens it. */
  readonly indent: number;
}

const figureLetter = 6.8;

/** An action. */
export const NodeView = memo(function NodeView(props: NodeViewProps) {
  const { name, box, title, figure, heat, isCurrent, isParent, isOpen, href, isTabStop } = props;
  const { width, height } = box;
  const content = (
    <>
      <title>{title}</title>
      {isParent && <rect className={styles["stack"]} x={4} y={4} width={width} height={height} rx={6} />}
      <rect width={width} height={height} rx={6} />
      {heat !== undefined && (
        <rect className={styles["heat"]} width={width} height={height} rx={6} fillOpacity={0.1 + 0.35 * heat} />
      )}
      {figure !== undefined && <NodeText {...props} figure={figure} />}
    </>
  );
  const common = {
    "data-node": name,
    className: classesOf(props),
    transform: `translate(${box.x - width / 2} ${box.y - height / 2})`,
    "aria-current": isCurrent ? ("step" as const) : undefined,
    tabIndex: isTabStop && isOpen ? 0 : -1,
  };
  return href === undefined ? (
    <g {...common} role={isOpen ? "button" : "img"} aria-label={isOpen ? undefined : title}>
      {content}
    </g>
  ) : (
    <a {...common} href={href} draggable={false}>
      {content}
    </a>
  );
});

function NodeText({
  name,
  box: { width, height },
  figure,
  shortFigure = figure,
  isUnknown,
  heat,
  indent,
}: NodeViewProps & { readonly figure: string }) {
  const shown = visibleText(name);
  // The name is worth more than the words between two numbers.
  const right =
    textWidth(shown, nameLetter) + figure.length * figureLetter + 26 + indent > width ? shortFigure : figure;
  return (
    <>
      <text x={10 + indent} y={height / 2 + 4.5} className={styles["name"]}>
        {fitted(shown, nameLetter, width - 26 - indent - right.length * figureLetter)}
      </text>
      <text
        x={width - 9}
        y={height / 2 + 4}
        className={`${styles["visits"]} ${heat === undefined ? "" : styles["strong"]}`}
      >
        {isUnknown ? `${right} ?` : right}
      </text>
    </>
  );
}

function classesOf({ isVisited, isCurrent, isUnknown, isOpen }: NodeViewProps): string {
  return [
    styles["node"],
    isVisited ? styles["visited"] : "",
    isCurrent ? styles["now"] : "",
    isUnknown ? styles["unknown"] : "",
    isOpen ? styles["opens"] : "",
  ].join(" ");
}
