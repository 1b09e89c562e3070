import { type ApplicationModel, parseGraph, type RunFiles } from "@burrjs/protocol";

/** A graph of an application; by default the one of its folder. `undefined` when there is none, or only half of one. */
export async function readGraph(files: RunFiles, hash?: string): Promise<ApplicationModel | undefined> {
  const first = await graphFile(files, "graph.json");
  if (hash === undefined || hash === "" || first?.graph_hash === hash) return first;
  const other = /^[0-9a-zA-Z]{1,128}$/.test(hash) ? await graphFile(files, `graph-${hash}.json`) : undefined;
  return other;
}

async function graphFile(
  files: RunFiles,
  name: "graph.json" | `graph-${string}.json`,
): Promise<ApplicationModel | undefined> {
  const text = await files.text(name).catch(() => undefined);
  return text === undefined ? undefined : parseGraph(text);
}
