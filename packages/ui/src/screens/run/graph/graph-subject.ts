import type { DrawnEdge } from "../../../model/graph-shape.ts";
import type { EdgeMark } from "../../../model/edge-marks.ts";
import type { Measure, PathCounts } from "../../../model/path-counts.ts";
import type { StepCells, StepColumns } from "../../../model/step-columns.ts";

/** What a graph shows, whichever run or runs it is of. */
export interface GraphSubject {
  readonly names: readonly string[];
  readonly edges: readonly DrawnEdge[];
  readonly counts: PathCounts;
  /** What became of the transitions that were tried last, by edge. */
  readonly marks: ReadonlyMap<string, EdgeMark>;
  /** Of the run whose steps a click goes to. */
  readonly steps: StepColumns;
  readonly current: StepCells | undefined;
  /** What nodes are tinted by; `undefined`: whether they were visited. */
  readonly heat: Measure | undefined;
  /** Goes to the step at a place. */
  readonly goTo: (n: number) => void;
  /** Shows the steps that a transition led to. */
  readonly filter: ((edge: DrawnEdge) => void) | undefined;
}
