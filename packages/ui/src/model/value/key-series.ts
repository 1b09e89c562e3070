import type { DiffEntry, ValuePreview } from "@burrjs/protocol";

/** How a value went over the steps of a run. */
export interface KeySeries {
  /** From write to write; both numbers go from 0 to 1, `tall` from the smallest value to the largest. */
  readonly points: readonly { readonly at: number; readonly tall: number }[];
  /** Whether the values can be measured; else only the writes are told, all as tall. */
  readonly isMeasured: boolean;
  readonly smallest: number;
  readonly largest: number;
}

interface Write {
  readonly sequence_id: number;
  readonly change: Pick<DiffEntry, "before" | "after">;
}

/**
 * The values that a key had, write by write: numbers as they are, lists and objects by how many they hold, yes and no as 1 and 0.
 *
 * @param writes - In the order of the run.
 * @param where - The first and the last step of the run, by their ids; or where, from 0 to 1, a step is.
 */
export function keySeries(
  writes: readonly Write[],
  where: { readonly first: number; readonly last: number } | ((sequenceId: number) => number),
): KeySeries {
  const at = (sequenceId: number): number => Math.min(1, Math.max(0, placeOf(sequenceId)));
  const placeOf =
    typeof where === "function"
      ? where
      : (sequenceId: number): number =>
          where.last <= where.first ? 0 : (sequenceId - where.first) / (where.last - where.first);
  const measures = writes.map(({ change: { after } }) => measureOf(after));
  const before = measureOf(writes[0]?.change.before);
  const isMeasured = writes.length > 0 && measures.every((value) => value !== undefined);
  const values = isMeasured ? [...(before === undefined ? [] : [before]), ...(measures as readonly number[])] : []; // all of them are there
  const smallest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const tall = (value: number): number => (largest === smallest ? 0.5 : (value - smallest) / (largest - smallest));
  const points = writes.map(({ sequence_id: id }, index) => ({
    at: at(id),
    tall: isMeasured ? tall(measures[index] ?? 0) : 1,
  }));
  const begin = isMeasured && before !== undefined && (points[0]?.at ?? 0) > 0 ? [{ at: 0, tall: tall(before) }] : [];
  return {
    points: [...begin, ...points],
    isMeasured,
    smallest: isMeasured ? smallest : 0,
    largest: isMeasured ? largest : 0,
  };
}

/**
 * The line of a series, which goes on as it is from each write to the next: the `d` of an SVG path.
 *
 * @param isCut - There are more writes than these: the line ends at the last one.
 */
export function seriesPath(
  { points }: KeySeries,
  { width, height, isCut = false }: { readonly width: number; readonly height: number; readonly isCut?: boolean },
): string {
  const place = (value: number): string => String(Math.round(value * 100) / 100);
  const line = points.map(
    ({ at, tall }, index) =>
      `${index === 0 ? "M" : "H"}${place(at * width)}${index === 0 ? "," : "V"}${place((1 - tall) * height)}`,
  );
  if (points.length === 0) return "";
  return isCut ? line.join("") : `${line.join("")}H${place(width)}`;
}

function measureOf(preview: ValuePreview | undefined): number | undefined {
  if (preview === undefined) return undefined;
  if (typeof preview.value === "number") return preview.value;
  if (typeof preview.value === "boolean") return preview.value ? 1 : 0;
  return preview.type === "array" || preview.type === "object" ? preview.length : undefined;
}
