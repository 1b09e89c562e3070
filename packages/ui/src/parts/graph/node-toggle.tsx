import { memo } from "react";
import { countText } from "../../format/quantities.ts";
import { visibleText } from "../../format/visible-text.ts";
import type { NodeBox, Point } from "../../model/graph/graph-layout.ts";
import styles from "./graph.module.css";

interface NodeToggleProps {
  readonly name: string;
  readonly box: Point & NodeBox;
  /** How many runs its steps started. */
  readonly runs: number;
  readonly isOpen: boolean;
  /** Beside the node, which is too small. */
  readonly isAside: boolean;
}

const size = 26;

/** Opens a node: then the graph of a run that it started is inside of it. */
export const NodeToggle = memo(function NodeToggle({ name, box, runs, isOpen, isAside }: NodeToggleProps) {
  const left = isAside ? box.x + box.width / 2 - 2 : box.x - box.width / 2;
  return (
    <g
      data-toggle={name}
      className={styles["toggle"]}
      transform={`translate(${left} ${box.y - size / 2})`}
      role="button"
      tabIndex={0}
      aria-expanded={isOpen}
      aria-label={toggleText(name, runs)}
    >
      <title>{isOpen ? "Close it (Esc)" : toggleText(name, runs)}</title>
      <rect width={size} height={size} rx={5} />
      <path d={isOpen ? "M8.5 11l4.5 4.5 4.5-4.5" : "M11 8.5l4.5 4.5-4.5 4.5"} />
    </g>
  );
});

/** `The 12 runs that inquire started`. */
export function toggleText(name: string, runs: number): string {
  return `${runs === 1 ? "The run" : `The ${countText(runs)} runs`} that ${visibleText(name)} started`;
}
