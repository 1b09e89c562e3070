import type { MouseEvent, ReactNode } from "react";
import { isRowOpen, levelOfRow } from "../../../model/rows/row-place.ts";
import { ghostOf } from "../strip/ghost.ts";
import type { PlacedRow } from "./rows-grid.tsx";
import styles from "./rows.module.css";
import type { Tree } from "./use-tree.ts";

interface RowFrameProps {
  readonly placed: PlacedRow;
  readonly tree: Tree;
  readonly className?: string | undefined;
  /** Whether a click shows what the row is about, and does not only move the cursor. */
  readonly entersOnClick?: boolean;
  readonly children: ReactNode;
}

/** A row of the tree, at its place. */
export function RowFrame({ placed, tree, className = "", entersOnClick = false, children }: RowFrameProps) {
  const { row, index, top, height, isCurrent, isTabStop } = placed;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-level={levelOfRow(row)}
      aria-expanded={isRowOpen(row)}
      aria-selected={isCurrent}
      tabIndex={isTabStop ? 0 : -1}
      className={`${styles["row"]} inset-focus ${isCurrent ? styles["current"] : ""} ${className}`}
      style={{ transform: `translateY(${top}px)`, height }}
      {...ghostOf(row.n)}
      onClick={(event) => {
        if (!isOnLink(event)) (entersOnClick ? tree.enter : (at: number) => tree.select(at, true))(index);
      }}
      onDoubleClick={(event) => {
        if (!entersOnClick && !isOnLink(event)) tree.enter(index);
      }}
    >
      {children}
    </div>
  );
}

function isOnLink(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest("a") !== null;
}
