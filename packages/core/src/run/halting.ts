import type { GraphNode } from "../graph/compile.ts";
import type { Run } from "./run.ts";

/** Whether the run takes `next` after `action`, by its halts; suspensions and aborts aside. */
export function goesOn({ plan }: Run, action: string, next: GraphNode | undefined): boolean {
  const { haltAfter, haltBefore, way } = plan;
  if (next === undefined || way.isSingleStep || haltAfter.has(action)) return false;
  // The target of streamResult() is reached whatever else is said.
  const isTarget = way.handsOut === "target" && haltAfter.has(next.name);
  return isTarget || !haltBefore.has(next.name);
}
