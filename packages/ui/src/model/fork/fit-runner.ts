import type { RunnerApplication, RunnersView, RunnerSummary } from "@burrjs/protocol";

/** What a runner has to have for a fork. */
export interface RunnerNeed {
  readonly project: string;
  /** Of the step that is forked from; `null`: not known. */
  readonly graphHash: string | null;
  /** The actions of that graph, as far as they are known. */
  readonly actions: readonly string[];
}

/** An application of a runner that can run a fork. */
export interface FittingRunner {
  readonly runner: RunnerSummary;
  readonly application: RunnerApplication;
  /** Whether its graph is the one of the recorded run; `null`: not known. */
  readonly isSameCode: boolean | null;
}

/**
 * The runners that can run a fork of a run, the one that the server would take first: the same graph, then the most of its actions. One that
 * has none of them is another program.
 */
export function fittingRunners(view: RunnersView | undefined, need: RunnerNeed): readonly FittingRunner[] {
  const offered = (view?.runners ?? []).flatMap((runner) =>
    runner.applications
      .filter(({ project }) => project === need.project)
      .map((application): FittingRunner => ({ runner, application, isSameCode: sameCode(application, need) }))
      .filter((one) => need.actions.length === 0 || likeness(one, need) > 0),
  );
  const best = new Map<string, FittingRunner>();
  for (const one of offered) {
    const other = best.get(one.runner.runner_id);
    if (other === undefined || likeness(one, need) > likeness(other, need)) best.set(one.runner.runner_id, one);
  }
  // Of two that are alike, the one that has connected last has the newer code.
  return [...best.values()].toReversed().toSorted((one, other) => likeness(other, need) - likeness(one, need));
}

function sameCode({ graph_hash: hash }: RunnerApplication, { graphHash }: RunnerNeed): boolean | null {
  return hash === null || graphHash === null ? null : hash === graphHash;
}

function likeness({ application, isSameCode }: FittingRunner, { actions }: RunnerNeed): number {
  if (isSameCode === true) return Number.MAX_SAFE_INTEGER;
  return actions.filter((name) => application.actions.includes(name)).length;
}

/** Why no runner can run a fork, for people. */
export function whyNoRunner({ project, graphHash }: RunnerNeed): string {
  return graphHash === null
    ? `No runner for the project “${project}” is connected.`
    : `No runner for graph ${graphHash.slice(0, 4)}… of the project “${project}” is connected.`;
}

/** In which way the code of a runner differs from that of the recorded run, for people; `undefined`: it does not. */
export function codeDifference(
  { application, isSameCode }: FittingRunner,
  { graphHash, actions }: RunnerNeed,
): string | undefined {
  if (isSameCode === true) return undefined;
  if (isSameCode === null) return "It is not known whether its code is that of the recorded run.";
  const gone = actions.filter((name) => !application.actions.includes(name));
  const added = actions.length === 0 ? [] : application.actions.filter((name) => !actions.includes(name));
  const parts = [
    ...(gone.length === 0 ? [] : [`without ${gone.join(", ")}`]),
    ...(added.length === 0 ? [] : [`with ${added.join(", ")} besides`]),
  ];
  const what = parts.length === 0 ? "actions or transitions were changed" : parts.join(" and ");
  return `Its code is another than the recorded run's (graph ${short(application.graph_hash)} instead of ${short(graphHash)}): ${what}.`;
}

function short(hash: string | null): string {
  return hash === null ? "?" : `${hash.slice(0, 8)}…`;
}
