import type { Page, StepRow } from "@burrjs/protocol";
import { queryOptions } from "@tanstack/react-query";
import { apiPath, getJson, withParameters } from "./api.ts";
import type { RunKey } from "./queries.ts";

/** So many steps of a run are a page. */
const pageLength = 200;

/** The first steps of a run, so many pages of them. */
export function firstStepsQuery({ project, partition, app }: RunKey, pages: number) {
  const path = apiPath("projects", project, "runs", partition, app, "steps");
  const limit = Math.min(1000, pages * pageLength);
  return queryOptions({
    queryKey: ["run", project, partition, app, "firstSteps", limit],
    queryFn: ({ signal }) => getJson<Page<StepRow>>(withParameters(path, { limit }), { signal }),
  });
}

/** The steps of a run that a query lets through, all pages of them up to `most`. `length`: how many steps the run has by now. */
export function matchingStepsQuery(
  { project, partition, app }: RunKey,
  q: string,
  { most, length }: { readonly most: number; readonly length: number },
) {
  const path = apiPath("projects", project, "runs", partition, app, "steps");
  return queryOptions({
    queryKey: ["run", project, partition, app, "matching", q, length],
    queryFn: async ({ signal }) => {
      const rows: StepRow[] = [];
      let cursor: string | undefined;
      for (;;) {
        const page: Page<StepRow> = await getJson<Page<StepRow>>(withParameters(path, { q, cursor, limit: 1000 }), {
          signal,
        });
        rows.push(...page.items);
        if (page.next === null || rows.length >= most) return { places: rows.map(({ n }) => n), total: page.total };
        cursor = page.next;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
