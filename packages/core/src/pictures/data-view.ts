import type { Graph } from "../graph/graph.ts";
import { actionFacts, type Draft } from "./draft.ts";
import { labelText } from "./label-text.ts";
import type { Details } from "./picture.ts";
import type { RunMarks } from "./run-marks.ts";

/** Draws who writes which key of state, and which actions and conditions read it. */
export function drawData(draft: Draft, graph: Graph, show: Details, marks: RunMarks): void {
  const actions = Object.entries(graph.actions);
  const written = new Set(actions.flatMap(([, { writes, mayWrite }]) => [...writes, ...mayWrite]));
  const keyId = once((name) => draft.addNode({ kind: "key", name, badges: written.has(name) ? [] : ["from outside"] }));
  const inputId = once((name) => draft.addNode({ kind: "input", name, badges: ["input"] }));

  for (const [name, action] of actions) {
    const facts = actionFacts(name, action, { ...show, state: false, inputs: false });
    const id = draft.addNode({ ...facts, visits: marks.visits(name), isNext: marks.isNext(name) });
    for (const key of action.reads) draft.addEdge({ from: keyId(key), to: id, kind: "read" });
    for (const key of action.writes) draft.addEdge({ from: id, to: keyId(key), kind: "write" });
    for (const key of action.mayWrite) draft.addEdge({ from: id, to: keyId(key), kind: "write", isOptional: true });
    if (!show.inputs) continue;
    for (const input of action.inputs.required) draft.addEdge({ from: inputId(input), to: id, kind: "input" });
    for (const input of action.inputs.optional) {
      draft.addEdge({ from: inputId(input), to: id, kind: "input", isOptional: true });
    }
  }
  if (!show.conditions) return;
  for (const { from, to, condition } of graph.transitions) {
    if (condition.reads.length === 0) continue;
    const details = [`${labelText(from, 30)} → ${labelText(to, 30)}`];
    const id = draft.addNode({ kind: "condition", name: condition.name, details });
    for (const key of condition.reads) draft.addEdge({ from: keyId(key), to: id, kind: "read" });
  }
}

function once(make: (name: string) => string): (name: string) => string {
  const made = new Map<string, string>();
  return (name) => {
    const id = made.get(name) ?? make(name);
    made.set(name, id);
    return id;
  };
}
