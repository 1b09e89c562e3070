import type { RunsChange, RunsPage, RunSummary } from "@burrjs/protocol";
import { runName } from "../compare/run-name.ts";

/** What tells a run from the others of its project. */
export function runId({ app_id: app, partition_key: partition }: Pick<RunSummary, "app_id" | "partition_key">): string {
  return runName({ partition, app });
}

interface Known {
  readonly at: number;
  /** `undefined`: it is gone. */
  readonly run: RunSummary | undefined;
}

/**
 * What was told of a list besides its pages. Of two things that are told of a run, the one that the server has seen later counts, in
 * whichever order they arrive.
 */
export interface ToldRuns {
  /** By the ids of the runs. */
  readonly runs: ReadonlyMap<string, Known>;
  /** Its first page as it was asked for last, only to look. */
  readonly looked?: RunsPage;
}

/** Nothing was told yet. */
export const nothingTold: ToldRuns = { runs: new Map() };

/** What is told with an event besides what was told before. */
export function toldAlso(told: ToldRuns, { at, runs, removed }: RunsChange): ToldRuns {
  const all = new Map(told.runs);
  for (const one of removed) put(all, runId(one), { at, run: undefined });
  for (const run of runs) put(all, runId(run), { at, run });
  return { ...told, runs: all };
}

/** What is told by a look at the beginning of a list whose rows are these. One that has all that fit tells which are gone, too. */
export function toldByLook(told: ToldRuns, page: RunsPage, rows: readonly RunSummary[]): ToldRuns {
  const removed = page.next === null ? without(rows, page.items) : [];
  return { ...toldAlso(told, { at: page.at, runs: page.items, removed }), looked: page };
}

/** What is told by the answer to a question for runs by their names: who is not in it is gone. */
export function toldByName(told: ToldRuns, { at, items }: RunsPage, asked: readonly RunSummary[]): ToldRuns {
  return toldAlso(told, { at, runs: items, removed: without(asked, items) });
}

/** Those of some runs that are not among others. */
export function without(runs: readonly RunSummary[], others: readonly RunSummary[]): readonly RunSummary[] {
  const known = new Set(others.map((run) => runId(run)));
  return runs.filter((run) => !known.has(runId(run)));
}

/** The rows of a list as they are now, each in its place, each once; without those that are gone. */
export function rowsNow(pages: readonly RunsPage[], told: ToldRuns): readonly RunSummary[] {
  const rows = new Map<string, Known>();
  for (const { items, at } of pages) for (const run of items) put(rows, runId(run), { at, run });
  for (const [id, one] of told.runs) if (rows.has(id)) put(rows, id, one);
  return [...rows.values()].flatMap(({ run }) => run ?? []);
}

/** How many runs fit, as far as is known; `undefined` before the first answer. */
export function totalNow([first]: readonly RunsPage[], { looked }: ToldRuns): number | undefined {
  return first !== undefined && looked !== undefined && looked.at > first.at ? looked.total : first?.total;
}

/** The runs that were told of since the list was made, and that it does not have. */
export function runsBeside(pages: readonly RunsPage[], told: ToldRuns): readonly RunSummary[] {
  const listed = new Set(pages.flatMap(({ items }) => items.map((run) => runId(run))));
  const since = pages[0]?.at ?? Number.POSITIVE_INFINITY;
  return [...told.runs].flatMap(([id, { run, at }]) =>
    run === undefined || at <= since || listed.has(id) ? [] : [run],
  );
}

/** The one rule: what was seen later stands. */
function put(all: Map<string, Known>, id: string, one: Known): void {
  if ((all.get(id)?.at ?? -1) < one.at) all.set(id, one);
}
