import type { HookEvent, ParentPointer } from "@burrjs/core";
import type { ChildModel, MetadataModel, PointerModel } from "@burrjs/protocol";
import type { LogPlace, LogSink } from "../sink.ts";
import type { LogFormat } from "./app-lines.ts";
import { timeText } from "./clock.ts";

type Created = HookEvent<"postApplicationCreate">;

/** What `metadata.json` says of an application. */
export function metadataOf(
  { appId, partitionKey, parentPointer, spawningParentPointer, path }: Created,
  format: LogFormat,
): MetadataModel {
  return {
    type: "application_metadata",
    partition_key: partitionKey,
    parent_pointer: pointerTo(parentPointer),
    spawning_parent_pointer: pointerTo(spawningParentPointer),
    app_id: appId,
    ...(format === "python" ? {} : { v: 1 }),
    ...(path.length === 0 || format === "python" ? {} : { path: [...path] }),
  };
}

/** Notes a fork in the log of its source, and a child in that of the application that has spawned it. */
export function linkToParents(sink: LogSink, project: string, created: Created, now: number): void {
  const links = [
    ["fork", created.parentPointer],
    ["spawn_start", created.spawningParentPointer],
  ] as const;
  for (const [type, parent] of links) {
    if (parent === null) continue;
    const child: ChildModel = {
      type: "child_application_data",
      child: { type: "pointer_data", app_id: created.appId, sequence_id: null, partition_key: created.partitionKey },
      event_time: timeText(now),
      event_type: type,
      sequence_id: parent.sequenceId,
    };
    sink.addChild(placeOf(project, parent), child);
  }
}

/** Where the log of an application is. */
export function placeOf(project: string, app: Pick<ParentPointer, "appId" | "partitionKey">): LogPlace {
  return { project, appId: app.appId, partitionKey: app.partitionKey };
}

function pointerTo(parent: ParentPointer | null): PointerModel | null {
  if (parent === null) return null;
  const { appId, sequenceId, partitionKey } = parent;
  return { type: "pointer_data", app_id: appId, sequence_id: sequenceId, partition_key: partitionKey };
}
