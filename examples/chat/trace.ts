import type { Hooks, TransitionEvent } from "@burrjs/core";

/** What a step did, as the page draws it: the events of a run without the chunks. */
export type Trace =
  | { readonly type: "step-start"; readonly action: string; readonly sequenceId: number }
  | Pick<TransitionEvent, "type" | "action" | "sequenceId" | "to" | "tried">
  | {
      readonly type: "step-end";
      readonly action: string;
      readonly sequenceId: number;
      readonly status: string;
      readonly committed: boolean;
    };

/** Hooks that pass each step on, whether or not a client is listening: a reloaded page gets from there what it missed. */
export function traceHooks(take: (event: Trace) => void): Hooks {
  return {
    preRunStep: ({ action, sequenceId }) => {
      take({ type: "step-start", action, sequenceId });
    },
    postRunStep: ({ action, sequenceId, status, committed }) => {
      take({ type: "step-end", action, sequenceId, status, committed });
    },
    postTransition: ({ from, to, tried, sequenceId }) => {
      take({ type: "transition", action: from, sequenceId, to, tried });
    },
  };
}
