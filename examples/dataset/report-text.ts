import { count, money } from "./format.ts";
import type { Group, Summary } from "./summary.ts";

/** The report on a whole file, as lines of text. */
export function reportText({ rows, invalid, flaws, regions, categories }: Summary, warning?: string): string {
  const reasons = Object.entries(flaws).filter(([, times]) => times > 0);
  return [
    ...table("region", regions),
    "",
    ...table("category", categories),
    "",
    `${count(rows)} rows, ${count(invalid)} of them invalid${invalid === 0 ? "" : ":"}`,
    ...reasons.map(([flaw, times]) => `  ${`bad ${flaw}`.padEnd(14)}${count(times).padStart(10)}`),
    ...(warning === undefined ? [] : ["", `Warning: ${warning}`]),
  ].join("\n");
}

function table(title: string, groups: Readonly<Record<string, Group>>): string[] {
  const head = line([title, "count", "sum", "mean", "min", "max"]);
  const body = Object.entries(groups).map(([name, { count: sales, sumCents, minCents, maxCents }]) =>
    line([
      name,
      count(sales),
      ...[sumCents, sumCents / sales, minCents, maxCents].map((cents) => amount(cents, sales)),
    ]),
  );
  return [head, "─".repeat(head.length), ...body];
}

function line([name = "", sales = "", sum = "", ...rest]: readonly string[]): string {
  return [name.padEnd(12), sales.padStart(9), sum.padStart(16), ...rest.map((cell) => cell.padStart(10))].join("");
}

function amount(cents: number, sales: number): string {
  return sales === 0 ? "–" : money(cents);
}
