import type { Page, StepRow } from "@burrjs/protocol";
import { queryOptions } from "@tanstack/react-query";
import { asked } from "./asked.ts";
import { getJson, getPages, withParameters } from "./api.ts";
import { type RunKey, runPath, runQueryKey } from "./run-key.ts";

/** So many steps of a run are a page. */
const pageLength = 200;

/** The first steps of a run, so many pages of them. */
export function firstStepsQuery(run: RunKey, pages: number) {
  const limit = Math.min(1000, pages * pageLength);
  return queryOptions({
    queryKey: runQueryKey(run, "firstSteps", limit),
    queryFn: ({ signal }) => getJson<Page<StepRow>>(withParameters(runPath(run, "steps"), { limit }), { signal }),
  });
}

/** The steps of a run that a query lets through, all pages of them up to `most`. `length`: how many steps the run has by now. */
export function matchingStepsQuery(
  run: RunKey,
  q: string,
  { most, length }: { readonly most: number; readonly length: number },
) {
  return queryOptions({
    queryKey: runQueryKey(run, "matching", q, length),
    queryFn: async ({ signal }) => {
      const { items, total } = await getPages<StepRow>(runPath(run, "steps"), asked({ q }), { signal, most });
      return { places: items.map(({ n }) => n), total };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
