import type { ApplicationModel, LoggedState, RunnersView, StepDetail } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { useRunners } from "../../../data/runner-queries.ts";
import { graphQuery, type StepKey, stepQuery, valueQuery } from "../../../data/step-queries.ts";
import { graphName } from "../../../model/graph/graph-name.ts";
import { isKeyed } from "../../../model/fork/parsed-json.ts";
import { useRun } from "../run-context.ts";

/** What a dialog has to know before anything can be chosen. */
export interface ForkData {
  readonly step: StepDetail;
  readonly graph: ApplicationModel | null;
  /** Those of the step. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly view: RunnersView | null | undefined;
}

/** The step that a fork begins at, and what belongs to it. */
export function useForkData(wanted: StepKey): { readonly data: ForkData | undefined; readonly error: Error | null } {
  const { key, header } = useRun();
  const { data: found, error, isPlaceholderData } = useQuery(stepQuery(key, wanted));
  const step = isPlaceholderData ? undefined : found;
  const graph = useQuery(graphQuery(key, step && header && graphName(header, step)));
  const hasInputs = Object.keys(step?.inputs ?? {}).length > 0;
  const inputs = useQuery({ ...valueQuery(key, wanted, { of: "inputs", path: "" }), enabled: hasInputs });
  const view = useRunners();
  const given = inputs.data?.value;
  const isReady = !graph.isPending && !(hasInputs && inputs.isPending);
  return {
    data:
      step !== undefined && isReady
        ? { step, graph: graph.data ?? null, inputs: isKeyed(given) ? given : {}, view }
        : undefined,
    error,
  };
}

/** The recorded state on a side of a step. */
export function useRecordedState(
  wanted: StepKey,
  at: "before" | "after",
): { readonly state: LoggedState | undefined; readonly error: Error | null } {
  const { key } = useRun();
  const { data, error } = useQuery(valueQuery(key, wanted, { of: at, path: "" }));
  const value = data?.value;
  return { state: isKeyed(value) ? value : undefined, error };
}
