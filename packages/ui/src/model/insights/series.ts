import type { Insights } from "./insights.ts";

/** Values over time that are drawn together: as bars, which stand on each other, or as a line. */
export interface Series {
  readonly name: string;
  readonly shape: "bar" | "line";
  /** Which of the five colours; `err`: of errors. */
  readonly tone: 1 | 2 | 3 | 4 | 5 | "err";
  readonly values: readonly (number | null)[];
}

const mostSeries = 5;

/** Steps over time: those that went well, and those that failed. */
export function stepSeries({ periods }: Insights): readonly Series[] {
  return [
    { name: "not failed", shape: "bar", tone: 1, values: periods.map(({ steps, failed }) => steps - failed) },
    { name: "failed", shape: "bar", tone: "err", values: periods.map(({ failed }) => failed) },
  ];
}

/** Runs that did something, over time. */
export function runSeries({ periods }: Insights): readonly Series[] {
  return [{ name: "runs", shape: "bar", tone: 1, values: periods.map(({ counted }) => counted) }];
}

/** Tokens over time; cached ones are part of the input, reasoning of the output. */
export function tokenSeries({ periods }: Insights): readonly Series[] {
  const of = (name: string, tone: Series["tone"], value: (tokens: Insights["tokens"]) => number): Series => ({ name, shape: "bar", tone, values: periods.map(({ tokens }) => Math.max(0, value(tokens))) }); // prettier-ignore
  const all = [
    of("input", 1, ({ input, cached }) => input - cached),
    of("cached", 3, ({ input, cached }) => Math.min(input, cached)),
    of("output", 2, ({ output, reasoning }) => output - reasoning),
    of("reasoning", 4, ({ output, reasoning }) => Math.min(output, reasoning)),
  ];
  return all.filter(({ values }) => values.some((value) => value !== 0));
}

/** Latencies over time: the median, and what 95 of 100 stay below. Times without a step have none. */
export function latencySeries({ periods }: Insights, of: "latency" | "firstChunk"): readonly Series[] {
  return [
    { name: "p95", shape: "line", tone: 2, values: periods.map((period) => period[of]?.p95 ?? null) },
    { name: "median", shape: "line", tone: 1, values: periods.map((period) => period[of]?.p50 ?? null) },
  ];
}

/** Cost over time by model; those that cost least are one series where there are too many. */
export function costSeries({ periods }: Insights): readonly Series[] {
  const totals = new Map<string, number>();
  for (const { costs } of periods)
    for (const [model, cost] of costs) totals.set(model, (totals.get(model) ?? 0) + cost);
  const names = [...totals].toSorted(([, one], [, other]) => other - one).map(([name]) => name);
  const shown = names.length <= mostSeries ? names : names.slice(0, mostSeries - 1);
  const rest = names.slice(shown.length);
  const groups = [
    ...shown.map((name) => ({ name, members: [name] })),
    ...(rest.length === 0 ? [] : [{ name: "others", members: rest }]),
  ];
  return groups.map(({ name, members }, index) => ({
    name,
    shape: "bar",
    tone: ([1, 2, 3, 4, 5] as const)[index] ?? 5,
    values: periods.map(({ costs }) => members.reduce((sum, member) => sum + (costs.get(member) ?? 0), 0)),
  }));
}
