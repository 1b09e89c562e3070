import type { ErrorEdge } from "../compile.ts";
import type { Flow, FlowEdge, FlowNode } from "./flow.ts";

/** How a walk got to an action: from which one, and whether by a transition on error. */
interface Arrival {
  readonly node: FlowNode;
  readonly onError: boolean;
}

/** A walk through all actions that can be reached, the nearest first. It remembers how it got to each. */
export class Walk {
  readonly #flow: Flow;
  readonly #arrivals: Map<FlowNode, Arrival | undefined>;

  constructor(flow: Flow, start: FlowNode) {
    this.#flow = flow;
    this.#arrivals = new Map([[start, undefined]]);
  }

  /** The actions reached so far, and those that `follow` adds meanwhile. */
  nodes(): Iterable<FlowNode> {
    return this.#arrivals.keys();
  }

  /** Goes on to where `edge` leads, if it can. */
  follow(node: FlowNode, { to, canFire = true }: FlowEdge | (ErrorEdge & { canFire?: true }), onError = false): void {
    const target = this.#flow.nodes.get(to);
    if (canFire && target !== undefined && !this.#arrivals.has(target)) this.#arrivals.set(target, { node, onError });
  }

  /** Goes on along all transitions on error. */
  followErrors(node: FlowNode): void {
    for (const edge of node.errorEdges) this.follow(node, edge, true);
  }

  /** The way to an action that was reached. */
  pathTo(node: FlowNode): Path {
    const path: Arrival[] = [];
    let onError = false;
    for (let at: FlowNode | undefined = node; at !== undefined;) {
      path.push({ node: at, onError });
      const arrival = this.#arrivals.get(at);
      onError = arrival?.onError ?? false;
      at = arrival?.node;
    }
    return new Path(path.toReversed());
  }
}

/** A way through the graph. Each of its steps says whether it is left by a transition on error. */
export class Path {
  readonly steps: readonly Arrival[];

  constructor(steps: readonly Arrival[]) {
    this.steps = steps;
  }

  get names(): string[] {
    return this.steps.map(({ node }) => node.name);
  }

  /** For messages: `a → b → on error → c`. */
  get text(): string {
    return this.steps.map(({ node, onError }) => (onError ? `${node.name} → on error` : node.name)).join(" → ");
  }
}
