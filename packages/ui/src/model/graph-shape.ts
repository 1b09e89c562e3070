import type { ApplicationModel } from "@burrjs/protocol";
import type { GraphShape } from "./graph-layout.ts";
import { pathCounts } from "./path-counts.ts";
import type { StepColumns } from "./step-columns.ts";

/** A transition as it is drawn. */
export interface DrawnEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** "": nothing is known of it. */
  readonly condition: string;
}

/** A machine as it is drawn. */
export interface DrawnGraph {
  readonly shape: GraphShape;
  readonly edges: readonly DrawnEdge[];
}

const nodeHeight = 34;
const characterWidth = 7.4;

/** The declared machine. */
export function declaredGraph({ actions, transitions }: ApplicationModel): DrawnGraph {
  const names = new Set(actions.map(({ name }) => name));
  const edges = transitions.filter(({ from_: from, to }) => names.has(from) && names.has(to));
  return drawnGraph(
    [...names],
    edges.map(({ from_: from, to, condition }) => ({ from, to, condition })),
  );
}

/** What can be told of a machine that was not recorded: the actions that ran, and the ways between them. */
export function observedGraph(steps: StepColumns): DrawnGraph {
  const { nodes, edges } = pathCounts(steps, steps.length - 1);
  return drawnGraph(
    [...nodes.keys()],
    [...edges.keys()].map((key) => {
      const [from = "", to = ""] = key.split("\u0000");
      return { from, to, condition: "" };
    }),
  );
}

/** A machine of these actions and ways. */
export function drawnGraph(names: readonly string[], ways: readonly Omit<DrawnEdge, "id">[]): DrawnGraph {
  const edges = ways.map((way, index) => ({ ...way, id: String(index) }));
  return {
    edges,
    shape: {
      nodes: names.map((id) => ({
        id,
        width: Math.min(240, Math.max(112, id.length * characterWidth + 64)),
        height: nodeHeight,
      })),
      edges: edges.map(({ id, from, to, condition }) => ({
        id,
        from,
        to,
        label: condition === "default" ? "" : condition,
      })),
    },
  };
}
