import type { Action, Graph } from "@burrjs/core";
import type { ValueCodec } from "@burrjs/core/persist";
import type { RunnerApplication } from "@burrjs/protocol";
import { type Tracking, trackingOf } from "../record/fork-notes.ts";
import { graphModel } from "../record/graph-model.ts";
import { initialState } from "./initial-state.ts";
import type { AppFactory, ServedApp } from "./served-app.ts";
import { sideEffectTag } from "./tape-player.ts";

/** A server takes no more. */
const mostKeys = 1000;

/** An application that is served, and how it is made for a fork. */
export interface Served {
  readonly application: RunnerApplication;
  readonly make: AppFactory;
  /** Reads and writes its values. */
  readonly codec: ValueCodec;
  readonly tracking: Tracking;
}

/**
 * What a runner says of an application.
 *
 * @param app - The application.
 * @param project - Default: the one that its tracker records it under.
 * @param source - Where its code is.
 * @returns What it says; `undefined` when the project is not known.
 */
export function describeApp(
  app: ServedApp,
  project: string | undefined,
  source: string | undefined,
): RunnerApplication | undefined {
  const { graph } = app;
  const recorded = project ?? trackingOf(graph)?.project;
  if (recorded === undefined) return undefined;
  return {
    project: recorded,
    graph_hash: graphModel(graph).graph_hash ?? null,
    actions: Object.keys(graph.actions),
    entrypoint: graph.entrypoint,
    side_effects: [...new Set(sideEffectsIn(graph, new Set()))],
    initial_keys: Object.keys(initialState(app))
      .filter((key) => !key.startsWith("__"))
      .slice(0, mostKeys),
    ...(source === undefined ? {} : { source }),
  };
}

function sideEffectsIn(graph: Graph, seen: Set<Graph>): readonly string[] {
  if (seen.has(graph)) return [];
  seen.add(graph);
  const actions: readonly (readonly [string, Action])[] = Object.entries(graph.actions);
  return actions.flatMap(([name, action]) => [
    ...(action.tags.includes(sideEffectTag) ? [name] : []),
    ...(action.subgraph === undefined ? [] : sideEffectsIn(action.subgraph, seen)),
  ]);
}
