import { type BlobText, blobExpander, type LogSource, parseMetadata, type RunFiles } from "@burrjs/protocol";
import type { RunRef } from "@burrjs/server/store";

/** Brings back large values, which stand beside the log: gives values in which all of them are whole that are still there. */
export function largeValues(source: LogSource, ref: RunRef): (value: unknown) => Promise<unknown> {
  return blobExpander(blobTexts(source, ref));
}

/** The large values of an application, by their hash. */
export function blobTexts(source: LogSource, ref: RunRef): BlobText {
  let files: Promise<RunFiles | undefined> | undefined;
  return async (hash) => {
    files ??= filesOf(source, ref);
    const bytes = await (await files)?.blob(hash);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
}

/** The files of an application: the store does not tell under which name they are found. */
export async function filesOf(
  source: LogSource,
  { project, appId, partitionKey }: RunRef,
): Promise<RunFiles | undefined> {
  // prettier-ignore
  const { folderName } = await import("@burrjs/tracker");
  const app = { appId, partitionKey };
  for (const key of [folderName(app), folderName(app, "python")]) {
    const files = await source.open(project, key);
    if (files !== undefined && (await isOf(files, appId, partitionKey))) return files;
  }
  for (const { key } of (await source.runs(project)) ?? []) {
    const files = await source.open(project, key);
    if (files !== undefined && (await isOf(files, appId, partitionKey))) return files;
  }
  return undefined;
}

async function isOf(files: RunFiles, appId: string, partitionKey: string | null): Promise<boolean> {
  const metadata = parseMetadata((await files.text("metadata.json")) ?? "");
  if (metadata === undefined) return files.key === appId && partitionKey === null; // then its name has to do
  return (metadata.app_id ?? files.key) === appId && metadata.partition_key === partitionKey;
}
