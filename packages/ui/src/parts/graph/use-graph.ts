import type { RunHeader } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import type { RunKey } from "../../data/run-key.ts";
import { graphQuery } from "../../data/step-queries.ts";
import { graphName } from "../../model/graph/graph-name.ts";

type KnownHeader = Pick<RunHeader, "graph_hash" | "format">;

/** The declared machine of a run: that of a step, else that of its last run. `null`: the log has none. */
export function useGraph(
  key: RunKey,
  header: KnownHeader | undefined,
  step?: { readonly graph_hash?: string | null | undefined },
) {
  return useQuery(graphQuery(key, header && graphName(header, step)));
}
