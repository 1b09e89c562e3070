import { BurrError, quoted } from "../errors.ts";
import { type ApplicationGraph, assembleGraph } from "../graph/graph.ts";
import { checkNames } from "../graph/names.ts";
import { freezeDeep } from "../state/freeze.ts";
import { checkKeys } from "../state/keys.ts";
import type { Data } from "../state/operations.ts";
import type { LooseConfig } from "./application.ts";
import { compile, type GraphNode } from "../graph/compile.ts";
import type { Graph } from "../graph/graph.ts";
import type { Finding } from "../graph/proof/finding.ts";
import { refuse } from "../graph/proof/refuse.ts";
import { optionalKeys } from "../state/schemas.ts";

/** The graph of an application, checked, proven, and as the run loop walks it. */
export interface Design {
  readonly graph: ApplicationGraph;
  readonly findings: readonly Finding[];
  readonly nodes: ReadonlyMap<string, GraphNode>;
}

/** The last design of each graph that children were made of: most often the next one is alike. */
const designs = new WeakMap<Graph, { readonly about: readonly unknown[]; readonly design: Design }>();

/** The graph of an application that begins with `data`. Throws when there is a mistake in it. */
export function designOf(config: LooseConfig, data: Data, freeze: boolean): Design {
  const { graph, family, state = {}, entrypoint, schemas, defaults, proofs } = config;
  if (graph === undefined || family === undefined) return design(config, data, freeze);
  // All that a design depends on.
  const about = [entrypoint, Object.keys(data).join(), Object.keys(state).join(), schemas, defaults, proofs, freeze];
  const known = designs.get(graph);
  if (known?.about.every((one, place) => one === about[place]) === true) return known.design;
  const made = design(config, data, freeze);
  designs.set(graph, { about, design: made });
  return made;
}

function design(config: LooseConfig, data: Data, freeze: boolean): Design {
  const { state = {}, schemas, defaults: { maxSteps: _maxSteps, maxMs: _maxMs, ...defaults } = {} } = config;
  const whole = graphOf(config);
  const keys = initialKeys(whole, data, state);
  const graph = withState(whole, keys);
  const optional = schemas === undefined ? {} : { optional: optionalKeys(schemas, data) };
  const findings = refuse(graph.validate({ state: keys, ...optional }));
  return { graph, findings, nodes: compile(graph, freeze, defaults) };
}

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
function withState(graph: ApplicationGraph, keys: readonly string[]): ApplicationGraph {
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
function initialKeys({ actions }: ApplicationGraph, data: Data, defaults: Readonly<Record<string, unknown>>): string[] {
  const written = new Set(Object.values(actions).flatMap(({ writes, mayWrite }) => [...writes, ...mayWrite]));
  return [...Object.keys(data), ...Object.keys(defaults).filter((key) => written.has(key))];
}
