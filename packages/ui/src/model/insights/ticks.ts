/** Round values from 0 to `max` for an axis, about `count` of them: 1, 2 or 5 times a power of ten apart, and `least` or more. */
export function niceTicks(max: number, count = 4, least = 0): readonly number[] {
  if (!(max > 0) || !Number.isFinite(max)) return [0];
  const step = niceStep(max / count, least);
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}

/** The largest tick that a scale for values up to `max` ends with. */
export function niceMax(max: number, count = 4, least = 0): number {
  if (!(max > 0) || !Number.isFinite(max)) return 1;
  const step = niceStep(max / count, least);
  return Number((Math.ceil(max / step - 1e-9) * step).toPrecision(12));
}

function niceStep(rough: number, least: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  const round = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10;
  return Math.max(least, round * power);
}
