import type { RunnerApplication } from "@burrjs/protocol";
import type { ConnectedRunner } from "./connected-runner.ts";

/** What an application has to be to run a fork. */
export interface ApplicationNeed {
  readonly project: string;
  /** Of the recorded run; `null`: not known. */
  readonly graphHash: string | null;
  /** The actions of the recorded run, as far as they are known. */
  readonly actions: readonly string[];
  /** Those without which the fork cannot begin. */
  readonly needed: readonly string[];
  /** Only this runner. */
  readonly runnerId: string | undefined;
}

/** An application of a runner that can run a fork. */
export interface FittingApplication {
  readonly runner: ConnectedRunner;
  readonly application: RunnerApplication;
  /** Whether the code is the one that has made the recorded run; `null`: not known. */
  readonly sameCode: boolean | null;
}

/** Why there is none: no runner of the project, or none whose application has the actions. */
export type MissingApplication =
  | { readonly missing: "runner" }
  | { readonly missing: "action"; readonly action: string };

/**
 * Finds the application that is the most like the one of a recorded run: the one with the same graph, or else with the most of its actions.
 *
 * @param runners - Those that are connected.
 * @param need - What it has to be.
 * @returns The application, or why there is none.
 */
export function pickApplication(
  runners: readonly ConnectedRunner[],
  need: ApplicationNeed,
): FittingApplication | MissingApplication {
  const offered = runners
    .filter(({ id }) => need.runnerId === undefined || id === need.runnerId)
    .flatMap((runner) => runner.hello.applications.map((application) => ({ runner, application })))
    .filter(({ application }) => application.project === need.project);
  if (offered.length === 0) return { missing: "runner" };
  const fitting = offered.filter(({ application }) => isFitting(application, need));
  const [first] = fitting;
  if (first === undefined) return { missing: "action", action: missingIn(offered[0]?.application.actions ?? [], need) };
  // The one that has connected last is the one whose code is the newest.
  const best = fitting.reduce((one, other) => (likeness(other.application, need) >= likeness(one.application, need) ? other : one), first); // prettier-ignore
  const { graph_hash: hash } = best.application;
  return { ...best, sameCode: hash === null || need.graphHash === null ? null : hash === need.graphHash };
}

/** One that shares no action with the recorded run is another program, as the one that has started a child. */
function isFitting(application: RunnerApplication, need: ApplicationNeed): boolean {
  const isAlike = need.actions.length === 0 || likeness(application, need) > 0;
  return isAlike && need.needed.every((name) => application.actions.includes(name));
}

function likeness(
  { graph_hash: hash, actions }: RunnerApplication,
  { graphHash, actions: wanted }: ApplicationNeed,
): number {
  if (hash !== null && hash === graphHash) return Number.POSITIVE_INFINITY;
  return wanted.filter((name) => actions.includes(name)).length;
}

function missingIn(offered: readonly string[], { needed, actions }: ApplicationNeed): string {
  return [...needed, ...actions].find((name) => !offered.includes(name)) ?? "";
}
