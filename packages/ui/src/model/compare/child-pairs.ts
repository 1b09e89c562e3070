import type { RunHeader } from "@burrjs/protocol";
import type { RunName } from "./run-name.ts";

/** Runs that two steps started, one of each; `undefined`: the other step started fewer. */
export interface ChildPair {
  readonly a: RunName | undefined;
  readonly b: RunName | undefined;
}

/** The runs that each step of a run started, in the order of their start, by the ids of the steps. */
export function startedByStep(
  header: Pick<RunHeader, "children_list"> | undefined,
): ReadonlyMap<number, readonly RunName[]> {
  const started = (header?.children_list ?? []).flatMap(({ kind, sequence_id: step, at_ms: atMs, ...child }) =>
    kind !== "spawn" || step === null
      ? []
      : [{ step, atMs, run: { partition: child.partition_key, app: child.app_id } }],
  );
  const byStep = Map.groupBy(
    started.toSorted((one, other) => one.atMs - other.atMs),
    ({ step }) => step,
  );
  return new Map([...byStep].map(([step, all]) => [step, all.map(({ run }) => run)]));
}

/** The runs of two steps in pairs: the first with the first, the second with the second. */
export function childPairs(a: readonly RunName[] = [], b: readonly RunName[] = []): readonly ChildPair[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, n) => ({ a: a[n], b: b[n] }));
}
