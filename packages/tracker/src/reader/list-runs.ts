import { join } from "node:path";
import type { RunEntry } from "@burrjs/protocol";
import type { Root } from "./root.ts";

const atOnce = 64;

/** The applications in the folder of a project: each folder that holds something of a log. */
export async function listRuns(root: Root, project: string): Promise<readonly RunEntry[]> {
  const names = [...(await root.names(project))].filter(([, kind]) => kind !== "file");
  const entries: (RunEntry | undefined)[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < names.length; at = next++) {
      const [key, kind] = names[at] ?? ["", "unclear"];
      const path = join(project, key);
      const folder = kind === "folder" ? path : (await root.look(path))?.path;
      entries[at] = folder === undefined ? undefined : await runEntry(root, key, folder);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return entries.filter((entry) => entry !== undefined);
}

const otherFiles: readonly string[] = ["metadata.json", "graph.json", "children.jsonl"];

async function runEntry(root: Root, key: string, path: string): Promise<RunEntry | undefined> {
  const log = await root.look(join(path, "log.jsonl"));
  if (log?.isFile === true) return { key, sizeBytes: log.sizeBytes, modifiedAtMs: log.modifiedAtMs };
  // Most often a parent whose own log is elsewhere or not there yet: only its children are known.
  const [folder, inside] = await Promise.all([root.look(path), root.names(path)]);
  return folder?.isFolder === true && otherFiles.some((name) => inside.has(name))
    ? { key, sizeBytes: 0, modifiedAtMs: folder.modifiedAtMs }
    : undefined;
}
