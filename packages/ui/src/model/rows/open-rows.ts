/** Which rows of the list of steps are open. */
export interface OpenRows {
  /** Whether all are, but for those that were turned. */
  readonly isAllOpen: boolean;
  /** Steps, by their places, that are otherwise than all. */
  readonly turned: ReadonlySet<number>;
  /** Parts of steps, by their ids, that are otherwise than they are from the start. */
  readonly turnedParts: ReadonlySet<string>;
  /** Where steps of one action, which are one row else, are shown one by one: the places of the first ones. */
  readonly unfolded: ReadonlySet<number>;
  /** How many pages of their steps are wanted of child runs, by the ids of their parts; 1 unless it says more. */
  readonly pages: ReadonlyMap<string, number>;
}

/** As a list begins: nothing is open. */
export const allClosed: OpenRows = {
  isAllOpen: false,
  turned: new Set(),
  turnedParts: new Set(),
  unfolded: new Set(),
  pages: new Map(),
};

/** As a list begins, with every step open. */
export const allOpen: OpenRows = { ...allClosed, isAllOpen: true };

/** Whether a step is open. */
export function isStepOpen({ isAllOpen, turned }: OpenRows, n: number): boolean {
  return turned.has(n) !== isAllOpen;
}

/** With a step open or closed. */
export function withStep(rows: OpenRows, n: number, isOpen: boolean): OpenRows {
  return isStepOpen(rows, n) === isOpen ? rows : { ...rows, turned: toggled(rows.turned, n) };
}

/** With a part of a step open where it was closed, or closed where it was open. */
export function withPartTurned(rows: OpenRows, id: string): OpenRows {
  return { ...rows, turnedParts: toggled(rows.turnedParts, id) };
}

/** With the steps of one action from a place on one by one, or as one row again. */
export function withUnfolded(rows: OpenRows, n: number, isUnfolded: boolean): OpenRows {
  return rows.unfolded.has(n) === isUnfolded ? rows : { ...rows, unfolded: toggled(rows.unfolded, n) };
}

/** With one page more of the steps of a child run. */
export function withNextPage(rows: OpenRows, id: string): OpenRows {
  return { ...rows, pages: new Map(rows.pages).set(id, (rows.pages.get(id) ?? 1) + 1) };
}

function toggled<TValue>(values: ReadonlySet<TValue>, value: TValue): ReadonlySet<TValue> {
  const next = new Set(values);
  if (!next.delete(value)) next.add(value);
  return next;
}
