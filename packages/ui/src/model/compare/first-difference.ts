import type { AlignedRow, DiffEntry, ValuePreview } from "@burrjs/protocol";
import { pointerText, topKey } from "../value/pointer-text.ts";
import { isDifference } from "./alignment.ts";

/** Who wrote each key of a state last. */
type Writers = Readonly<Record<string, { readonly sequence_id: number; readonly action: string }>>;

/** A value that differs between the runs; absent on a side: that run has none. */
export interface Differing {
  readonly path: string;
  readonly a?: ValuePreview;
  readonly b?: ValuePreview;
}

/** Where two runs differ first, for the headline. */
export interface FirstDifference {
  /** `step 38, decide_mode`. */
  readonly place: string;
  readonly values: readonly Differing[];
  /** What the runs did from there, in a sentence; "" when they called the same actions. */
  readonly onwards: string;
  /** The step to go to. */
  readonly step: { readonly side: "a" | "b"; readonly sequenceId: number } | null;
}

/** Where to compare states: around a step of a side, by its place in the list. */
export interface SidePlace {
  readonly n: number;
  readonly at: "before" | "after";
}

const mostValues = 3;

/** The first row that is not known to be equal, with that of the other run behind it where each has steps of its own there. */
export function firstRows(rows: readonly AlignedRow[]): {
  readonly a: AlignedRow | null;
  readonly b: AlignedRow | null;
  readonly index: number;
} {
  const index = rows.findIndex((row) => row.kind === "open" || isDifference(row));
  const [row, next] = [rows[index], rows[index + 1]];
  if (row === undefined) return { a: null, b: null, index: -1 };
  if (row.a !== null && row.b !== null) return { a: row, b: row, index };
  const follows =
    next !== undefined && (next.kind === "only_a" || next.kind === "only_b") && next.kind !== row.kind ? next : null;
  return row.kind === "only_a" ? { a: row, b: follows, index } : { a: follows, b: row, index };
}

/** The moments to compare: before the first row that is not known to be equal, in both runs. A run that ended before it: after its last step. */
export function momentsBefore(
  rows: readonly AlignedRow[],
): { readonly a: SidePlace; readonly b: SidePlace } | undefined {
  const { a, b, index } = firstRows(rows);
  if (index < 0) return undefined;
  const [one, other] = [momentOf(rows, "a", { row: a, index }), momentOf(rows, "b", { row: b, index })];
  return one === undefined || other === undefined ? undefined : { a: one, b: other };
}

function momentOf(
  rows: readonly AlignedRow[],
  side: "a" | "b",
  { row, index }: { readonly row: AlignedRow | null; readonly index: number },
): SidePlace | undefined {
  const step = row?.[side];
  if (step !== null && step !== undefined) return { n: step.n, at: "before" };
  const later = rows.slice(index).find((one) => one[side] !== null)?.[side];
  if (later !== null && later !== undefined) return { n: later.n, at: "before" };
  const earlier = rows.slice(0, index).findLast((one) => one[side] !== null);
  const last = earlier?.[side];
  return earlier === undefined || last === null || last === undefined
    ? undefined
    : { n: last.n + earlier.count - 1, at: "after" };
}

/** What is known for the headline. */
export interface FirstDifferenceFacts {
  readonly rows: readonly AlignedRow[];
  /** How the states differ before that row, and, where both ran the same action, after it. */
  readonly before: readonly DiffEntry[];
  readonly after: readonly DiffEntry[];
  readonly writers: { readonly a: Writers; readonly b: Writers };
  /** The keys that decided: those of the conditions that led elsewhere, or those that the step read. Empty: not known. */
  readonly decisive: readonly string[];
  /** Where one run is a fork of the other: the step after which it began. */
  readonly fork?: { readonly side: "a" | "b"; readonly afterStep: number | null };
}

/**
 * Where two runs differ first. Steps count as equal by their calls, results and changes: a value that a log does not give as a change,
 * and that only later led elsewhere, is the first difference all the same. `undefined`: they do not differ.
 */
export function firstDifference({
  rows,
  before,
  after,
  writers,
  decisive,
  fork,
}: FirstDifferenceFacts): FirstDifference | undefined {
  const { a, b, index } = firstRows(rows);
  if (index < 0) return undefined;
  const all = differing(before);
  const deciding = all.filter(({ path }) => decisive.includes(topKey(path) ?? ""));
  const earlier = deciding.length > 0 ? deciding : all;
  const forked = fork === undefined ? [] : earlier.filter((value) => isOfFork(value, writers, fork));
  const isOpen = rows[index]?.kind === "open";
  const onwards = isOpen ? "" : thenText(a, b);
  if (fork !== undefined && forked.length > 0) {
    const place = `the fork${fork.afterStep === null ? "" : ` after step ${fork.afterStep}`}`;
    return { place, values: forked.slice(0, mostValues), onwards, step: null };
  }
  if (earlier.length > 0) {
    const written = earlier.map((value) => ({ value, by: writerOf(value, writers) }));
    const first = written
      .flatMap(({ by }) => (by === undefined ? [] : [by]))
      .toSorted((one, other) => one.sequenceId - other.sequenceId)[0];
    const values = written.filter(({ by }) => by?.sequenceId === first?.sequenceId).map(({ value }) => value);
    const place = first === undefined ? "the state that they began with" : `step ${first.sequenceId}, ${first.action}`;
    return {
      place,
      values: values.slice(0, mostValues),
      onwards,
      step: first === undefined ? null : { side: first.side, sequenceId: first.sequenceId },
    };
  }
  if (isOpen) return undefined;
  const step = (a ?? b)?.a ?? b?.b;
  if (step === null || step === undefined) return undefined;
  const side = a === null ? "b" : "a";
  const isChanged = a !== null && a === b;
  return {
    place: isChanged ? `step ${step.sequence_id}, ${step.action}` : `step ${step.sequence_id}`,
    values: isChanged ? differing(after).slice(0, mostValues) : [],
    onwards,
    step: { side, sequenceId: step.sequence_id },
  };
}

function differing(entries: readonly DiffEntry[]): readonly Differing[] {
  return entries
    .filter(({ before, after }) => !(isTime(before) && isTime(after)))
    .map(({ path, before, after }) => ({
      path,
      ...(before === undefined ? {} : { a: before }),
      ...(after === undefined ? {} : { b: after }),
    }));
}

/** Two runs are never at the same time: that is no difference. */
function isTime(preview: ValuePreview | undefined): boolean {
  const value = preview?.value;
  return typeof value === "object" && value !== null && "$burr" in value && value.$burr === "date";
}

/** Whether a value differs since the fork began, by what it was begun with: no step of the fork wrote it, nor one of the parent since. */
function isOfFork(
  { path }: Differing,
  writers: FirstDifferenceFacts["writers"],
  { side, afterStep }: NonNullable<FirstDifferenceFacts["fork"]>,
): boolean {
  const key = topKey(path) ?? "";
  const parents = writers[side === "a" ? "b" : "a"];
  if (Object.hasOwn(writers[side], key)) return false;
  return !Object.hasOwn(parents, key) || afterStep === null || (parents[key]?.sequence_id ?? 0) <= afterStep;
}

/** The step that made the difference: the later one of the two that wrote the key, as the other may have had it all along. */
function writerOf(
  { path }: Differing,
  { a, b }: FirstDifferenceFacts["writers"],
): { readonly side: "a" | "b"; readonly sequenceId: number; readonly action: string } | undefined {
  const key = topKey(path);
  if (key === undefined) return undefined;
  const [byA, byB] = [Object.hasOwn(a, key) ? a[key] : undefined, Object.hasOwn(b, key) ? b[key] : undefined];
  if (byB !== undefined && (byA === undefined || byB.sequence_id >= byA.sequence_id))
    return { side: "b", sequenceId: byB.sequence_id, action: byB.action };
  return byA === undefined ? undefined : { side: "a", sequenceId: byA.sequence_id, action: byA.action };
}

function thenText(a: AlignedRow | null, b: AlignedRow | null): string {
  if (a !== null && a === b) return "";
  const [one, other] = [a?.a, b?.b];
  if (one !== null && one !== undefined && other !== null && other !== undefined) {
    return `Then A ran ${one.action} (step ${one.sequence_id}), and B ${other.action} (step ${other.sequence_id}).`;
  }
  if (one !== null && one !== undefined) return `Then A ran ${one.action} (step ${one.sequence_id}), and B did not.`;
  return other === null || other === undefined
    ? ""
    : `Then B ran ${other.action} (step ${other.sequence_id}), and A did not.`;
}

/** A path for people. */
export function differingName({ path }: Differing): string {
  return pointerText(path);
}
