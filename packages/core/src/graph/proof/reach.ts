import type { RawFinding } from "./finding.ts";
import type { Flow, FlowNode } from "./flow.ts";
import { Walk } from "./walk.ts";

/** What a run is given, and where it stops: names of actions and of inputs. */
export interface PlannedRun {
  readonly haltBefore: ReadonlySet<string>;
  readonly haltAfter: ReadonlySet<string>;
  readonly inputs: ReadonlySet<string>;
}

/** Actions that no path leads to. */
export function unreachableActions(flow: Flow, start: FlowNode): RawFinding[] {
  const walk = new Walk(flow, start);
  for (const node of walk.nodes()) {
    walk.followErrors(node);
    for (const edge of node.edges) walk.follow(node, edge);
  }
  const reached = new Set(walk.nodes());
  const rest = [...flow.nodes.values()].filter((node) => !reached.has(node));
  return rest.map(({ name: action }) => ({
    code: "unreachable-action",
    message: `Action "${action}" cannot be reached from the entrypoint "${start.name}". Add a transition to it, or take it out of the graph.`,
    place: { action },
  }));
}

/** Actions that the run reaches without an input that they need. */
export function missingInputs(
  flow: Flow,
  start: FlowNode,
  { haltBefore, haltAfter, inputs }: PlannedRun,
): RawFinding[] {
  const found: RawFinding[] = [];
  const walk = new Walk(flow, start);
  for (const node of walk.nodes()) {
    const missing = node.action.inputs.required.filter((name) => !inputs.has(name));
    const path = walk.pathTo(node);
    for (const input of missing) {
      found.push({
        code: "missing-input",
        message:
          `Action "${node.name}" needs the input "${input}", which this run does not pass, on the path ${path.text}. ` +
          `Pass it in \`inputs\`, or halt before "${node.name}" and pass it to the next run.`,
        place: { action: node.name, input, path: path.names },
      });
    }
    if (missing.length > 0) continue; // the run ends here
    for (const edge of node.errorEdges) if (!haltBefore.has(edge.to)) walk.follow(node, edge, true);
    if (haltAfter.has(node.name)) continue;
    for (const edge of node.edges) if (!haltBefore.has(edge.to)) walk.follow(node, edge);
  }
  return found;
}

/** Actions after which a run may get stuck: none of their transitions is sure to be taken. */
export function possibleDeadEnds({ nodes }: Flow): RawFinding[] {
  return [...nodes.values()]
    .filter(({ mayGetStuck, action }) => mayGetStuck && !action.terminal)
    .map(({ name: action }) => ({
      code: "possible-dead-end",
      message:
        `A run can get stuck after "${action}": transitions leave it, but perhaps no condition holds. ` +
        "Add a transition without a condition at the end, or declare the action `terminal: true`.",
      place: { action },
    }));
}
