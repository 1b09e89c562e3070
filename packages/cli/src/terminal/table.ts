import type { Paint, Style } from "./style.ts";
import { type CutPlace, cutText, padText, textWidth } from "./text-width.ts";
import { visibleLine } from "@burrjs/protocol";

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** Default: `"left"`. */
  readonly align?: "left" | "right";
  /** Where texts that are too long are cut; absent: they never are. */
  readonly cut?: CutPlace;
  /** Not cut to fewer columns than these. Default: 8. */
  readonly least?: number;
  /** Left out where the terminal is too narrow: those with the highest number first. Absent: never. */
  readonly drop?: number;
}

/** What stands in a table, and its colour. */
export type Cell = string | { readonly text: string; readonly paint: Paint };

/** How a table is drawn. */
export interface TableOptions {
  readonly style: Style;
  /** The columns of the terminal; `undefined`: as wide as it needs. */
  readonly width: number | undefined;
}

const gap = 2;
const narrowest = 8;

/** A table as lines. What does not fit is cut; control characters in cells are marked. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  { style, width }: TableOptions,
): string[] {
  const cells = rows.map((row) => row.map((cell) => visibleLine(typeof cell === "string" ? cell : cell.text)));
  const natural = columns.map(({ title }, index) =>
    Math.max(textWidth(title), ...cells.map((row) => textWidth(row[index] ?? ""))),
  );
  const shown = shownColumns(columns, natural, width);
  const widths = fitted(columns, natural, shown, width);
  const line = (texts: readonly string[], paintOf: (index: number) => Paint | undefined): string =>
    shown
      .map((index, place) => {
        const { align = "left", cut } = columns[index] ?? {};
        const text = cutText(texts[index] ?? "", widths[index] ?? 0, cut ?? "end");
        const isLast = place === shown.length - 1 && align === "left";
        const padded = isLast ? text : padText(text, widths[index] ?? 0, align);
        return paintOf(index)?.(padded) ?? padded;
      })
      .join(" ".repeat(gap))
      .trimEnd();
  const titles = columns.map(({ title }) => title);
  return [
    line(titles, () => style.dim),
    ...cells.map((texts, row) =>
      line(texts, (index) => {
        const cell = rows[row]?.[index];
        return cell === undefined || typeof cell === "string" ? undefined : cell.paint;
      }),
    ),
  ];
}

/** The places of the columns that there is room for. */
function shownColumns(columns: readonly Column[], natural: readonly number[], width: number | undefined): number[] {
  const all = columns.map((_, index) => index);
  if (width === undefined) return all;
  const least = (index: number): number =>
    columns[index]?.cut === undefined ? (natural[index] ?? 0) : Math.min(natural[index] ?? 0, leastOf(columns[index]));
  const dropped = all
    .filter((index) => columns[index]?.drop !== undefined)
    .toSorted((a, b) => (columns[b]?.drop ?? 0) - (columns[a]?.drop ?? 0));
  const shown = new Set(all);
  for (const index of dropped) {
    if (total([...shown].map(least)) <= width) break;
    shown.delete(index);
  }
  return [...shown];
}

/** The widths of columns: the widest that may be cut is narrowed until all fit. */
function fitted(
  columns: readonly Column[],
  natural: readonly number[],
  shown: readonly number[],
  width: number | undefined,
): number[] {
  const widths = [...natural];
  if (width === undefined) return widths;
  let excess = total(shown.map((index) => widths[index] ?? 0)) - width;
  while (excess > 0) {
    const [widest] = shown
      .filter((index) => columns[index]?.cut !== undefined && (widths[index] ?? 0) > leastOf(columns[index]))
      .toSorted((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0));
    if (widest === undefined) return widths;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

function leastOf(column: Column | undefined): number {
  return column?.least ?? narrowest;
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, gap * Math.max(0, widths.length - 1));
}
