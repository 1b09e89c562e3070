import type { StepColumns } from "../step-columns.ts";

/** The steps of one action in a run, and where one of them stands among them. */
export interface VisitStats {
  readonly visits: number;
  /** Which of them this one is, from 1. */
  readonly place: number;
  /** The places, in the list of steps, of the visits before and after this one. */
  readonly previous: number | undefined;
  readonly next: number | undefined;
  /** Of those that have ended. */
  readonly medianMs: number | null;
  /** How many in a hundred took no longer than this one; `null` while it runs, or where there is nothing to compare with. */
  readonly percentile: number | null;
  /** Whether it took so much longer than the others that one should look at it. */
  readonly isOutlier: boolean;
}

interface ActionVisits {
  readonly places: number[];
  /** Sorted. */
  readonly durations: Float64Array;
}

// One pass over all steps serves every step that is looked at, until the list changes.
const known = new WeakMap<StepColumns, ReadonlyMap<string, ActionVisits>>();
const enoughToCompare = 5;
/** Nobody waits for less. */
const leastLongerMs = 1;

/** How the step at place `n` compares to the others of its action; `undefined` for one that undid another. */
export function visitStats(steps: StepColumns, n: number): VisitStats | undefined {
  const step = steps.at(n);
  if (step === undefined || step.isUndo) return undefined;
  const { places, durations } = visitsByAction(steps).get(step.action) ?? {
    places: [n],
    durations: new Float64Array(),
  };
  const at = indexIn(places, n);
  const { durationMs } = step;
  const medianMs = durations.length === 0 ? null : quantile(durations, 0.5);
  const isComparable = durationMs !== null && durations.length >= enoughToCompare;
  const percentile = isComparable ? Math.round((countUpTo(durations, durationMs) / durations.length) * 100) : null;
  const isOutlier =
    isComparable &&
    medianMs !== null &&
    durationMs > quantile(durations, 0.95) &&
    durationMs > Math.max(2 * medianMs, medianMs + leastLongerMs);
  return {
    visits: places.length,
    place: at + 1,
    previous: places[at - 1],
    next: places[at + 1],
    medianMs,
    percentile,
    isOutlier,
  };
}

function visitsByAction(steps: StepColumns): ReadonlyMap<string, ActionVisits> {
  const made = known.get(steps);
  if (made !== undefined) return made;
  const lists = new Map<string, { readonly places: number[]; readonly durations: number[] }>();
  for (let n = 0; n < steps.length; n += 1) {
    if (steps.isUndoAt(n)) continue;
    const action = steps.actionAt(n);
    let list = lists.get(action);
    if (list === undefined) lists.set(action, (list = { places: [], durations: [] }));
    list.places.push(n);
    const { durationMs } = steps.timesAt(n);
    if (durationMs !== null) list.durations.push(durationMs);
  }
  const all = new Map(
    [...lists].map(
      ([action, { places, durations }]) =>
        [action, { places, durations: Float64Array.from(durations).toSorted() }] as const,
    ),
  );
  known.set(steps, all);
  return all;
}

/** The place of a value in a sorted list that has it. */
function indexIn(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}
