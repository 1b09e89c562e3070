import { BurrError, quoted } from "../errors.ts";
import { type ApplicationGraph, assembleGraph } from "../graph/graph.ts";
import { checkNames } from "../graph/names.ts";
import { freezeDeep } from "../state/freeze.ts";
import { checkKeys } from "../state/keys.ts";
import type { Data } from "../state/operations.ts";
import type { LooseConfig } from "./application.ts";

/** The graph of an application, which knows where it begins. */
export function graphOf(config: LooseConfig): ApplicationGraph {
  const graph = config.graph ?? assembleGraph({ actions: {}, transitions: [], ...config });
  const entrypoint = entrypointOf(config);
  checkNames([entrypoint], new Set(Object.keys(graph.actions)), "The entrypoint");
  const proofs = { ...graph.proofs, ...config.proofs };
  return {
    ...graph,
    entrypoint,
    proofs,
    validate: (options) => graph.validate({ entrypoint, ...options, levels: { ...proofs, ...options?.levels } }),
  };
}

/** The graph, its proofs knowing which keys the application begins with. */
export function withState(graph: ApplicationGraph, keys: readonly string[]): ApplicationGraph {
  return { ...graph, validate: (options) => graph.validate({ state: keys, ...options }) };
}

function entrypointOf({ entrypoint, graph, actions = graph?.actions ?? {} }: LooseConfig): string {
  if (entrypoint !== undefined) return entrypoint;
  throw new BurrError(
    "no-entrypoint",
    `The application has no entrypoint. Name the first action: one of ${quoted(Object.keys(actions))}.`,
    { actions: Object.keys(actions) },
  );
}

/** Where its state begins, checked. */
export function initialData(state: Readonly<Record<string, unknown>>, freeze: boolean): Data {
  const data = { ...state };
  checkKeys(Object.keys(data), "The initial state");
  if (freeze) for (const value of Object.values(data)) freezeDeep(value);
  return data;
}

/**
 * The keys that the proofs may count on. A stored run may lack some that it began with: those that an action has deleted.
 * They are proven as for a new run.
 */
export function initialKeys(
  { actions }: ApplicationGraph,
  data: Data,
  defaults: Readonly<Record<string, unknown>>,
): string[] {
  const written = new Set(Object.values(actions).flatMap(({ writes, mayWrite }) => [...writes, ...mayWrite]));
  return [...Object.keys(data), ...Object.keys(defaults).filter((key) => written.has(key))];
}
