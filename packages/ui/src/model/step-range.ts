/** Steps by their ids, both ends included. */
export interface StepRange {
  readonly from: number;
  readonly to: number;
}

const pattern = /(^|\s)seq:(\d+)\.\.(\d+)(?=\s|$)/;

/** The range that a query asks for by `seq:36..43`; `undefined`: it asks for none. */
export function rangeOf(q: string): StepRange | undefined {
  const found = pattern.exec(q);
  return found === null ? undefined : { from: Number(found[2]), to: Number(found[3]) };
}

/** The query with this range in the place of the one that it had; `undefined` takes it away. */
export function withRange(q: string, range: StepRange | undefined): string {
  const rest = q.replace(pattern, " ").replaceAll(/\s+/g, " ").trim();
  if (range === undefined) return rest;
  const text = `seq:${Math.min(range.from, range.to)}..${Math.max(range.from, range.to)}`;
  return rest === "" ? text : `${rest} ${text}`;
}
