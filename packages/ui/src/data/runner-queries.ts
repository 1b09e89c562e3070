import {
  type ControlAction,
  type ForkAnswer,
  type ForkBody,
  type JobSummary,
  type Page,
  type RunHeader,
  type RunnersNews,
  type RunnersView,
  type RunSummary,
  type StepDetail,
  withRunnersNews,
} from "@burrjs/protocol";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { RunName } from "../model/compare/run-name.ts";
import { type ForkAbout, forkTree, forksOf, type ForkNode, type KnownRun, nodeKey } from "../model/fork/fork-tree.ts";
import { exactText } from "../model/facet-query.ts";
import { ApiError, apiPath, getJson, sendJson, withParameters } from "./api.ts";
import { metaQuery } from "./doctor-queries.ts";
import { useConnection, useLive } from "./live.ts";
import { type RunKey, runPath, runQueryKey } from "./run-key.ts";

/** How often something was heard of runners. */
let heard = 0;

const nobody: RunnersView = { runners: [], jobs: [] };

/** The runners that are connected, and their forks. `null`: the server takes none, since it only reads, say. */
export function runnersQuery() {
  return queryOptions({
    queryKey: ["runners"],
    queryFn: async ({ signal, client }): Promise<RunnersView | null> => {
      const { capabilities } = await client.fetchQuery(metaQuery());
      if (!capabilities.forks) return null;
      for (;;) {
        const heardBefore = heard;
        const view = await getJson<RunnersView>(apiPath("runners"), { signal });
        // What was on its way while something changed may be older.
        if (heard === heardBefore) return view;
      }
    },
  });
}

/** The same, kept up to date. `undefined`: it is not known yet. */
export function useRunners(): RunnersView | null | undefined {
  const client = useQueryClient();
  const { isOpen } = useConnection();
  const { data, refetch } = useQuery(runnersQuery());
  useLive([], ({ type, data: told }) => {
    if (type !== "runners") return;
    heard += 1;
    // As the server's events are.
    const news: RunnersNews = {
      runners: told["runners"] as RunnersNews["runners"],
      jobs: told["jobs"] as RunnersNews["jobs"],
      gone: told["gone"] as RunnersNews["gone"],
    };
    client.setQueryData(runnersQuery().queryKey, (view) => withRunnersNews(view ?? nobody, news));
  });
  // What happened while nothing was heard is asked for.
  useEffect(() => {
    if (isOpen) void refetch();
  }, [isOpen, refetch]);
  return data;
}

/** The newest job whose run this is, if a runner has it. */
export function useJob({ project, partition, app }: RunKey): JobSummary | undefined {
  const view = useRunners();
  return view?.jobs.findLast((job) => job.project === project && job.app_id === app && job.partition_key === partition);
}

/** Asks for a fork. With the same key, it is made once. Throws `ApiError`. */
export function postFork(run: RunKey, body: ForkBody, key: string): Promise<ForkAnswer> {
  return sendJson("POST", runPath(run, "forks"), body, { "Idempotency-Key": key });
}

/** Whether the log of a run is there. Asked of the list: a browser tells of each page that it does not find as of an error. */
export async function isRunThere({ project, partition, app }: RunKey, signal: AbortSignal): Promise<boolean> {
  const q = [exactText("app", app), ...(partition === null ? [] : [exactText("partition", partition)])].join(" ");
  const path = withParameters(apiPath("projects", project, "runs"), { q, limit: 1000 });
  const { items } = await getJson<Page<RunSummary>>(path, { signal });
  return items.some((run) => run.app_id === app && run.partition_key === partition);
}

/** Asks the runner of a run to do something with it. With the same key, it is done once. Throws `ApiError`. */
export async function postControl(run: RunKey, action: ControlAction, key: string): Promise<void> {
  await sendJson("POST", runPath(run, "control"), action, { "Idempotency-Key": key });
}

const mostAncestors = 20;
const mostRuns = 60;

/** All that a run was forked from, and all forks of that. */
export function forkTreeQuery(key: RunKey) {
  const { project, partition, app } = key;
  return queryOptions({
    queryKey: runQueryKey(key, "forks"),
    queryFn: async ({ signal }): Promise<ForkNode> => {
      const current: RunName = { partition, app };
      const known = new Map<string, KnownRun>();
      const learn = async (run: RunName): Promise<RunHeader | undefined> => {
        const isThere = await isRunThere({ project, ...run }, signal);
        const header = isThere ? await gone(getJson<RunHeader>(runPath({ project, ...run }), { signal })) : undefined;
        known.set(nodeKey(run), {
          header,
          about: header === undefined ? {} : await aboutOf(project, run, header, signal),
        });
        return header;
      };
      let root = current;
      for (let header = await learn(root), n = 0; n < mostAncestors; n += 1) {
        const parent = header?.parent ?? null;
        if (parent === null) break;
        const above = { partition: parent.partition_key, app: parent.app_id };
        if (known.has(nodeKey(above))) break;
        root = above;
        header = await learn(above);
      }
      const seen = new Set([nodeKey(root)]);
      for (let level: readonly RunName[] = [root]; level.length > 0;) {
        const below = level
          .flatMap((run) => forksOf(known.get(nodeKey(run))?.header).map(({ run: fork }) => fork))
          .filter((run) => !seen.has(nodeKey(run)));
        for (const run of below) seen.add(nodeKey(run));
        const unknown = below.filter((run) => !known.has(nodeKey(run)));
        await Promise.all(unknown.slice(0, Math.max(0, mostRuns - known.size)).map((run) => learn(run)));
        // A fork that was stopped before its first step has no log.
        for (const run of unknown) if (known.get(nodeKey(run))?.header === undefined) known.delete(nodeKey(run));
        level = below.filter((run) => known.has(nodeKey(run)));
      }
      return forkTree(root, known, current);
    },
    staleTime: 0,
  });
}

/** What a fork is called, and how it runs. */
export function forkAboutQuery(header: RunHeader) {
  const { project, partition_key: partition, app_id: app, first_sequence_id: first } = header;
  return queryOptions({
    queryKey: runQueryKey({ project, partition, app }, "about", first),
    queryFn: ({ signal }) => aboutOf(project, { partition, app }, header, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What the first step of a fork says of it. */
async function aboutOf(project: string, run: RunName, header: RunHeader, signal: AbortSignal): Promise<ForkAbout> {
  const { parent, first_sequence_id: first } = header;
  if (parent === null || first === null) return {};
  const step = await gone(getJson<StepDetail>(runPath({ project, ...run }, "steps", first), { signal }));
  const value = step?.attributes.find(({ key }) => key === "burr.fork")?.value.value;
  if (typeof value !== "object" || value === null) return {};
  const { label, mode } = value as { readonly label?: unknown; readonly mode?: unknown };
  return { ...(typeof label === "string" ? { label } : {}), ...(typeof mode === "string" ? { mode } : {}) };
}

async function gone<TValue>(asked: Promise<TValue>): Promise<TValue | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) return undefined;
    throw error;
  }
}
