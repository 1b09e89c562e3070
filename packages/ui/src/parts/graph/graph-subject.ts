import type { EdgeMark } from "../../model/graph/edge-marks.ts";
import type { DrawnEdge, DrawnGraph } from "../../model/graph/graph-shape.ts";
import type { Measure, PathCounts } from "../../model/graph/path-counts.ts";

/** Where a click on something that is drawn goes. */
export interface Behind {
  readonly go: () => void;
  /** Its address, where it is another page. */
  readonly href?: string;
}

/** What a graph shows, whichever run or runs it is of. */
export interface GraphSubject {
  readonly graph: DrawnGraph;
  /** Names the graph: what shows the same machine has the same. Its layout, and where nodes were put, are kept under it. */
  readonly name: string;
  readonly counts: PathCounts;
  /** What became of the transitions that were tried last, by edge. */
  readonly marks: ReadonlyMap<string, EdgeMark>;
  /** The action under the cursor, and which of its visits that is: `3 of 12`. */
  readonly current: { readonly action: string; readonly visit: string } | undefined;
  /** What nodes are tinted by; `undefined`: whether they were visited. */
  readonly heat: Measure | undefined;
  /** Actions whose steps started runs of their own. */
  readonly parents: ReadonlySet<string>;
  /** `undefined`: there is nothing behind it. */
  readonly nodeBehind: (action: string) => Behind | undefined;
  readonly edgeBehind: (edge: DrawnEdge) => Behind | undefined;
}
