import type { AlignedRow, Alignment, StreamPart } from "@burrjs/protocol";
import { queryOptions } from "@tanstack/react-query";
import { type DeepComparison, deepComparison } from "../model/compare/deep-difference.ts";
import { type RunName, runName } from "../model/compare/run-name.ts";
import { lanesOf, answerText } from "../model/stream/stream-lanes.ts";
import { valueTokens } from "../model/value/value-tokens.ts";
import { apiPath, getJson, getPages, withParameters } from "./api.ts";
import { headerQuery } from "./queries.ts";
import { type RunKey, runPath } from "./run-key.ts";
import { type StepKey, stepQueryKey } from "./step-queries.ts";

/** The steps of two runs of a project beside each other. */
export function alignQuery(project: string, a: RunName, b: RunName) {
  const [one, other] = [
    runName({ partition: a.partition, app: a.app }),
    runName({ partition: b.partition, app: b.app }),
  ];
  return queryOptions({
    queryKey: ["align", project, one, other],
    queryFn: async ({ signal }): Promise<Alignment> => {
      const path = apiPath("projects", project, "align");
      const { items: rows, counts, first_difference } = await getPages<AlignedRow, Omit<Alignment, "rows">>(path, { a: one, b: other }, { signal }); // prettier-ignore
      return { rows, counts, first_difference };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** While some of it is under way it is looked at again so often. */
const openMs = 2000;

/** Two runs of a project beside each other, and where their steps are equal all that they started. */
export function deepQuery(project: string, a: RunName, b: RunName) {
  return queryOptions({
    queryKey: [...alignQuery(project, a, b).queryKey, "deep"],
    queryFn: async ({ client }): Promise<DeepComparison> =>
      await deepComparison(a, b, {
        align: (one, other) =>
          client.fetchQuery({
            ...alignQuery(project, one, other),
            staleTime: ({ state }) => ((state.data?.counts.open ?? 0) > 0 ? 0 : Number.POSITIVE_INFINITY),
          }),
        header: ({ partition, app }) =>
          client.fetchQuery({ ...headerQuery({ project, partition, app }), staleTime: 1000 }),
      }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => (state.data?.isOpen === true ? openMs : false),
  });
}

/** What a step has streamed. */
export interface StreamedText {
  readonly text: string;
  /** When each item came, in milliseconds since the stream was opened. */
  readonly atMs: readonly number[];
}

const mostItems = 20_000;

/** What a step has streamed, as text and with its times; `null`: nothing of it is recorded. */
export function streamedTextQuery(run: RunKey, step: StepKey) {
  return queryOptions({
    queryKey: stepQueryKey(run, step, "streamed"),
    queryFn: async ({ signal }): Promise<StreamedText | null> => {
      const items: unknown[] = [];
      const atMs: number[] = [];
      const { sequenceId, repeat } = step;
      const path = runPath(run, "steps", sequenceId, "stream");
      let now = 0;
      while (items.length < mostItems) {
        const page = await getJson<StreamPart>(withParameters(path, { repeat, from: items.length, limit: 1000 }), {
          signal,
        });
        for (const gap of page.dt_us) atMs.push((now += gap / 1000));
        items.push(...page.items);
        if (page.items.length === 0 || items.length >= page.total) break;
      }
      return items.length === 0 ? null : { text: textOf(items), atMs };
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/** The text that items make together; of items without text, each in a line. */
function textOf(items: readonly unknown[]): string {
  return answerText(lanesOf(items)) ?? items.map((item) => valueTokens(item, 400).map(({ text }) => text).join("")).join("\n"); // prettier-ignore
}
