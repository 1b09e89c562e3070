import type { ComposableGraph, Graph, StepReport } from "@burrjs/core";
import type { Engine } from "./user-code.ts";
import { noProofs } from "../no-proofs.ts";

/** An action to run once. */
export interface ActionCall {
  readonly action: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/**
 * Runs an action of a graph once, over a state and with inputs that were recorded; streams are drained. Hooks, middleware,
 * trackers and persisters of the application take no part.
 *
 * @returns How the step ended; `undefined` when it did not begin.
 */
export async function runAction({ core }: Engine, graph: Graph, call: ActionCall): Promise<StepReport | undefined> {
  const { action, state, inputs } = call;
  let report: StepReport | undefined;
  let failure: unknown;
  const b = core.burr<object>();
  // As a child of an action: so that the schemas that the graph knows take part.
  const outer = b.action({
    reads: [],
    writes: [],
    async run(_state, _inputs, ctx) {
      // Without transitions: nothing is to run behind it. What its state is, is known when it runs.
      const alone = { ...graph, transitions: [] } as Graph as ComposableGraph<Record<string, unknown>>;
      const hook = (one: StepReport): void => {
        report ??= one;
      };
      const options = { entrypoint: action, state, proofs: noProofs, hooks: [{ postRunStep: hook }] };
      try {
        const child = await ctx.spawn(alone, options);
        await child.step({ inputs: known(graph, inputs) });
      } catch (error) {
        failure = error; // of the action: the report tells of it as well
      }
      return {};
    },
  });
  await b.application({ actions: { outer }, transitions: [], entrypoint: "outer", state: {} }).run();
  if (report === undefined && failure !== undefined) throw asError(failure);
  return report;
}

/** Those that an action of the graph still declares: others would be refused. */
function known(graph: Graph, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const declared = new Set(Object.values(graph.actions).flatMap(({ inputs: of }) => [...of.required, ...of.optional]));
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => declared.has(name)));
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
