import type { Action } from "../action/action.ts";
import type { ActionContract } from "../action/definition.ts";
import { sourceOf } from "../action/source.ts";
import type { InputSpecs } from "../action/input.ts";
import { checkNames, namesOfHalt } from "../graph/names.ts";
import type { ApplicationGraph, Graph } from "../graph/graph.ts";
import type { StepContext } from "../step/context.ts";
import { inProcessExecutor } from "./in-process.ts";
import { type Inputs, parallelAction } from "./parallel-action.ts";
import { Task } from "./task.ts";
import type { TaskDone } from "./task-types.ts";

/** The definition of a graph as an action, untyped. */
export interface LooseSubgraph extends ActionContract<string, string, string, InputSpecs, string> {
  readonly entrypoint: string;
  readonly haltAfter?: string | readonly string[];
  readonly in?: (state: never, inputs: never, context: StepContext) => object | PromiseLike<object>;
  readonly out?: (end: never, state: never, context: StepContext) => unknown;
}

/** The action that runs `graph` as an application of its own: a step with one task. */
export function subgraphAction(graph: Graph, definition: LooseSubgraph): Action {
  const { entrypoint, haltAfter = [], in: enter, out: leave, ...contract } = definition;
  const known = new Set(Object.keys(graph.actions));
  checkNames([entrypoint], known, "The `entrypoint` of asAction()");
  const halts = [haltAfter].flat().flatMap((halt) => namesOfHalt(graph, halt));
  checkNames(halts, known, "The `haltAfter` of asAction()");
  const { reads, writes, mayWrite = [] } = contract;
  const begun: ApplicationGraph = { ...graph, entrypoint };
  return parallelAction(
    {
      ...contract,
      getSource: contract.getSource ?? (() => sourceOf({ in: enter, out: leave })),
      executor: inProcessExecutor, // its only task has nothing to run beside; where it waits, and who watches, is here
      tasks: async (state: Readonly<Record<string, unknown>>, inputs: Inputs, context) => {
        const initial =
          enter === undefined ? picked(state, reads) : await enter(state as never, inputs as never, context);
        return [
          new Task(
            { graph, entrypoint, config: {}, isAction: false },
            { state: { ...initial }, inputs, haltAfter: halts },
          ),
        ];
      },
      reduce: (state: unknown, [end]: readonly TaskDone[], context) =>
        leave === undefined
          ? picked(end?.state ?? {}, [...writes, ...mayWrite])
          : leave(end as never, state as never, context),
    },
    {
      subgraph: begun,
      translates: { reads: enter !== undefined, writes: leave !== undefined },
    },
  );
}

/** The keys that are there. */
function picked(state: object, keys: readonly string[]): Record<string, unknown> {
  const record = state as Readonly<Record<string, unknown>>; // states are records
  return Object.fromEntries(keys.filter((key) => key in record).map((key) => [key, record[key]]));
}
