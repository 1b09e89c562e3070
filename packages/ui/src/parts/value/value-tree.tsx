import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from "react";
import type { TreeRow } from "../../model/value/tree-rows.ts";
import type { TreeNode } from "../../model/value/tree-node.ts";
import { useRowHeight } from "../use-row-height.ts";
import { TreeRowView } from "./tree-row-view.tsx";
import styles from "./value-tree.module.css";
import { evenRows } from "../../model/row-places.ts";
import { useRowWindow } from "../../parts/use-row-window.ts";

interface ValueTreeProps {
  readonly label: string;
  readonly rows: readonly TreeRow[];
  /** The pointer of the selected value. */
  readonly selected: string | undefined;
  readonly onSelect: (pointer: string) => void;
  readonly onOpen: (node: TreeNode) => void;
  readonly onClose: (node: TreeNode) => void;
  /** Asks for children that were left out. */
  readonly onMore: (pointer: string, page: number) => void;
  /** `[` closes all. */
  readonly onCloseAll?: () => void;
  /** `]` opens what is shown one level deeper. */
  readonly onOpenAll?: (nodes: readonly TreeNode[]) => void;
  /** Enter, or a double click, on a value that has no children. */
  readonly onRead?: (node: TreeNode) => void;
  /** What stands at the end of a line. */
  readonly aside?: (node: TreeNode) => ReactNode;
  /** Marks what a search has found. */
  readonly isHit?: (pointer: string) => boolean;
  /** At most this high, and else as high as it needs to be; without it, as high as there is room. */
  readonly maxHeight?: number;
}

/** A value as a tree: lines are made for what is in sight alone. One tab stop; arrow keys move, open and close. */
export function ValueTree({
  label,
  rows,
  selected,
  onSelect,
  onOpen,
  onClose,
  onMore,
  onCloseAll,
  onOpenAll,
  onRead,
  aside,
  isHit,
  maxHeight,
}: ValueTreeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rowHeight = useRowHeight(24);
  const places = useMemo(() => evenRows(rows.length, rowHeight), [rows.length, rowHeight]);
  const lines = useRowWindow({ scroller, places });
  // Where there is more to be asked for is a line too, though it is no value that could be selected.
  const [moreLine, setMoreLine] = useState<string | undefined>(undefined);
  const isPlace = (row: TreeRow): boolean =>
    moreLine === undefined ? row.kind === "node" && row.node.pointer === selected : moreName(row) === moreLine;
  const found = rows.findIndex(isPlace);
  const place =
    found < 0 && moreLine !== undefined
      ? rows.findIndex((row) => row.kind === "node" && row.node.pointer === selected)
      : found;
  useEffect(() => {
    if (place >= 0) lines.show(place);
  }, [place, lines.show]);
  const to = (index: number, direction: 1 | -1): void => {
    for (let at = Math.max(0, Math.min(rows.length - 1, index)); at >= 0 && at < rows.length; at += direction) {
      const row = rows[at];
      if (row === undefined || row.kind === "wait" || row.kind === "failed") continue;
      setMoreLine(moreName(row));
      if (row.kind === "node") onSelect(row.node.pointer);
      return;
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[place];
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => to(place + 1, 1),
      ArrowUp: () => (place < 0 ? to(0, 1) : to(place - 1, -1)),
      PageDown: () => to(place + page, -1),
      PageUp: () => to(place - page, 1),
      Home: () => to(0, 1),
      End: () => to(rows.length - 1, -1),
      ArrowRight: () => {
        if (row?.kind !== "node" || !row.isExpandable) return;
        if (row.isOpen) to(place + 1, 1);
        else onOpen(row.node);
      },
      ArrowLeft: () => {
        if (row?.kind !== "node") return;
        if (row.isOpen) onClose(row.node);
        else to(parentOf(rows, place), -1);
      },
      "[": () => onCloseAll?.(),
      "]": () =>
        onOpenAll?.(rows.flatMap((one) => (one.kind === "node" && one.isExpandable && !one.isOpen ? [one.node] : []))),
      Enter: () => {
        if (row?.kind === "more") onMore(row.pointer, row.page);
        if (row?.kind !== "node") return;
        if (!row.isExpandable) onRead?.(row.node);
        else if (row.isOpen) onClose(row.node);
        else onOpen(row.node);
      },
    };
    const act = acts[event.shiftKey ? "" : event.key];
    if (act === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <div
      className={styles["scroller"]}
      ref={scroller}
      style={
        maxHeight === undefined
          ? undefined
          : { height: Math.min(maxHeight, Math.max(1, rows.length) * rowHeight), flex: "none" }
      }
    >
      <div
        role="tree"
        aria-label={label}
        aria-activedescendant={place >= 0 ? `${id}-${place}` : undefined}
        tabIndex={0}
        className={styles["tree"]}
        style={{ height: lines.boxHeight }}
        onKeyDown={onKeyDown}
      >
        {lines.rows.map(({ index, top, height }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <TreeRowView
              key={row.kind === "node" ? row.node.pointer : `${row.kind} ${row.pointer} ${index}`}
              id={`${id}-${index}`}
              row={row}
              top={top}
              height={height}
              isSelected={index === place}
              isHit={row.kind === "node" && isHit?.(row.node.pointer) === true}
              aside={row.kind === "node" ? aside?.(row.node) : undefined}
              onSelect={(pointer) => {
                setMoreLine(undefined);
                onSelect(pointer);
              }}
              onToggle={(node, isOpen) => (isOpen ? onClose(node) : onOpen(node))}
              onMore={onMore}
              onRead={onRead}
            />
          );
        })}
      </div>
    </div>
  );
}

function moreName(row: TreeRow): string | undefined {
  return row.kind === "more" ? `${row.pointer} ${row.page}` : undefined;
}

function parentOf(rows: readonly TreeRow[], place: number): number {
  const level = rows[place]?.level ?? 1;
  for (let at = place - 1; at >= 0; at -= 1) if ((rows[at]?.level ?? 0) < level) return at;
  return place;
}
