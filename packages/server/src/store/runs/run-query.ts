import {
  costOfUsage,
  dayText,
  type Facets,
  isObject,
  type LocalDays,
  matchesRun,
  type Page,
  parseQuery,
  type Price,
  type RunSummary,
} from "@burrjs/protocol";
import { refused } from "../../errors.ts";
import { readCursor, writeCursor } from "../cursor.ts";
import type { Asked } from "../store.ts";
import type { RunFacts } from "./run-facts.ts";

/** A list goes on behind this one. */
interface RunPlace {
  readonly sort: string;
  readonly value: string | number | null;
  readonly id: string;
}

/** By what a list is sorted. */
export interface RunSort {
  readonly text: string;
  readonly field: SortField;
  readonly isDescending: boolean;
}

type SortField = keyof typeof sortValues;

type SortValue = (run: RunSummary, prices: readonly Price[]) => string | number | null;

const sortValues = {
  app_id: (run: RunSummary) => run.app_id,
  partition_key: (run: RunSummary) => run.partition_key,
  status: (run: RunSummary) => run.status,
  started_ms: (run: RunSummary) => run.started_ms,
  last_written_ms: (run: RunSummary) => run.last_written_ms,
  duration_ms: (run: RunSummary) => run.duration_ms,
  steps: (run: RunSummary) => run.steps,
  errors: (run: RunSummary) => run.errors,
  last_action: (run: RunSummary) => run.last_action,
  actions: (run: RunSummary) => run.actions.length,
  tokens: (run: RunSummary) => (run.tokens === null ? null : run.tokens.input + run.tokens.output),
  cost: (run: RunSummary, prices: readonly Price[]) => costOfUsage(run.usage, prices),
  models: (run: RunSummary) => run.models[0] ?? null,
  parent: (run: RunSummary) => run.parent?.app_id ?? null,
  spawned_by: (run: RunSummary) => run.spawned_by?.app_id ?? null,
  forks: (run: RunSummary) => run.forks,
  children: (run: RunSummary) => run.children,
  notes: (run: RunSummary) => run.notes,
  tags: (run: RunSummary) => run.tags[0] ?? null,
  size_bytes: (run: RunSummary) => run.size_bytes,
} satisfies Readonly<Record<Exclude<keyof RunSummary, "usage"> | "cost", SortValue>>;

/**
 * Reads what a list is to be sorted by.
 *
 * @param text - A field of `RunSummary`, or `cost`, with `-` in front for descending.
 * @returns The order.
 * @throws A refusal, 400, when there is no such field.
 */
export function parseSort(text = "-last_written_ms"): RunSort {
  const isDescending = text.startsWith("-");
  const field = isDescending ? text.slice(1) : text;
  if (isSortField(field)) return { text, field, isDescending };
  throw refused(400, {
    code: "invalid_parameter",
    message: "The list cannot be sorted by that.",
    hint: `Sort by one of ${Object.keys(sortValues).join(", ")}.`,
  });
}

function isSortField(field: string): field is SortField {
  return Object.hasOwn(sortValues, field);
}

/** An application with all that is known of it. */
export interface KnownRun {
  readonly facts: RunFacts;
  readonly summary: RunSummary;
}

/** The applications that a query asks for. What could not be understood of the query is passed over. */
export function filterRuns(runs: readonly KnownRun[], { q, prices = [], zone }: Asked): readonly KnownRun[] {
  if (q === undefined || q.trim() === "") return runs;
  const { query } = parseQuery(q, { of: "runs", zone });
  return runs.filter(({ facts: { actions, path, graph }, summary }) =>
    matchesRun(query, {
      ...summary,
      prices,
      graph,
      failed: actions.filter((_, place) => (path.failed[place] ?? 0) > 0),
      edges: path.ways.map(([from, to]) => ({ from: actions[from] ?? "", to: actions[to] ?? "" })),
    }),
  );
}

/** A page of applications, behind the one that the cursor tells of, whatever was added or taken away meanwhile. */
export function pageOfRuns(
  runs: readonly RunSummary[],
  {
    sort,
    cursor,
    limit = 100,
    prices = [],
  }: {
    readonly sort: RunSort;
    readonly cursor?: string | undefined;
    readonly limit?: number;
    readonly prices?: readonly Price[] | undefined;
  },
): Page<RunSummary> {
  const sorted = runs
    .map((run) => ({ run, place: placeOf(run, sort, prices) }))
    .toSorted((one, other) => compare(one.place, other.place, sort.isDescending));
  const after =
    cursor === undefined ? undefined : readCursor(cursor, (value): value is RunPlace => isRunPlace(value, sort.text));
  const from = after === undefined ? 0 : sorted.findIndex(({ place }) => compare(place, after, sort.isDescending) > 0);
  const page = from === -1 ? [] : sorted.slice(from, from + Math.min(Math.max(1, limit), 1000));
  const last = page.at(-1);
  const hasMore = last !== undefined && from + page.length < sorted.length;
  return { items: page.map(({ run }) => run), total: runs.length, next: hasMore ? writeCursor(last.place) : null };
}

/**
 * Where a list by time goes on.
 *
 * @param cursor - Of such a list.
 * @param sort - By what it is sorted.
 * @returns A time, in milliseconds since 1970.
 * @throws A refusal, 400, when it is a cursor of another list.
 */
export function timeOfCursor(cursor: string, sort: RunSort): number {
  return Number(readCursor(cursor, (value): value is RunPlace => isRunPlace(value, sort.text)).value);
}

function placeOf(run: RunSummary, { text, field }: RunSort, prices: readonly Price[]): RunPlace {
  return { sort: text, value: sortValues[field](run, prices), id: JSON.stringify([run.app_id, run.partition_key]) };
}

/** What is not known comes last, whichever way the list is sorted. */
function compare(one: RunPlace, other: RunPlace, isDescending: boolean): number {
  if (one.value !== other.value) {
    if (one.value === null) return 1;
    if (other.value === null) return -1;
    const order = one.value < other.value ? -1 : 1;
    return isDescending ? -order : order;
  }
  return one.id < other.id ? -1 : one.id > other.id ? 1 : 0;
}

function isRunPlace(value: unknown, sort: string): value is RunPlace {
  return (
    isObject(value) &&
    value["sort"] === sort &&
    typeof value["id"] === "string" &&
    (value["value"] === null || typeof value["value"] === "string" || typeof value["value"] === "number")
  );
}

/** How many of these applications have what, and on which day they began. */
export function facetsOf(runs: readonly RunSummary[], { dayOf }: LocalDays): Facets {
  const facets = {
    status: new Map<string, number>(),
    action: new Map<string, number>(),
    tag: new Map<string, number>(),
    model: new Map<string, number>(),
    day: new Map<string, number>(),
  };
  const count = (facet: Map<string, number>, name: string): void => {
    facet.set(name, (facet.get(name) ?? 0) + 1);
  };
  for (const run of runs) {
    count(facets.status, run.status);
    for (const action of run.actions) count(facets.action, action);
    for (const tag of run.tags) count(facets.tag, tag);
    for (const model of run.models) count(facets.model, model);
    if (run.started_ms !== null) count(facets.day, dayText(dayOf(run.started_ms)));
  }
  // `fromEntries` also makes an own key of `__proto__`.
  return {
    status: Object.fromEntries(facets.status),
    action: Object.fromEntries(facets.action),
    tag: Object.fromEntries(facets.tag),
    model: Object.fromEntries(facets.model),
    day: Object.fromEntries(facets.day),
  };
}
