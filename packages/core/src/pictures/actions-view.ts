import { otherwise } from "../graph/condition.ts";
import type { Edge, Graph } from "../graph/graph.ts";
import { isErrorCondition } from "../graph/on-error.ts";
import { actionFacts, type Draft } from "./draft.ts";
import { labelText } from "./label-text.ts";
import type { Details } from "./picture.ts";
import { noMarks, type RunMarks } from "./run-marks.ts";
import { subgraphOf } from "../graph/subgraph.ts";

/** How an actions view is drawn. */
export interface ActionsViewSpec {
  readonly show: Details;
  readonly expands: (name: string) => boolean;
}

/** Where edges to and from an action are drawn to. */
interface Anchors {
  readonly in: string;
  readonly out: string;
}

/** Draws the actions of a graph, and the transitions between them. */
export function drawActions(draft: Draft, graph: Graph, spec: ActionsViewSpec, marks: RunMarks): void {
  const entrypoint = entrypointOf(graph);
  const start = entrypoint === undefined ? undefined : draft.addNode({ kind: "start", name: "start" });
  const anchors = drawGraph(draft, graph, spec, { marks, group: undefined });
  if (start === undefined || entrypoint === undefined) return;
  const taken = marks.visits(entrypoint) > 0 ? 1 : 0;
  draft.addEdge({ from: start, to: anchorsOf(anchors, entrypoint).in, kind: "link", taken });
}

interface Place {
  readonly marks: RunMarks;
  readonly group: string | undefined;
}

function drawGraph(draft: Draft, graph: Graph, spec: ActionsViewSpec, place: Place): Map<string, Anchors> {
  const anchors = new Map(
    Object.entries(graph.actions).map(([name, action]) => {
      const inner = subgraphOf(action);
      if (inner !== undefined && spec.expands(name)) return [name, drawGroup(draft, name, inner, { spec, place })];
      const { marks, group } = place;
      const facts = actionFacts(name, action, spec.show);
      const isEnd = mayEndAt(graph, name);
      const id = draft.addNode({ ...facts, isEnd, visits: marks.visits(name), isNext: marks.isNext(name), group });
      return [name, { in: id, out: id }];
    }),
  );
  for (const edge of graph.transitions) {
    const label = spec.show.conditions ? labelOf(edge, graph) : undefined;
    const kind = isErrorCondition(edge.condition) ? "error" : "transition";
    const [from, to] = [anchorsOf(anchors, edge.from).out, anchorsOf(anchors, edge.to).in];
    draft.addEdge({ from, to, kind, label, taken: place.marks.taken(edge) });
  }
  return anchors;
}

/** An action that is opened: entered at a start of its own, and left at an end. */
function drawGroup(
  draft: Draft,
  name: string,
  inner: Graph,
  { spec, place }: { readonly spec: ActionsViewSpec; readonly place: Place },
): Anchors {
  const group = draft.addGroup(name, place.marks, place.group);
  const start = draft.addNode({ kind: "start", name: "start", group });
  const anchors = drawGraph(draft, inner, spec, { marks: noMarks, group });
  const end = draft.addNode({ kind: "end", name: "end", group });
  const names = Object.keys(inner.actions);
  const entered = new Set(inner.transitions.map(({ to }) => to));
  const first = entrypointOf(inner) ?? names.find((one) => !entered.has(one)) ?? names[0];
  if (first !== undefined) draft.addEdge({ from: start, to: anchorsOf(anchors, first).in, kind: "link" });
  const lasts = names.filter((one) => mayLeaveAt(inner, one));
  for (const last of lasts.length > 0 ? lasts : names.slice(-1)) {
    draft.addEdge({ from: anchorsOf(anchors, last).out, to: end, kind: "link" });
  }
  return { in: start, out: end };
}

function mayEndAt(graph: Graph, name: string): boolean {
  if (graph.actions[name]?.terminal === true) return true;
  return !graph.transitions.some(({ from, condition }) => from === name && !isErrorCondition(condition));
}

/** Whether a run within another may be over after this action: nothing leaves it that is always taken. */
function mayLeaveAt(graph: Graph, name: string): boolean {
  if (graph.actions[name]?.terminal === true) return true;
  return !graph.transitions.some(({ from, condition }) => from === name && condition === otherwise);
}

/** The name of the condition; for the default, a word only where it is one of several. */
function labelOf({ from, condition }: Edge, graph: Graph): string | undefined {
  if (condition !== otherwise) return labelText(condition.name);
  const rivals = graph.transitions.filter((other) => other.from === from && !isErrorCondition(other.condition));
  return rivals.length > 1 ? "otherwise" : undefined;
}

function entrypointOf(graph: Graph): string | undefined {
  return "entrypoint" in graph && typeof graph.entrypoint === "string" ? graph.entrypoint : undefined;
}

function anchorsOf(anchors: ReadonlyMap<string, Anchors>, name: string): Anchors {
  return anchors.get(name) ?? { in: name, out: name }; // a graph is checked: it has the actions that its edges name
}
