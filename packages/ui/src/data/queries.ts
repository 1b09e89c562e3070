import type { Facets, Page, ProjectSummary, RunHeader, RunSummary } from "@burrjs/protocol";
import { queryOptions } from "@tanstack/react-query";
import { apiPath, getJson, withParameters } from "./api.ts";
import { asked } from "./asked.ts";
import { shownZone } from "./settings.ts";
import { type RunKey, runPath, runQueryKey } from "./run-key.ts";

/** The projects. */
export function projectsQuery() {
  return queryOptions({
    queryKey: ["projects"],
    queryFn: async ({ signal }) =>
      (await getJson<Page<ProjectSummary>>(withParameters(apiPath("projects"), { zone: shownZone() }), { signal }))
        .items,
  });
}

/** A page of the runs of a project. */
export function runsQuery(
  project: string,
  parameters: { readonly q?: string; readonly sort?: string; readonly cursor?: string },
) {
  return queryOptions({
    queryKey: ["runs", project, parameters],
    queryFn: ({ signal }) =>
      getJson<Page<RunSummary>>(withParameters(apiPath("projects", project, "runs"), asked(parameters)), { signal }),
  });
}

/** The facets of a project's runs. */
export function facetsQuery(project: string, q: string) {
  return queryOptions({
    queryKey: ["facets", project, q],
    queryFn: ({ signal }) =>
      getJson<Facets>(withParameters(apiPath("projects", project, "facets"), asked({ q })), { signal }),
  });
}

/** What a run's page begins with. */
export function headerQuery(run: RunKey) {
  return queryOptions({
    queryKey: runQueryKey(run, "header"),
    queryFn: ({ signal }) => getJson<RunHeader>(runPath(run), { signal }),
  });
}
