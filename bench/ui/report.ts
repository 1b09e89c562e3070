/** One line of the report. */
export interface UiRow {
  readonly what: string;
  readonly unit: "ms" | "kB" | "B" | "MB" | "%" | "nodes" | "requests";
  readonly value: number;
  readonly most: number;
}

/** The value that 95 of 100 do not exceed; of fewer, the highest but for the outliers. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? Number.NaN;
}

/** The rows as a Markdown table that also reads well in a terminal, and how many are met. */
export function formatRows(rows: readonly UiRow[]): string {
  const cells = [
    ["what", "measured", "target", "verdict"],
    ...rows.map(({ what, unit, value, most }) => [
      what,
      `${round(value)} ${unit}`,
      `≤ ${most} ${unit}`,
      value <= most ? "met" : "missed",
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const [head, ...body] = cells.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`,
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const met = rows.filter(({ value, most }) => value <= most).length;
  return [head, rule, ...body, "", `${met} of ${rows.length} targets met.`].join("\n");
}

function round(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString();
}
