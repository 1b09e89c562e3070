import type { ActionSums, ProjectGraph } from "@burrjs/protocol";
import { edgeKey, type PathCounts } from "./path-counts.ts";
import { costOf, type Price } from "@burrjs/protocol";

/** What runs of a project come to, as the graph shows it. */
export function projectCounts({ actions, ways }: ProjectGraph, prices: readonly Price[]): PathCounts {
  return {
    nodes: new Map(
      actions.map((sums) => [
        sums.action,
        {
          visits: sums.visits,
          totalMs: sums.duration_ms,
          errors: sums.failed,
          tokens: sums.tokens.reduce((sum, { input, output }) => sum + input + output, 0),
          cost: costOfAction(sums, prices),
        },
      ]),
    ),
    edges: new Map(ways.map(({ from, to, taken }) => [edgeKey(from, to), taken])),
    last: null,
  };
}

/** In dollars, of the models whose prices are known; `null` when no price is. */
function costOfAction({ tokens }: ActionSums, prices: readonly Price[]): number | null {
  const known = tokens.flatMap(({ model, ...used }) => costOf(model, used, prices) ?? []);
  return known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0);
}
