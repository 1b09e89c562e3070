import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { folderName } from "../local/folder-name.ts";
import { isObject } from "@burrjs/protocol";

/** An application whose log was found. */
export interface FoundRun {
  readonly folder: string;
  readonly appId: string;
  readonly partitionKey: string | null;
  /** Of a fork. */
  readonly parent: { readonly appId: string; readonly partitionKey: string | null; readonly sequenceId: number } | null;
}

/** The log of an application of a project; without an id, the one that was written last. `undefined` when there is none. */
export function findRun(project: string, appId: string | undefined, partitionKey: string | null): FoundRun | undefined {
  if (appId === undefined) return latestRun(project, partitionKey);
  const names = new Set([folderName({ appId, partitionKey }), folderName({ appId, partitionKey }, "python")]);
  for (const name of names) {
    const run = runAt(project, name);
    if (run?.appId === appId && run.partitionKey === partitionKey) return run;
  }
  return undefined;
}

function latestRun(project: string, partitionKey: string | null): FoundRun | undefined {
  const dated = namesIn(project).flatMap((name) => {
    const stat = statSync(join(project, name, "log.jsonl"), { throwIfNoEntry: false });
    return stat === undefined ? [] : [{ name, at: stat.mtimeMs }];
  });
  for (const { name } of dated.toSorted((one, other) => other.at - one.at)) {
    const run = runAt(project, name);
    if (run?.partitionKey === partitionKey) return run;
  }
  return undefined;
}

function runAt(project: string, name: string): FoundRun | undefined {
  const folder = join(project, name);
  if (statSync(join(folder, "log.jsonl"), { throwIfNoEntry: false }) === undefined) return undefined;
  const metadata = metadataIn(folder);
  const { app_id: appId, partition_key: partitionKey, parent_pointer: parent } = metadata;
  return {
    folder,
    appId: typeof appId === "string" ? appId : name,
    partitionKey: typeof partitionKey === "string" ? partitionKey : null,
    parent: parentOf(parent),
  };
}

function metadataIn(folder: string): Readonly<Record<string, unknown>> {
  try {
    const metadata: unknown = JSON.parse(readFileSync(join(folder, "metadata.json"), "utf8"));
    return isObject(metadata) ? metadata : {};
  } catch {
    return {}; // then the folder's name says which application it is
  }
}

function parentOf(pointer: unknown): FoundRun["parent"] {
  if (!isObject(pointer)) return null;
  const { app_id: appId, sequence_id: sequenceId, partition_key: partitionKey } = pointer;
  if (typeof appId !== "string" || typeof sequenceId !== "number") return null;
  return { appId, sequenceId, partitionKey: typeof partitionKey === "string" ? partitionKey : null };
}

function namesIn(project: string): readonly string[] {
  try {
    return readdirSync(project);
  } catch {
    return []; // there is no such project yet
  }
}
