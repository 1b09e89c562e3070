/** How some numbers spread. */
export interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** The spread of numbers; those that are not known do not count. `undefined`: none is known. */
export function spreadOf(values: readonly (number | null | undefined)[]): Spread | undefined {
  const known = values.filter((value) => value !== null && value !== undefined).toSorted((one, other) => one - other);
  const [least, most] = [known[0], known.at(-1)];
  if (least === undefined || most === undefined) return undefined;
  const middle = known.slice(Math.ceil(known.length / 2) - 1, Math.floor(known.length / 2) + 1);
  return { least, median: middle.reduce((sum, value) => sum + value, 0) / middle.length, most };
}
