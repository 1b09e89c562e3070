import styles from "./runs.module.css";

interface SortHeadProps {
  readonly title: string;
  readonly field: string;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  readonly isNumber?: boolean;
}

/** The head of a column that can be sorted by. */
export function SortHead({ title, field, sort, onSort, isNumber = false }: SortHeadProps) {
  const isSorted = sort.replace(/^-/, "") === field;
  const isDown = sort.startsWith("-");
  return (
    <span
      role="columnheader"
      aria-sort={isSorted ? (isDown ? "descending" : "ascending") : "none"}
      className={isNumber ? styles["number"] : ""}
    >
      <button type="button" className={styles["sort"]} onClick={() => onSort(isSorted && isDown ? field : `-${field}`)}>
        {title}
        {isSorted && <span aria-hidden>{isDown ? " ↓" : " ↑"}</span>}
      </button>
    </span>
  );
}
