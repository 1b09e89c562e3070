import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
} from "react";
import { shownFrom } from "../../../model/filtered-steps.ts";
import { unevenRows } from "../../../model/row-places.ts";
import { rowOfKey, selectable } from "../../../model/rows/row-place.ts";
import type { TreeRow } from "../../../model/rows/row-list.ts";
import { stepPlace } from "../../../model/step-place.ts";
import { useRowWindow, type WindowRow } from "../../../parts/use-row-window.ts";
import { useRun } from "../run-context.ts";
import styles from "./rows.module.css";
import type { Tree } from "./use-tree.ts";
import { useTypeAhead } from "./use-type-ahead.ts";

/** A row where it is in the list. */
export interface PlacedRow {
  readonly row: TreeRow;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly isCurrent: boolean;
  /** Whether the Tab key comes to this row: of all rows it is one. */
  readonly isTabStop: boolean;
}

/** What of the list is in sight. */
export interface Sight {
  /** From the top of the box that holds the rows, which is below the head. */
  readonly rows: readonly WindowRow[];
  /** The first and the last row in sight. The row with the focus, which is among the rows too, may be far away. */
  readonly first: number;
  readonly last: number;
}

interface RowsGridProps {
  readonly label: string;
  readonly tree: Tree;
  readonly rowHeight: number;
  /** The row of column heads, which stays in sight, and how high it is. */
  readonly head: ReactNode;
  readonly headHeight: number;
  readonly className?: string | undefined;
  readonly renderRow: (placed: PlacedRow) => ReactNode;
  /** Is called when what is in sight has changed, before it is painted. */
  readonly onSight?: (sight: Sight) => void;
  /** What lies over the rows. */
  readonly children?: ReactNode;
}

const dividerHeight = 20;

/** Rows of steps as a tree with columns: there are elements for what is in sight alone, and for the row that has the focus. */
export function RowsGrid({
  label,
  tree,
  rowHeight,
  head,
  headHeight,
  className = "",
  renderRow,
  onSight,
  children,
}: RowsGridProps) {
  const { steps, filtered, current, search, following, move } = useRun();
  const { list, place, select, setOpen, enter, setInSight } = tree;
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const hasFocus = useRef(false);
  // Where the filter hides the step under the cursor, the next one behind it takes the focus.
  const nearest = filtered.shown.at(Math.min(filtered.shown.length - 1, shownFrom(filtered.shown, current?.n ?? 0)));
  const tabStop =
    place >= 0
      ? place
      : selectable(list, steps, { index: nearest === undefined ? 0 : Math.max(0, list.indexOfStep(nearest)), by: 1 });
  const places = useMemo(
    () => unevenRows(list.length, (index) => (list.isDivider(index) ? dividerHeight : rowHeight)),
    [list, rowHeight],
  );
  const { rows, first, last, boxHeight, show } = useRowWindow({
    scroller,
    places,
    head: headHeight,
    around: 2,
    kept: tabStop,
  });
  useEffect(() => setInSight(first, last));
  useLayoutEffect(() => onSight?.({ rows, first, last }));

  // The row under the cursor comes into sight when the cursor moves, and not when rows around it come and go.
  const cursor =
    current === undefined
      ? undefined
      : `${current.n} ${search.sel ?? ""} ${place < 0} ${search.q ?? ""} ${filtered.isSearching}`;
  useLayoutEffect(() => {
    if (cursor !== undefined && tabStop >= 0) show(tabStop);
  }, [cursor, show]);
  useLayoutEffect(() => {
    if (hasFocus.current)
      grid.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, [tabStop]);

  const typeAhead = useTypeAhead(tree, tabStop);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headHeight) / rowHeight) - 1);
    const isLetter = typeAhead(event.key);
    const found = isLetter ? undefined : rowOfKey(list, steps, { index: tabStop, key: event.key, page });
    if (place < 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) select(tabStop);
    else if (found === "open" || found === "close") setOpen(tabStop, found === "open");
    else if (found !== undefined) select(found.to);
    else if (event.key === "Enter") enter(tabStop);
    else if (!isLetter) return;
    event.preventDefault();
    event.stopPropagation();
  };
  // Whoever looks around does not want the list to run on.
  const stay = (): void => {
    if (following && current !== undefined) move({ ...stepPlace(steps, current.n) });
  };
  // As many digits as the largest number of a step has.
  const digits = String(steps.at(steps.length - 1)?.sequenceId ?? 0).length;
  // Where there are no rows, what says so leaves room for the heads alone.
  const style = { "--number": `${Math.max(44, 24 + digits * 7.25)}px`, minHeight: headHeight } as CSSProperties; // with a custom property
  return (
    <div
      className={`${styles["scroller"]} ${className}`}
      style={style}
      ref={scroller}
      onWheel={stay}
      onTouchMove={stay}
      onPointerDown={stay}
    >
      <div
        role="treegrid"
        aria-label={label}
        aria-rowcount={list.length + 1}
        aria-multiselectable={false}
        ref={grid}
        onKeyDown={onKeyDown}
        onFocus={() => (hasFocus.current = true)}
        onBlur={() => (hasFocus.current = false)}
      >
        <div role="rowgroup" className={styles["heads"]} style={{ height: headHeight }}>
          {head}
        </div>
        <div role="rowgroup" className={styles["rows"]} style={{ height: boxHeight }}>
          {rows.map(({ index, top, height }) => {
            const row = list.at(index);
            return row === undefined
              ? null
              : renderRow({ row, index, top, height, isCurrent: index === place, isTabStop: index === tabStop });
          })}
          {children}
        </div>
      </div>
    </div>
  );
}
