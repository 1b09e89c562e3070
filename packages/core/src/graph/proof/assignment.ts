import type { PlainEdge } from "../compile.ts";
import type { RawFinding } from "./finding.ts";
import type { Flow, FlowNode } from "./flow.ts";
import { type Path, Walk } from "./walk.ts";

/** The keys that are there at the start, and those that may be absent. */
export interface InitialKeys {
  readonly state: ReadonlySet<string>;
  readonly optional: ReadonlySet<string>;
}

/** A key that is read where it may be absent: by an action, or by the condition of `edge`, which leaves it. */
interface Gap {
  readonly node: FlowNode;
  readonly edge: PlainEdge | undefined;
  readonly path: Path;
}

/** Reads of keys that have not been written on every path from `start`. */
export function unassignedReads(flow: Flow, start: FlowNode, { state, optional }: InitialKeys): RawFinding[] {
  const { read, written, mayBeWritten } = flow.keys;
  const doubtful = [...read].filter((key) => written.has(key) && !state.has(key));
  return doubtful.flatMap((key) => {
    const isGap = ({ edge }: Gap): boolean => edge !== undefined || !optional.has(key);
    const surely = [...gaps(flow, start, key, touches)].filter(isGap);
    const maybe = mayBeWritten.has(key) ? [...gaps(flow, start, key, writes)].filter(isGap) : [];
    const more = maybe.filter(({ node, edge }) => !surely.some((one) => one.node === node && one.edge === edge));
    return [...surely.map((gap) => unassigned(key, gap)), ...more.map((gap) => maybeUnassigned(key, gap))];
  });
}

/** The places that read `key` and can be reached while it is absent, one path to each. */
function* gaps(
  flow: Flow,
  start: FlowNode,
  key: string,
  assigns: (node: FlowNode, key: string) => boolean,
): Generator<Gap> {
  const walk = new Walk(flow, start);
  for (const node of walk.nodes()) {
    if (node.action.reads.includes(key)) yield { node, edge: undefined, path: walk.pathTo(node) };
    walk.followErrors(node); // what fails has written nothing
    if (assigns(node, key)) continue;
    for (const edge of node.edges) {
      if (edge.condition.reads.includes(key)) {
        yield { node, edge, path: walk.pathTo(node) };
        break; // it throws: nothing behind it happens without the key
      }
      walk.follow(node, edge);
    }
  }
}

function writes({ action }: FlowNode, key: string): boolean {
  return action.writes.includes(key);
}

function touches({ action }: FlowNode, key: string): boolean {
  return action.writes.includes(key) || action.mayWrite.includes(key);
}

function unassigned(key: string, gap: Gap): RawFinding {
  return finding("unassigned-read", key, gap, {
    what:
      gap.edge === undefined && gap.path.steps.length === 1
        ? "which the initial state does not have"
        : `which nobody has written on the path ${gap.path.text}`,
    remedy: "Write it before",
  });
}

function maybeUnassigned(key: string, gap: Gap): RawFinding {
  const writers = gap.path.steps.filter(({ node, onError }) => !onError && node.action.mayWrite.includes(key));
  const names = [...new Set(writers.map(({ node }) => `"${node.name}"`))].join(", ");
  return finding("maybe-unassigned-read", key, gap, {
    what: `which on the path ${gap.path.text} only ${names} may have written`,
    remedy: "Put it into the `writes` of an action on that path",
  });
}

function finding(
  code: RawFinding["code"],
  key: string,
  { node, edge, path }: Gap,
  { what, remedy }: { readonly what: string; readonly remedy: string },
): RawFinding {
  const reader =
    edge === undefined
      ? `Action "${node.name}"`
      : `Condition "${edge.condition.name}" from "${node.name}" to "${edge.to}"`;
  return {
    code,
    message:
      `${reader} reads "${key}", ${what}. ` +
      `${remedy}, or give an initial value (\`undefined\` will do for a key that may be absent).`,
    place: {
      ...(edge === undefined
        ? { action: node.name }
        : { condition: edge.condition.name, transition: { from: edge.from, to: edge.to } }),
      key,
      path: path.names,
    },
  };
}
