import type { ApplicationModel } from "@burrjs/protocol";

/** A graph as Burr for Python writes it: with required and optional inputs swapped, and without what it does not have. */
export function pythonGraph({ entrypoint, actions, transitions }: ApplicationModel): ApplicationModel {
  return {
    type: "application",
    entrypoint,
    actions: actions.map(({ type, name, reads, writes, code, inputs, optional_inputs: optional }) => ({ type, name, reads, writes, code, inputs: optional, optional_inputs: inputs })), // prettier-ignore
    transitions: transitions.map(({ type, from_, to, condition }) => ({ type, from_, to, condition })),
  };
}
