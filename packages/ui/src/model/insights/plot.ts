import type { Series } from "./series.ts";
import { niceMax, niceTicks } from "./ticks.ts";

/** Where a series is drawn, in shares of the height from 0 at the bottom to 1. `null`: nothing stands there. */
export interface PlottedSeries {
  readonly series: Series;
  readonly from: readonly (number | null)[];
  readonly to: readonly (number | null)[];
  /** Where its name stands, beside its last value. */
  readonly label: number;
}

/** A plot: bars stand on each other, lines do not. */
export interface Plot {
  /** What the height stands for. */
  readonly max: number;
  /** The values that its axis names. Of what is counted, whole ones. */
  readonly ticks: readonly number[];
  readonly series: readonly PlottedSeries[];
}

const labelRoom = 0.1;

/** Places series. Names that would lie on each other are moved apart. */
export function plotOf(all: readonly Series[], tickCount = 4): Plot {
  const length = Math.max(0, ...all.map(({ values }) => values.length));
  const stacked = Array.from({ length }, () => 0);
  const placed = all.map((series) => {
    const from: (number | null)[] = [];
    const to: (number | null)[] = [];
    for (let index = 0; index < length; index += 1) {
      const value = series.values[index] ?? null;
      if (value === null) {
        from.push(null);
        to.push(null);
      } else if (series.shape === "line") {
        from.push(value);
        to.push(value);
      } else {
        const base = stacked[index] ?? 0;
        from.push(base);
        to.push(base + value);
        stacked[index] = base + value;
      }
    }
    return { series, from, to };
  });
  const isCounted = all.every(({ values }) => values.every((value) => value === null || Number.isInteger(value)));
  const least = isCounted ? 1 : 0;
  const top = Math.max(0, ...placed.flatMap(({ to }) => to.flatMap((value) => value ?? [])));
  const max = niceMax(top, tickCount, least);
  const share = (value: number | null): number | null => (value === null ? null : value / max);
  const labels = apart(placed.map(({ series, from, to }) => labelPlace(series, from, to) / max));
  return {
    max,
    ticks: niceTicks(max, tickCount, least),
    series: placed.map(({ series, from, to }, index) => ({
      series,
      from: from.map((value) => share(value)),
      to: to.map((value) => share(value)),
      label: labels[index] ?? 0,
    })),
  };
}

/** The middle of the last bar that has a height, or the end of the line. */
function labelPlace({ shape }: Series, from: readonly (number | null)[], to: readonly (number | null)[]): number {
  const last = to.findLastIndex((value, index) => value !== null && (shape === "line" || value > (from[index] ?? 0)));
  return last < 0 ? 0 : ((from[last] ?? 0) + (to[last] ?? 0)) / 2;
}

/** Places moved apart so that each has its room, within 0 and 1, in their order. */
export function apart(places: readonly number[], room = labelRoom): readonly number[] {
  const order = places.map((_, index) => index).toSorted((one, other) => (places[one] ?? 0) - (places[other] ?? 0));
  const moved = [...places];
  let least = 0;
  for (const index of order) {
    moved[index] = Math.max(moved[index] ?? 0, least);
    least = (moved[index] ?? 0) + room;
  }
  let most = 1;
  for (const index of order.toReversed()) {
    moved[index] = Math.min(moved[index] ?? 0, most);
    most = (moved[index] ?? 0) - room;
  }
  return moved;
}
