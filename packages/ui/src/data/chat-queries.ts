import type { StateView } from "@burrjs/protocol";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { getJson, withParameters } from "./api.ts";
import { type RunKey, runPath } from "./run-key.ts";
import { type StateAt, type StepKey, stepQueryKey } from "./step-queries.ts";
import { storedJsonBy } from "./stored.ts";

/** So many items of a list are a page. */
export const chatPageLength = 100;

/** A page of the items of a list in the state, each with its members. */
export function chatPageQuery(
  run: RunKey,
  step: StepKey,
  { at, pointer, page }: { readonly at: StateAt; readonly pointer: string; readonly page: number },
) {
  const path = runPath(run, "steps", step.sequenceId, "state");
  return queryOptions({
    queryKey: stepQueryKey(run, step, "chat", at, pointer, page),
    queryFn: ({ signal }) =>
      getJson<StateView>(withParameters(path, { at, path: pointer, page, depth: 2, repeat: step.repeat }), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
  });
}

/** The pointer of the conversation that somebody has chosen in a project; "": none. This browser keeps it. */
export const chosenConversation = storedJsonBy("burr-chat-", (value) => (typeof value === "string" ? value : ""));
