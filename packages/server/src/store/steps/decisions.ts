import type { ApplicationModel, DecisionView, TransitionRecord, TrialView } from "@burrjs/protocol";

/** How the action after a step was chosen, with those transitions of the graph that were not tried any more. */
export function decisionView(record: TransitionRecord, graph: ApplicationModel | undefined): DecisionView {
  const offered = graph?.transitions.filter(({ from_: from }) => from === record.from) ?? [];
  const tried = record.tried;
  const isOfGraph = tried.every(({ to, condition }, at) => {
    const transition = offered[at];
    return transition?.to === to && transition.condition === condition;
  });
  // The graph may be another one by now: then only those are added that were not tried under any position.
  const others = isOfGraph
    ? offered.slice(tried.length)
    : offered.filter(({ to, condition }) => !tried.some((trial) => trial.to === to && trial.condition === condition));
  return {
    sequence_id: record.sequence_id,
    from: record.from,
    to: record.to,
    tried: [
      ...tried,
      ...others.map(({ to, condition, reads = [] }): TrialView => ({ to, condition, keys: reads, result: null })),
    ],
  };
}
