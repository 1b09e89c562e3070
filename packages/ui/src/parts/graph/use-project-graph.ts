import type { ProjectGraph } from "@burrjs/protocol";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { apiPath, getJson, withParameters } from "../../data/api.ts";
import { asked } from "../../data/asked.ts";
import { runsTopic, useLive } from "../../data/live.ts";
import { useRefresh } from "../../data/refresh.ts";

/** Which runs, and on which of their graphs: its hash, `null` where logs do not say; `undefined`: the newest. */
export interface ProjectGraphChoice {
  readonly q: string;
  readonly hash: string | null | undefined;
  /** Whether it is shown: else nobody asks. */
  readonly isWanted: boolean;
}

const refreshMs = 3000;

/** What all runs of a project come to on one graph; asked for again when runs have gone on. */
export function useProjectGraph(project: string, { q, hash, isWanted }: ProjectGraphChoice) {
  const result = useQuery({
    queryKey: ["runs", project, "graph", q, hash],
    queryFn: ({ signal }) =>
      getJson<ProjectGraph>(
        withParameters(apiPath("projects", project, "graph"), asked({ q, hash: hash === null ? "~" : hash })),
        {
          signal,
        },
      ),
    enabled: isWanted,
    placeholderData: keepPreviousData,
  });
  const refresh = useRefresh(() => result.refetch({ cancelRefetch: false }), refreshMs);
  useLive(isWanted ? [runsTopic(project)] : [], ({ type }) => {
    if (isWanted && (type === "runs" || type === "gap")) refresh();
  });
  return result;
}
