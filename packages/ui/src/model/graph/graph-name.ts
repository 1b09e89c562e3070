import type { RunHeader } from "@burrjs/protocol";

/** Which graph of a log is meant: its hash; `""`: the only one there may be, whose hash is not known; `null`: the log has none. */
export type GraphName = string | null;

/**
 * The graph that a step had, or that of the last run. Logs of Python have a graph but do not say its hash; of ours, one without a
 * hash was not recorded, and there is no need to ask for it.
 */
export function graphName(
  header: Pick<RunHeader, "graph_hash" | "format">,
  step?: { readonly graph_hash?: string | null | undefined },
): GraphName {
  return step?.graph_hash ?? header.graph_hash ?? (header.format === "python" ? "" : null);
}
