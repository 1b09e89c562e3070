import type { Page, RunHeader, RunSummary, ServerMeta, UnreadableFile, UnreadablePart } from "@burrjs/protocol";
import { queryOptions } from "@tanstack/react-query";
import { apiPath, getJson, withParameters } from "./api.ts";
import { runPath } from "./run-key.ts";

/** What the server says of itself. */
export function metaQuery() {
  return queryOptions({
    queryKey: ["meta"],
    queryFn: ({ signal }) => getJson<ServerMeta>(apiPath("meta"), { signal }),
    staleTime: 60_000,
  });
}

/** What of the data folder is there, and cannot be read. */
export function unreadableQuery() {
  return queryOptions({
    queryKey: ["unreadable"],
    queryFn: async ({ signal }) => {
      const { items } = await getJson<{ readonly items: readonly UnreadableFile[] }>(apiPath("unreadable"), { signal });
      return items;
    },
  });
}

/** What is known of the log of a run. */
export interface LogCheck {
  readonly header: RunHeader;
  readonly unreadable: readonly UnreadablePart[];
}

/** Looks at the log of a run. */
export async function checkLog(
  project: string,
  { app_id: app, partition_key: partition }: RunSummary,
  signal: AbortSignal,
): Promise<LogCheck> {
  const path = runPath({ project, partition, app });
  const header = await getJson<RunHeader>(path, { signal });
  if (header.unreadable_lines === 0) return { header, unreadable: [] };
  const { items } = await getJson<{ readonly items: readonly UnreadablePart[] }>(`${path}/unreadable`, { signal });
  return { header, unreadable: items };
}

/** A page of the runs of a project, the one that was written last first. */
export async function runsToCheck(
  project: string,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Page<RunSummary>> {
  return await getJson<Page<RunSummary>>(withParameters(apiPath("projects", project, "runs"), { cursor, limit: 100 }), {
    signal,
  });
}
