/** What a cell may hold. */
export type CsvValue = string | number | boolean | bigint | null | undefined;

/**
 * A cell of a CSV file (RFC 4180). Text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a
 * carriage return) gets a `'` in front, so that it stays text. Numbers stay numbers; `null` and `undefined` are empty.
 */
export function csvField(value: CsvValue): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A whole CSV file, each row with its line break. */
export function toCsv(rows: Iterable<readonly CsvValue[]>): string {
  let csv = "";
  for (const row of rows) csv += `${row.map(csvField).join(",")}\r\n`;
  return csv;
}
