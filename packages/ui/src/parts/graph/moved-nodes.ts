import { storedJsonBy } from "../../data/stored.ts";
import { parseMovedNodes } from "../../model/graph/moved-layout.ts";

/** Where somebody has put nodes of a graph: the same for all runs of it. */
export const movedNodesOf = storedJsonBy("burr-graph-", parseMovedNodes);
