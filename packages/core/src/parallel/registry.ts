import type { Action } from "../action/action.ts";
import { isAction } from "../action/define.ts";
import { BurrError } from "../errors.ts";
import { graphHash } from "../graph/graph-hash.ts";
import type { Graph } from "../graph/graph.ts";
import type { ExecutorTask } from "./executor.ts";
import { targetOf } from "./task.ts";

/** Where another process or thread finds a graph. */
export interface GraphReference {
  /** The URL of the module that registers it. */
  readonly module: string;
  /** Under which name. */
  readonly name: string;
  /** Of its actions, what they read and write, and its transitions: the same code has the same. */
  readonly fingerprint: string;
}

interface Registered {
  readonly module: string;
  readonly name: string;
}

const references = new WeakMap<Graph, Registered>();
const modules = new Map<string, Map<string, Graph>>();

/**
 * Registers graphs and actions, so that executors in other threads and processes can run tasks of them: code cannot be sent,
 * but a module can be loaded there. Call it once per module, at its top level.
 *
 * @param module - `import.meta.url` of the module.
 * @param runnables - By names that are unique in the module.
 * @returns `runnables`.
 */
export function registerGraphs<const TRunnables extends Readonly<Record<string, Graph | Action>>>(
  module: string,
  runnables: TRunnables,
): TRunnables {
  const known = modules.get(module) ?? new Map<string, Graph>();
  for (const [name, runnable] of Object.entries(runnables)) {
    const graph = isAction(runnable) ? targetOf(runnable).graph : runnable;
    references.set(graph, { module, name });
    known.set(name, graph);
  }
  modules.set(module, known);
  return runnables;
}

/** Where others find what a task runs. Throws `unregistered-graph` when nobody can. */
export function referenceOf({ graph, entrypoint }: Pick<ExecutorTask, "graph" | "entrypoint">): GraphReference {
  const registered = references.get(graph);
  if (registered !== undefined) return { ...registered, fingerprint: graphHash({ ...graph, entrypoint }) };
  const names = Object.keys(graph.actions);
  throw new BurrError(
    "unregistered-graph",
    `A task is to run elsewhere, and what it runs (${names.slice(0, 3).join(", ")}${names.length > 3 ? ", …" : ""}) is not registered, so that nobody finds it there. ` +
      "Define it at the top level of a module, with registerGraphs(import.meta.url, { … }). A copy made by bind() or withName() is another action: register that.",
    { name: names[0] ?? "" },
  );
}

/** The graph of a reference, its module having been loaded. Throws `unregistered-graph` when it is not there, or is another one by now. */
export function registeredGraph({ module, name, fingerprint }: GraphReference, entrypoint: string): Graph {
  const graph = modules.get(module)?.get(name);
  const found = graph === undefined ? undefined : graphHash({ ...graph, entrypoint });
  if (graph !== undefined && found === fingerprint) return graph;
  const why =
    graph === undefined
      ? `does not register "${name}" with registerGraphs(import.meta.url, { … })`
      : `registers another graph as "${name}" here than where the task comes from: is it of the same version there?`;
  throw new BurrError("unregistered-graph", `The module ${module} ${why}`, { name });
}
