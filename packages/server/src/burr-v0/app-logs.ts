import {
  toPythonRecords,
  toV0Logs,
  type ChildModel,
  type ChildSummary,
  type LogRecord,
  type MetadataModel,
  type V0ApplicationLogs,
} from "@burrjs/protocol";
import { blobsOf } from "../routes/blobs-of.ts";
import type { LogStore, RunView } from "../store/store.ts";
import { runPages, timeText } from "./list-apps.ts";
import { pointerModel } from "./pointer-model.ts";

/**
 * Finds an application as those do who know no partitions: with the one that is asked for, or with whichever it has.
 *
 * @param store - The logs.
 * @param project - The project.
 * @param app - Which; a partition of `undefined`: any.
 * @returns The application; `undefined` when there is none.
 */
export async function findApp(
  store: LogStore,
  project: string,
  app: { readonly appId: string; readonly partitionKey: string | undefined },
): Promise<RunView | undefined> {
  const { appId, partitionKey = null } = app;
  const found = await store.run({ project, appId, partitionKey });
  if (found !== undefined || app.partitionKey !== undefined) return found;
  for await (const { items } of runPages(store, project, {})) {
    const run = items.find(({ app_id: id }) => id === appId);
    if (run !== undefined) return store.run({ project, appId, partitionKey: run.partition_key });
  }
  return undefined;
}

/**
 * Gives an application as Burr's own server does: all of it.
 *
 * @param run - The application.
 * @returns Its logs.
 */
export async function appLogs(run: RunView): Promise<V0ApplicationLogs> {
  const header = await run.header();
  const records: LogRecord[] = [];
  for await (const record of toPythonRecords(run.records(), blobsOf(run))) records.push(record);
  const metadata: MetadataModel = {
    type: "application_metadata",
    partition_key: header.partition_key,
    parent_pointer: header.parent && pointerModel(header.parent),
    spawning_parent_pointer: header.spawned_by && pointerModel(header.spawned_by),
  };
  const children = header.children_list.map((child) => childModel(child));
  return toV0Logs({ records, graph: await run.graph(), children, metadata });
}

function childModel({ app_id, partition_key, kind, sequence_id, at_ms }: ChildSummary): ChildModel {
  return {
    type: "child_application_data",
    child: pointerModel({ app_id, partition_key, sequence_id: null }),
    event_time: timeText(at_ms),
    event_type: kind === "fork" ? "fork" : "spawn_start",
    sequence_id,
  };
}
