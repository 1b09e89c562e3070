import type { ChildSummary } from "@burrjs/protocol";
import type { RunName } from "../compare/run-name.ts";
import type { StepColumns } from "../step-columns.ts";

/** A run that a step started. */
export interface StartedRun {
  readonly run: RunName;
  /** The step: its id, and its place in the list. */
  readonly step: number;
  readonly n: number;
}

/** The runs that steps started, by the steps' actions, in the order of the steps and of their start. */
export function startedRuns(
  children: readonly ChildSummary[],
  steps: StepColumns,
): ReadonlyMap<string, readonly StartedRun[]> {
  const started = children.flatMap(
    ({ kind, sequence_id: step, partition_key: partition, app_id: app, at_ms: atMs }) => {
      const n = kind === "spawn" && step !== null ? steps.find(step) : -1;
      return n < 0 || step === null ? [] : [{ run: { partition, app }, step, n, atMs }];
    },
  );
  const inOrder = started.toSorted((one, other) => one.n - other.n || one.atMs - other.atMs);
  return Map.groupBy(
    inOrder.map(({ run, step, n }) => ({ run, step, n })),
    ({ n }) => steps.actionAt(n),
  );
}

/** Which of an action's runs to open: the first of the step at a place, else of the last one before it that started any. */
export function runToOpen(runs: readonly StartedRun[], at: number): StartedRun | undefined {
  const last = runs.findLast(({ n }) => n <= at)?.n ?? runs[0]?.n;
  return runs.find(({ n }) => n === last);
}
