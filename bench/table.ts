/** What one benchmark found. */
export interface Findings {
  readonly rows: readonly Row[];
  /** What a reader has to know besides, one sentence each. */
  readonly notes?: readonly string[];
}

/** One line of the table. */
export interface Row {
  readonly benchmark: string;
  readonly unit: "µs" | "ms" | "kB" | "MB" | "×" | "listeners";
  readonly ours: number;
  /** The raw limit, or what growth is measured against; the name of the benchmark says which. */
  readonly base?: number;
  /** Median of the differences to `base` in each round, where that is better than the difference of the medians. */
  readonly excess?: number;
  readonly xstate?: number;
  readonly langgraph?: number;
  readonly targets?: readonly Target[];
}

/** A goal, and whether it was reached. */
export interface Target {
  readonly text: string;
  readonly isMet: boolean;
}

/** The target that `value` is at most `limit`. */
export function atMost(value: number, limit: number, unit: string): Target {
  return { text: `≤ ${limit} ${unit}`, isMet: value <= limit };
}

/** The target to be at least `factor` times as fast as a peer. */
export function fasterThan(peer: string, ratio: number, factor: number): Target {
  return { text: `${factor}× faster than ${peer}`, isMet: ratio >= factor };
}

/** The rows as a Markdown table, padded so that it also reads well in a terminal. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [header, ...rows.map(cellsOf)];
  const widths = header.map((_title, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) =>
    join(
      line.map((cell, column) =>
        isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      ),
    ),
  );
  const rule = join(widths.map((width, column) => (isText(column) ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)));
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

const header = ["benchmark", "ours", "base", "over base", "XState", "LangGraph", "target", "verdict"];

function isText(column: number): boolean {
  return column === 0 || column >= 6;
}

function cellsOf(row: Row): string[] {
  const { benchmark, unit, ours, base, xstate, langgraph, targets = [] } = row;
  const missed = targets.filter(({ isMet }) => !isMet).map(({ text }) => text);
  const verdict = missed.length === 0 ? "met" : `missed${targets.length > 1 ? `: ${missed.join(", ")}` : ""}`;
  return [
    benchmark,
    `${round(ours)} ${unit}`,
    base === undefined ? "" : round(base),
    base === undefined ? "" : overBase(row, base),
    xstate === undefined ? "" : `${round(xstate)} (${round(xstate / ours)}×)`,
    langgraph === undefined ? "" : `${round(langgraph)} (${round(langgraph / ours)}×)`,
    targets.map(({ text }) => text).join(", "),
    targets.length === 0 ? "" : verdict,
  ];
}

function overBase({ ours, excess }: Row, base: number): string {
  const more = excess ?? ours - base;
  return `${more < 0 ? "−" : "+"}${round(Math.abs(more))} (${round(ours / base)}×)`;
}

function join(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function round(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.995 ? 2 : 3);
}
