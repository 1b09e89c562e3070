import type { StepDetail } from "@burrjs/protocol";
import { useGraph } from "../../../../parts/graph/use-graph.ts";
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
  const { key, header } = useRun();
  const { data: graph } = useGraph(key, header, step);
  const tried = (graph?.transitions ?? [])
    .filter(({ from_: source }) => source === from)
    .map(({ to, condition, reads = [] }) => ({ to, condition, keys: reads, result: null }));
  return tried.length < 2 ? null : <TrialsTable tried={tried} step={step} at={at} isUnknown />;
}
