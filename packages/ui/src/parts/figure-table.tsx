import type { ReactNode } from "react";
import styles from "./figure-table.module.css";

/** A column of a table of figures. */
export interface FigureColumn<TRow> {
  readonly title: string;
  /** What stands in its head in the place of the title, which is said all the same. */
  readonly head?: ReactNode;
  /** Default: text. */
  readonly kind?: "number" | "range" | "list" | "message";
  readonly isBad?: (row: TRow) => boolean;
  readonly cell: (row: TRow) => ReactNode;
}

interface FigureTableProps<TRow> {
  readonly label: string;
  readonly rows: readonly TRow[];
  readonly keyOf: (row: TRow) => string | number;
  /** The first one names the row. */
  readonly columns: readonly FigureColumn<TRow>[];
  readonly className?: string;
  /** What stands below the rows. */
  readonly children?: ReactNode;
}

/** Figures in rows and columns; a narrow window scrolls it. */
export function FigureTable<TRow>({
  label,
  rows,
  keyOf,
  columns: [first, ...others],
  className = "",
  children,
}: FigureTableProps<TRow>) {
  return (
    <div className={`${styles["box"]} ${className}`} role="region" aria-label={label} tabIndex={0}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            {[first, ...others].map(
              (column, index) =>
                column !== undefined && (
                  <th key={index} scope="col" className={classOf(column)}>
                    {column.head === undefined ? column.title : <span className="hidden-text">{column.title}</span>}
                    {column.head}
                  </th>
                ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              <th scope="row">{first?.cell(row)}</th>
              {others.map((column, index) => (
                <td key={index} className={`${classOf(column)} ${column.isBad?.(row) === true ? styles["bad"] : ""}`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </div>
  );
}

function classOf<TRow>({ kind }: FigureColumn<TRow>): string {
  return kind === undefined ? "" : (styles[kind] ?? "");
}
