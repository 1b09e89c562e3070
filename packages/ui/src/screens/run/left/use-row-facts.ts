import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { notesQuery } from "../../../data/notes.ts";
import { type StepLook, stepLook } from "../../../model/rows/step-look.ts";
import type { StepCells } from "../../../model/step-columns.ts";
import { useGraph } from "../../../parts/graph/use-graph.ts";
import { useRun } from "../run-context.ts";
import { goesOn } from "../../../model/going-on.ts";
import { useSlowSteps } from "./use-slow-steps.ts";

/** What rows show of steps that the list of steps does not tell. */
export interface RowFacts {
  readonly lookOf: (step: Pick<StepCells, "action" | "kind" | "tokens">) => StepLook;
  /** How many runs were forked from a step. */
  readonly forksOf: (sequenceId: number) => number;
  /** How many notes are on a step. */
  readonly notesOf: (sequenceId: number) => number;
  /** Whether a step took much longer than most of its action. */
  readonly isSlowAt: (n: number) => boolean;
}

/** The facts of the run's rows. */
export function useRowFacts(): RowFacts {
  const { key, header, steps } = useRun();
  const isSlowAt = useSlowSteps(steps, { isLive: goesOn(header?.status) });
  const { data: graph } = useGraph(key, header);
  const { data: notes } = useQuery(notesQuery(key.project, { app: key.app, partition: key.partition }));
  return useMemo(() => {
    const tags = new Map(graph?.actions.map(({ name, tags: given = [] }) => [name, given]));
    const forks = counted(
      header?.children_list.flatMap(({ kind, sequence_id: id }) => (kind === "fork" ? [id] : [])) ?? [],
    );
    const noted = counted(notes?.map(({ step_sequence_id: id }) => id) ?? []);
    return {
      lookOf: (step) => stepLook(step, tags.get(step.action)),
      forksOf: (id) => forks.get(id) ?? 0,
      notesOf: (id) => noted.get(id) ?? 0,
      isSlowAt,
    };
  }, [graph, header?.children_list, notes, isSlowAt]);
}

function counted(ids: readonly (number | null)[]): ReadonlyMap<number | null, number> {
  const counts = new Map<number | null, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
