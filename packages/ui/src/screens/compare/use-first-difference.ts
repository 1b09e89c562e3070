import { useQuery } from "@tanstack/react-query";
import { diffQuery, type StatePlace, stateQuery, stepQuery } from "../../data/step-queries.ts";
import { isSameRun } from "../../model/compare/run-name.ts";
import {
  type FirstDifference,
  firstDifference,
  firstRows,
  momentsBefore,
  type SidePlace,
} from "../../model/compare/first-difference.ts";
import type { Comparison, Side } from "./use-comparison.ts";
import { hasEnded } from "../../model/going-on.ts";

// Stands where there is nothing to ask for: such a query is not enabled.
const nowhere: StatePlace = { partition: null, app: "", sequenceId: 0, at: "before" };

/** Where two runs differ first. */
export interface FoundDifference {
  /** `undefined` while that is found out, or when they do not differ. */
  readonly found: FirstDifference | undefined;
  readonly isPending: boolean;
}

/** Finds out where the runs differ first. */
export function useFirstDifference({ project, a, b, alignment, isPending }: Comparison): FoundDifference {
  const rows = alignment?.rows ?? [];
  const moments = momentsBefore(rows);
  const first = firstRows(rows);
  const isChanged = first.a !== null && first.a === first.b;
  const [one, other] = [placeOf(a, moments?.a), placeOf(b, moments?.b)];
  const isKnown = one !== undefined && other !== undefined;
  const before = useQuery({ ...diffQuery(project, one ?? nowhere, other ?? nowhere), enabled: isKnown });
  const after = useQuery({
    ...diffQuery(project, atEnd(one), atEnd(other)),
    enabled: isKnown && isChanged && hasStateBehind(a, moments?.a) && hasStateBehind(b, moments?.b),
  });
  const writersA = useQuery({ ...stateQuery(a.key, one ?? nowhere, { at: one?.at ?? "before" }), enabled: isKnown });
  const writersB = useQuery({
    ...stateQuery(b.key, other ?? nowhere, { at: other?.at ?? "before" }),
    enabled: isKnown,
  });
  const [stepOfA, stepOfB] = [placeOf(a, beginOf(first.a?.a)), placeOf(b, beginOf(first.b?.b))];
  const stepA = useQuery({ ...stepQuery(a.key, stepOfA ?? nowhere), enabled: stepOfA !== undefined });
  const stepB = useQuery({ ...stepQuery(b.key, stepOfB ?? nowhere), enabled: stepOfB !== undefined });
  const isLooking = isPending || [before, after, writersA, writersB, stepA, stepB].some(({ isLoading }) => isLoading);
  if (first.index < 0 || isLooking) return { found: undefined, isPending: isLooking };
  const details = [stepA.data, stepB.data].filter((step) => step !== undefined);
  const fork = forkOf(a, b, "a") ?? forkOf(b, a, "b");
  const found = firstDifference({
    ...(fork === undefined ? {} : { fork }),
    rows,
    before: before.data?.items ?? [],
    after: after.data?.items ?? [],
    writers: { a: writersA.data?.writers ?? {}, b: writersB.data?.writers ?? {} },
    decisive: details.flatMap(({ why, read }) =>
      isChanged ? read.map(({ key }) => key) : (why?.tried.flatMap(({ keys }) => keys) ?? []),
    ),
  });
  return { found, isPending: false };
}

/** Whether a step has a state behind it: while it runs it has none. */
function hasStateBehind({ steps }: Side, moment: SidePlace | undefined): boolean {
  return moment !== undefined && hasEnded(steps.at(moment.n)?.status);
}

function placeOf({ key, steps }: Side, moment: SidePlace | undefined): StatePlace | undefined {
  const step = moment === undefined ? undefined : steps.at(moment.n);
  if (moment === undefined || step === undefined) return undefined;
  return { partition: key.partition, app: key.app, sequenceId: step.sequenceId, repeat: step.repeat, at: moment.at };
}

function forkOf(
  fork: Side,
  parent: Side,
  side: "a" | "b",
): { readonly side: "a" | "b"; readonly afterStep: number | null } | undefined {
  const pointer = fork.header?.parent;
  if (pointer === null || pointer === undefined) return undefined;
  return isSameRun({ app: pointer.app_id, partition: pointer.partition_key }, parent.key)
    ? { side, afterStep: pointer.sequence_id }
    : undefined;
}

function beginOf(step: { readonly n: number } | null | undefined): SidePlace | undefined {
  return step === null || step === undefined ? undefined : { n: step.n, at: "before" };
}

function atEnd(place: StatePlace | undefined): StatePlace {
  return { ...(place ?? nowhere), at: "after" };
}
