import type { ApplicationModel } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { apiPath, getJson } from "../../../data/api.ts";
import type { RunKey } from "../../../data/queries.ts";

/** The declared machine of a run. */
export function useGraph({ project, partition, app }: RunKey, hash: string | null | undefined) {
  return useQuery({
    queryKey: ["run", project, partition, app, "graph", hash ?? null],
    queryFn: ({ signal }) =>
      getJson<ApplicationModel>(
        apiPath(
          "projects",
          project,
          "runs",
          partition,
          app,
          "graph",
          ...(hash === null || hash === undefined ? [] : [hash]),
        ),
        { signal },
      ),
    enabled: hash !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
