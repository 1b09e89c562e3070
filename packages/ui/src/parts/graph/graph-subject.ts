import type { ReactNode } from "react";
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
  /** What opens inside of nodes; `undefined`: nothing does. */
  readonly inside: InsideNodes | undefined;
  /** `undefined`: there is nothing behind it. */
  readonly nodeBehind: (action: string) => Behind | undefined;
  readonly edgeBehind: (edge: DrawnEdge) => Behind | undefined;
}

/** Runs that the steps of actions started: the graph of one opens inside of the node. */
interface InsideNodes {
  /** How many, by action. */
  readonly counts: ReadonlyMap<string, number>;
  /** Opens a node, or closes it. */
  readonly toggle: (action: string) => void;
  /** The one that is open. */
  readonly opened: OpenedNode | undefined;
}

/** A node with the graph of a run inside of it. */
export interface OpenedNode {
  readonly action: string;
  /** Which run that is, and ways to others and out of it. */
  readonly bar: ReactNode;
  /** `undefined`: it is not there yet, or cannot be shown, for a reason that the bar tells. */
  readonly subject: GraphSubject | undefined;
  readonly isPending: boolean;
}
