import type { StepDetail } from "@burrjs/protocol";
import { useQuery } from "@tanstack/react-query";
import { graphQuery } from "../../../../data/step-queries.ts";
import { useRun } from "../../run-context.ts";
import { TrialsTable } from "./trials-table.tsx";

interface DeclaredTableProps {
  readonly step: StepDetail;
  /** The action whose transitions they are. */
  readonly from: string;
  /** Whether the conditions saw the state before the step, or after it. */
  readonly at: "before" | "after";
}

/** What there was to choose from, where the log does not say what was tried. */
export function DeclaredTable({ step, from, at }: DeclaredTableProps) {
  const { key } = useRun();
  const { data: graph } = useQuery(graphQuery(key, step.graph_hash ?? undefined));
  const tried = (graph?.transitions ?? [])
    .filter(({ from_: source }) => source === from)
    .map(({ to, condition, reads = [] }) => ({ to, condition, keys: reads, result: null }));
  return tried.length < 2 ? null : <TrialsTable tried={tried} step={step} at={at} isUnknown />;
}
