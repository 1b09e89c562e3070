import { matchesStep, parseQuery, type Query, type StepRow, type Test } from "@burrjs/protocol";
import type { StepCells, StepColumns } from "./step-columns.ts";

/** Some of the steps, by their places in the list of all. */
export interface ShownSteps {
  readonly length: number;
  /** The place, in the list of all, of the step that is shown at `index`. */
  readonly at: (index: number) => number | undefined;
  /** Where a step is shown; −1: it is not. */
  readonly placeOf: (n: number) => number;
}

/** All of so many steps. */
export function allSteps(length: number): ShownSteps {
  return {
    length,
    at: (index) => (index >= 0 && index < length ? index : undefined),
    placeOf: (n) => (n >= 0 && n < length ? n : -1),
  };
}

/** Some steps, by their places, which are in order. */
export function stepsAtPlaces(places: readonly number[]): ShownSteps {
  return {
    length: places.length,
    at: (index) => places[index],
    placeOf: (n) => {
      const found = firstAtLeast(places, n);
      return places[found] === n ? found : -1;
    },
  };
}

/** The place, among the shown ones, of the first step that is at `n` or behind it; `length` when there is none. */
export function shownFrom(shown: ShownSteps, n: number): number {
  let [low, high] = [0, shown.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shown.at(middle) ?? 0) < n) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What a text of the query language comes to, for the steps of a run. */
export type StepFilter =
  | { readonly kind: "all" }
  /** The list of steps tells all that is asked for. */
  | { readonly kind: "here"; readonly query: Query }
  /** It asks for what only the log tells: the server has to look. */
  | { readonly kind: "server" };

/** How to filter the steps by a text, whose days are those of a zone. One with a mistake lets all through. */
export function stepFilter(q: string, zone?: string): StepFilter {
  const { query, errors } = parseQuery(q, { of: "steps", zone });
  if (q.trim() === "" || errors.length > 0 || query.groups.length === 0) return { kind: "all" };
  return query.groups.every((terms) => terms.every(({ test }) => isToldByList(test)))
    ? { kind: "here", query }
    : { kind: "server" };
}

// A name that is not among these is not in the columns.
const listed = new Set<string>([
  "action",
  "status",
  "kind",
  "is",
  "dur",
  "ttft",
  "errors",
  "seq",
  "attempt",
  "chunks",
  "spans",
  "children",
]);

function isToldByList(test: Test): boolean {
  return (
    test.kind === "time" ||
    test.kind === "edge" ||
    ((test.kind === "name" || test.kind === "number") && listed.has(test.field))
  );
}

/** The steps that a query lets through which the list itself can answer. */
export function matchingSteps(steps: StepColumns, query: Query): ShownSteps {
  const places: number[] = [];
  for (let n = 0; n < steps.length; n += 1) {
    const step = steps.at(n);
    if (step !== undefined && matchesStep(query, rowOf(step))) places.push(n);
  }
  return stepsAtPlaces(places);
}

function firstAtLeast(places: readonly number[], n: number): number {
  return shownFrom({ length: places.length, at: (index) => places[index], placeOf: () => -1 }, n);
}

function rowOf(step: StepCells): StepRow {
  return {
    sequence_id: step.sequenceId,
    repeat: step.repeat,
    n: step.n,
    action: step.action,
    kind: step.kind,
    role: null,
    status: step.status,
    attempt: step.attempt,
    started_ms: step.startedMs,
    duration_ms: step.durationMs,
    first_chunk_ms: step.firstChunkMs,
    chunks: step.chunks,
    spans: step.spans,
    children: step.children,
    tokens: null,
    model: null,
    usage: [],
    error: null,
    gap: step.gap,
    from: step.from,
  };
}
