import type { ApplicationModel, DiffEntry, KeyChange, Page, StateView, StepDetail } from "@burrjs/protocol";
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { GraphName } from "../model/graph/graph-name.ts";
import { ApiError, apiPath, getJson, withParameters } from "./api.ts";
import { ofStep } from "./turns.ts";
import { type RunKey, runPath, runQueryKey } from "./run-key.ts";

/** A step by its id, and which of those with this id. */
export interface StepKey {
  readonly sequenceId: number;
  /** 0: the first. */
  readonly repeat?: number;
}

/** The state around a step. */
export type StateAt = "before" | "after";

// Events tell of changes: what was fetched stays good until then.
const staleTime = Number.POSITIVE_INFINITY;

async function stepJson<TValue>(address: string, signal: AbortSignal): Promise<TValue> {
  return await ofStep(signal, () => getJson<TValue>(address, { signal }));
}

/** Under which key something of a step is kept. */
export function stepQueryKey<TMore extends readonly unknown[]>(
  run: RunKey,
  { sequenceId, repeat }: StepKey,
  ...more: TMore
) {
  return runQueryKey(run, "step", sequenceId, repeat ?? null, ...more);
}

/** Everything about a step but its state. */
export function stepQuery(run: RunKey, step: StepKey) {
  return queryOptions({
    queryKey: stepQueryKey(run, step, "detail"),
    queryFn: ({ signal }) =>
      stepJson<StepDetail>(withParameters(runPath(run, "steps", step.sequenceId), { repeat: step.repeat }), signal),
    staleTime,
    // The step before stays in sight until the next one is there.
    placeholderData: keepPreviousData,
  });
}

/** Children of a value in a state: page 0 is the first. */
export function stateQuery(
  run: RunKey,
  step: StepKey,
  { at, path = "", page = 0 }: { readonly at: StateAt; readonly path?: string; readonly page?: number },
) {
  return queryOptions({
    queryKey: stepQueryKey(run, step, "state", at, path, page),
    queryFn: ({ signal }) =>
      stepJson<StateView>(
        withParameters(runPath(run, "steps", step.sequenceId, "state"), { at, path, page, repeat: step.repeat }),
        signal,
      ),
    staleTime,
  });
}

/** Of what a value is a part. */
export type ValueOf = StateAt | "inputs" | "answers" | "result" | "attributes";

/** A value in full. */
export function valueQuery(run: RunKey, step: StepKey, { of, path }: { readonly of: ValueOf; readonly path: string }) {
  return queryOptions({
    queryKey: stepQueryKey(run, step, "value", of, path),
    queryFn: async ({ signal }) => ({
      value: await stepJson<unknown>(
        withParameters(runPath(run, "steps", step.sequenceId, "value"), { of, path, repeat: step.repeat }),
        signal,
      ),
    }),
    staleTime,
    gcTime: 30_000,
  });
}

/** A state to compare: of a step of a run. */
export interface StatePlace extends StepKey {
  readonly partition: string | null;
  readonly app: string;
  readonly at: StateAt;
}

/** What differs between two states, or between the parts of them at a path. A state that there is none of yet makes none. */
export function diffQuery(project: string, one: StatePlace, other: StatePlace, path = "") {
  const name = ({ partition, app, sequenceId }: StatePlace): string =>
    `${partition === null ? "~" : encodeURIComponent(partition)}/${encodeURIComponent(app)}@${sequenceId}`;
  return queryOptions({
    queryKey: stepQueryKey({ project, ...other }, other, "diff", one, other, path),
    queryFn: async ({ signal }) => {
      const address = withParameters(apiPath("projects", project, "diff"), {
        a: name(one),
        a_at: one.at,
        a_repeat: one.repeat,
        b: name(other),
        b_at: other.at,
        b_repeat: other.repeat,
        path,
      });
      return await stepJson<Page<DiffEntry>>(address, signal);
    },
    staleTime,
  });
}

/** The steps that changed a value, in the order of the run. */
export function keyHistoryQuery(run: RunKey, pointer: string) {
  return infiniteQueryOptions({
    queryKey: runQueryKey(run, "history", pointer),
    queryFn: ({ pageParam, signal }) =>
      getJson<Page<KeyChange>>(
        withParameters(runPath(run, "keys", pointer, "history"), { cursor: pageParam, limit: 1000 }),
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    staleTime: 5000,
  });
}

/** A graph of the run; `undefined`: it is not known yet which. The answer is `null` when there is none: nobody asks again. */
export function graphQuery(run: RunKey, name: GraphName | undefined) {
  return queryOptions({
    queryKey: runQueryKey(run, "model", name ?? null),
    queryFn: async ({ signal }) => {
      if (name === null || name === undefined) return null;
      try {
        return await getJson<ApplicationModel>(runPath(run, "graph", ...(name === "" ? [] : [name])), { signal });
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return null;
        throw error;
      }
    },
    enabled: name !== undefined,
    staleTime,
    retry: false,
  });
}
