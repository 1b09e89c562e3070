import type { ShownSteps } from "../filtered-steps.ts";
import type { StepColumns } from "../step-columns.ts";
import { expectedParts, type StepPart } from "./step-parts.ts";

/** A row of the list of steps. `n`: the place of its step in the run. */
export type TreeRow =
  | { readonly kind: "step"; readonly n: number; readonly isOpen: boolean | undefined }
  /** Nothing ran before the step `n` for that long. */
  | { readonly kind: "pause"; readonly n: number; readonly pauseMs: number }
  /** Steps before the step `n` are not in the log: those with these ids. */
  | { readonly kind: "missing"; readonly n: number; readonly from: number; readonly to: number }
  /** Steps of one action, one after the other, as one row: both ends included. */
  | { readonly kind: "repeats"; readonly n: number; readonly last: number }
  /** A row inside of the step `n`; `undefined`: it is being fetched. */
  | { readonly kind: "part"; readonly n: number; readonly part: StepPart | undefined; readonly place: number };

/** The rows of the list of steps. Rows are made when they are asked for: there may be half a million. */
export interface RowList {
  readonly length: number;
  readonly at: (index: number) => TreeRow | undefined;
  /** The row of a step, or of the repeats that it is in; −1: it is not shown. */
  readonly indexOfStep: (n: number) => number;
  /** The row of a part; that of its step if there is no such part. */
  readonly indexOfPart: (n: number, id: string) => number;
  /** Whether a row only parts others: a pause, or missing steps. */
  readonly isDivider: (index: number) => boolean;
}

interface RowListOptions {
  readonly steps: StepColumns;
  readonly shown: ShownSteps;
  /** Which steps are open. */
  readonly isOpen: (n: number) => boolean;
  /** What is inside of those of which it is known. */
  readonly partsOf: (n: number) => readonly StepPart[] | undefined;
  /** Whether steps of one action, one after the other, are one row: from so many on, save for those that begin with one of these steps. */
  readonly repeats: { readonly least: number; readonly opened: ReadonlySet<number> } | undefined;
  /** Pauses from this length on have a row; `undefined`: none. */
  readonly pauseOverMs: number | undefined;
}

const kinds = { step: 0, pause: 1, repeats: 2, part: 3, missing: 4 } as const;

/** Makes the rows of the list of steps. */
export function rowList({ steps, shown, isOpen, partsOf, repeats, pauseOverMs }: RowListOptions): RowList {
  const rows = new RowColumns(shown.length);
  const indexes = new Int32Array(shown.length);
  let before = -2;
  const addDividers = (n: number): void => {
    if (before !== n - 1) return;
    if (n > 0 && steps.gapAt(n)) rows.add(kinds.missing, n, 0);
    if (n > 0 && pauseOverMs !== undefined && pauseBefore(steps, n) > pauseOverMs) rows.add(kinds.pause, n, 0);
  };
  for (let place = 0; place < shown.length;) {
    const n = shown.at(place);
    if (n === undefined) break;
    addDividers(n);
    const end = repeats === undefined ? place + 1 : endOfRepeats(steps, shown, place);
    const isLong = repeats !== undefined && end - place >= repeats.least;
    if (isLong && !repeats.opened.has(n)) {
      before = shown.at(end - 1) ?? n;
      indexes.fill(rows.length, place, end);
      rows.add(kinds.repeats, n, before);
      place = end;
      continue;
    }
    for (; place < end; place += 1) {
      const at: number = shown.at(place) ?? n;
      if (at !== n) addDividers(at);
      indexes[place] = rows.length;
      rows.add(kinds.step, at, 0);
      if (isOpen(at)) {
        const count = partsOf(at)?.length ?? expectedOf(steps, at);
        for (let part = 0; part < count; part += 1) rows.add(kinds.part, at, part);
      }
      before = at;
    }
  }
  const indexOfStep = (n: number): number => {
    const place = shown.placeOf(n);
    return place < 0 ? -1 : (indexes[place] ?? -1);
  };
  return {
    length: rows.length,
    at: (index) => {
      const row = rows.at(index);
      if (row === undefined) return undefined;
      const [kind, n, detail] = row;
      if (kind === kinds.pause) return { kind: "pause", n, pauseMs: pauseBefore(steps, n) };
      if (kind === kinds.missing) return missingBefore(steps, n);
      if (kind === kinds.repeats) return { kind: "repeats", n, last: detail };
      if (kind === kinds.part) return { kind: "part", n, part: partsOf(n)?.[detail], place: detail };
      return {
        kind: "step",
        n,
        isOpen: expectedOf(steps, n) > 0 || (partsOf(n)?.length ?? 0) > 0 ? isOpen(n) : undefined,
      };
    },
    indexOfStep,
    indexOfPart: (n, id) => {
      const index = indexOfStep(n);
      const place = index < 0 || !isOpen(n) ? -1 : (partsOf(n)?.findIndex((part) => part.id === id) ?? -1);
      return place < 0 ? index : index + 1 + place;
    },
    isDivider: (index) => {
      const kind = rows.at(index)?.[0];
      return kind === kinds.pause || kind === kinds.missing;
    },
  };
}

/** How long nothing ran before a step, as far as its neighbour tells. */
function pauseBefore(steps: StepColumns, n: number): number {
  const { startedMs, durationMs } = steps.timesAt(n - 1);
  return durationMs === null ? 0 : steps.timesAt(n).startedMs - (startedMs + durationMs);
}

function missingBefore(steps: StepColumns, n: number): TreeRow {
  const from = (steps.at(n - 1)?.sequenceId ?? -1) + 1;
  return { kind: "missing", n, from, to: Math.max(from, (steps.at(n)?.sequenceId ?? from) - 1) };
}

function expectedOf(steps: StepColumns, n: number): number {
  const step = steps.at(n);
  return step === undefined ? 0 : expectedParts(step);
}

function endOfRepeats(steps: StepColumns, shown: ShownSteps, from: number): number {
  const first = shown.at(from) ?? 0;
  const action = steps.actionAt(first);
  const isNext = (n: number): boolean => steps.actionAt(n) === action && !steps.gapAt(n);
  let place = from + 1;
  while (place < shown.length && shown.at(place) === first + place - from && isNext(first + place - from)) place += 1;
  return place;
}

/** Three numbers for each row, in arrays that grow. */
class RowColumns {
  #cells: Int32Array;
  length = 0;

  constructor(expected: number) {
    this.#cells = new Int32Array(Math.max(16, expected) * 3);
  }

  add(kind: number, n: number, detail: number): void {
    if (this.length * 3 === this.#cells.length) {
      const next = new Int32Array(this.#cells.length * 2);
      next.set(this.#cells);
      this.#cells = next;
    }
    const at = this.length * 3;
    this.#cells[at] = kind;
    this.#cells[at + 1] = n;
    this.#cells[at + 2] = detail;
    this.length += 1;
  }

  at(index: number): readonly [kind: number, n: number, detail: number] | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const at = index * 3;
    return [this.#cells[at] ?? 0, this.#cells[at + 1] ?? 0, this.#cells[at + 2] ?? 0];
  }
}
