/**
 * The text in a column of a row that a driver gave us.
 *
 * @throws TypeError, when there is none: the table is not one of ours.
 */
export function textIn(row: unknown, column: string): string {
  const value = valueIn(row, column);
  if (typeof value === "string") return value;
  throw unexpected(column, "text", value);
}

/** As `textIn`, for a column that may be empty. */
export function textOrNullIn(row: unknown, column: string): string | null {
  return valueIn(row, column) === null ? null : textIn(row, column);
}

/** The number in a column; drivers give 64-bit integers as numbers, as bigints or as text, as they are set. */
export function numberIn(row: unknown, column: string): number {
  const value = valueIn(row, column);
  if (typeof value === "number") return value;
  if (typeof value === "bigint" || (typeof value === "string" && value !== "")) return Number(value);
  throw unexpected(column, "a number", value);
}

/** The flag in a column; SQLite has 0 and 1 for them. */
export function flagIn(row: unknown, column: string): boolean {
  const value = valueIn(row, column);
  return typeof value === "boolean" ? value : numberIn(row, column) !== 0;
}

function valueIn(row: unknown, column: string): unknown {
  if (typeof row !== "object" || row === null) throw unexpected(column, "in a row", row);
  return (row as Record<string, unknown>)[column]; // an object has properties of any name
}

function unexpected(column: string, wanted: string, value: unknown): TypeError {
  return new TypeError(`The column "${column}" of a table of Burr should be ${wanted}, and is ${typeof value}.`);
}
