import { type Actions, burr, type Graph, input, onError, otherwise, type Transition } from "@burrjs/core";
import type { ActionModel, ApplicationModel, TransitionModel } from "@burrjs/protocol";
import { noProofs } from "../no-proofs.ts";

/** A graph that can be drawn, and begins somewhere. */
export type DrawnGraph = Graph & { readonly entrypoint: string };

/** The graph that a log has, as one that can be drawn: its actions do nothing. */
export function graphOfModel({ actions, transitions, entrypoint }: ApplicationModel): DrawnGraph {
  const names = new Set(actions.map(({ name }) => name));
  const known = transitions.filter(({ from_: from, to }) => names.has(from) && names.has(to));
  const made: Actions = Object.fromEntries(actions.map((action) => [action.name, drawnAction(action)]));
  const edges = known.map(edgeOf);
  // What was logged has run: proofs would only find that its actions do nothing.
  const graph: Graph = b.graph({ actions: made, transitions: edges, proofs: noProofs });
  return { ...graph, entrypoint: names.has(entrypoint) ? entrypoint : (actions[0]?.name ?? "") };
}

const b = burr<Record<string, unknown>>();

function drawnAction(model: ActionModel): Actions[string] {
  const [required, optional] = inputsOf(model);
  const contract = {
    reads: model.reads.map(drawnKey),
    writes: model.writes.map(drawnKey),
    mayWrite: (model.may_write ?? []).map(drawnKey),
    // Their names are known when it runs, and those that are reserved are not among them.
    inputs: { ...declared(required, input<unknown>()), ...declared(optional, input<unknown>().optional()) } as Record<never, never>, // prettier-ignore
    tags: [...(model.tags ?? [])],
  };
  // Nobody calls it: what it writes is a matter of the picture alone.
  return b.action({ ...contract, run: (model.kind === "stream" ? drawnStream : drawnRun) as never });
}

function drawnRun(): object {
  return {};
}

function* drawnStream(): Generator<object> {
  yield {};
}

function declared<TInput>(names: readonly string[], one: TInput): Record<string, TInput> {
  return Object.fromEntries(names.map((name) => [name, one]));
}

/** The names of the required inputs, and of those that may be left out, but for those that Burr for Python gives itself. */
function inputsOf({ inputs, optional_inputs: optional }: ActionModel): readonly [readonly string[], readonly string[]] {
  const own = (names: readonly string[]): string[] => names.filter((name) => !name.startsWith("__"));
  return [own(inputs), own(optional)];
}

/** Keys that Burr for Python allows, and a state of ours does not. */
const reserved = /^(?:__.*|update|append|extend|increment|delete|get|toJSON)$/;

function drawnKey(key: string): string {
  return reserved.test(key) ? `‹${key}›` : key;
}

function edgeOf({
  from_: from,
  to,
  condition,
  reads = [],
}: TransitionModel): Transition<string, Record<string, unknown>> {
  // prettier-ignore
  if (condition === "default") return [from, to, otherwise];
  if (condition.startsWith("onError(")) return [from, to, onError(undefined, { name: condition })];
  return [from, to, b.check(reads.map(drawnKey), () => true, condition)];
}
