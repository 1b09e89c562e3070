import { subgraphOf } from "../subgraph.ts";
import type { Action } from "../../action/action.ts";
import type { ApplicationGraph } from "../graph.ts";
import { unassignedReads } from "./assignment.ts";
import type { RawFinding } from "./finding.ts";
import { type Flow, flowOf } from "./flow.ts";
import { unwrittenReads } from "./keys.ts";

/**
 * What does not fit between actions and the graphs that they are made of, at any depth: what is read inside comes from
 * the action's `reads` or is written inside before, and what the action `writes` is written inside.
 */
export function boundaries({ graph }: Flow, within = ""): RawFinding[] {
  return Object.entries(graph.actions).flatMap(([name, action]) => {
    const subgraph = subgraphOf(action);
    if (subgraph === undefined) return [];
    const place = `${within}${name}`;
    const inner = flowOf(subgraph);
    return [...readsAcross(place, action, inner), ...writesAcross(place, action, inner), ...boundaries(inner, `${place}/`)]; // prettier-ignore
  });
}

function readsAcross(place: string, action: Action, inner: Flow): RawFinding[] {
  if (action.translates?.reads === true) return []; // what the graph begins with is known when it does
  const keys = { state: new Set(action.reads), optional: new Set<string>() };
  const { entrypoint } = inner.graph as Partial<ApplicationGraph>;
  const start = entrypoint === undefined ? undefined : inner.nodes.get(entrypoint);
  const unassigned = start === undefined ? [] : unassignedReads(inner, start, keys);
  return [...unwrittenReads(inner, keys), ...unassigned]
    .filter(({ code }) => code !== "maybe-unassigned-read")
    .map(({ place: { key = "", action: reader, condition } }) => {
      const who = reader === undefined ? `Condition "${condition}"` : `Action "${reader}"`;
      const message =
        `${who} inside "${place}" reads "${key}", which is not in the \`reads\` of "${place}", and which nobody inside ` +
        `has surely written before. Add it to the \`reads\` of "${place}", or write it inside.`;
      return { code: "sub-graph-boundary", message, place: { action: place, key } };
    });
}

function writesAcross(place: string, action: Action, inner: Flow): RawFinding[] {
  if (action.translates?.writes === true) return [];
  return action.writes
    .filter((key) => !inner.keys.written.has(key))
    .map((key) => ({
      code: "sub-graph-boundary",
      message: `Action "${place}" writes "${key}", which no action inside it writes. Take it out of its \`writes\`, or write it inside.`,
      place: { action: place, key },
    }));
}
