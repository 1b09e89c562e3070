import type { ApplicationModel } from "../files.ts";
import type { V0Application } from "../v0/v0.ts";

/**
 * A graph as `graph.json` of Burr for Python, with the fields that it has there. Burr itself writes required inputs as
 * `optional_inputs` and the other way round; its reader takes both as they come, so here they have the names that are right, and
 * `v` says so to our own reader. Keys that may be written count as written.
 */
export function toPythonGraph(graph: ApplicationModel): V0Application {
  return {
    type: "application",
    entrypoint: graph.entrypoint,
    actions: graph.actions.map(({ type, name, reads, writes, may_write = [], code, inputs, optional_inputs }) => ({
      type,
      name,
      reads,
      writes: [...writes, ...may_write],
      code,
      inputs,
      optional_inputs,
    })),
    transitions: graph.transitions.map(({ type, from_, to, condition }) => ({ type, from_, to, condition })),
    v: 1,
  };
}
