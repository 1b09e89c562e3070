import type { RunSummary, StepPointer, V0ApplicationPage, V0ApplicationSummary } from "@burrjs/protocol";
import type { LogStore, RunQuery } from "../store/store.ts";
import { pointerModel } from "./pointer-model.ts";

/** Which applications. */
export interface AppsQuery {
  /** `undefined`: all, whatever their partition. */
  readonly partitionKey: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/**
 * Lists applications as Burr's own server does: the last written first, by offset.
 *
 * @param store - The logs.
 * @param project - The project. One that is not there has no applications.
 * @param query - Which.
 * @returns The page.
 */
export async function listApps(
  store: LogStore,
  project: string,
  { partitionKey, limit, offset }: AppsQuery,
): Promise<V0ApplicationPage> {
  const end = offset + limit;
  const only = partitionKey === undefined ? {} : { partitionKey };
  const applications: V0ApplicationSummary[] = [];
  let total = 0;
  let seen = 0;
  for await (const page of runPages(store, project, only)) {
    total = page.total;
    for (const run of page.items) {
      if (seen >= offset && seen < end) applications.push(summaryOf(run));
      seen += 1;
    }
    if (seen >= end) break;
  }
  return { applications, total, has_another_page: end < total };
}

/**
 * Goes through all pages of a list of applications.
 *
 * @param store - The logs.
 * @param project - The project.
 * @param query - Which.
 * @yields The pages.
 */
export async function* runPages(
  store: LogStore,
  project: string,
  query: RunQuery,
): AsyncGenerator<{ readonly items: readonly RunSummary[]; readonly total: number }, void, void> {
  let cursor: string | null = null;
  do {
    const more: { cursor?: string } = cursor === null ? {} : { cursor };
    const page: Awaited<ReturnType<LogStore["runs"]>> = await store.runs(project, { ...query, ...more, limit: 1000 });
    if (page === undefined) return;
    yield page;
    cursor = page.next;
  } while (cursor !== null);
}

function summaryOf(run: RunSummary): V0ApplicationSummary {
  const pointer = (step: StepPointer | null): V0ApplicationSummary["parent_pointer"] => step && pointerModel(step);
  return {
    app_id: run.app_id,
    partition_key: run.partition_key,
    first_written: timeText(run.started_ms ?? run.last_written_ms),
    last_written: timeText(run.last_written_ms),
    num_steps: run.steps,
    tags: {},
    parent_pointer: pointer(run.parent),
    spawning_parent_pointer: pointer(run.spawned_by),
  };
}

/**
 * Gives a time as Burr's server does.
 *
 * @param ms - Milliseconds since 1970; what is no date counts as that.
 * @returns In ISO 8601, in UTC.
 */
export function timeText(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
