import { refuseReservedInputs } from "../action/define.ts";
import { BurrError, quoted } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";

const none: Readonly<Record<string, unknown>> = Object.freeze({});

/** The inputs that the action at `node` declares: bound ones first, then those of the call, then defaults. */
export function resolveInputs(
  { name, action }: GraphNode,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { required, optional } = action.inputs;
  const { bound, inputs } = action.body;
  if (required.length === 0 && optional.length === 0) return Object.keys(bound).length === 0 ? none : bound;
  const missing = required.filter((key) => !Object.hasOwn(given, key));
  if (missing.length > 0) {
    const example = missing.map((key) => `${key}: …`).join(", ");
    throw new BurrError(
      "missing-input",
      `Action "${name}" is missing the required ${missing.length > 1 ? "inputs" : "input"} ${quoted(missing)}. Pass \`inputs: { ${example} }\`.`,
      { action: name, inputs: missing },
    );
  }
  const values: Record<string, unknown> = { ...bound };
  for (const key of required) values[key] = given[key];
  for (const key of optional) {
    const value = Object.hasOwn(given, key) ? given[key] : undefined;
    values[key] = value === undefined ? inputs[key]?.fallback : value;
  }
  return values;
}

/** The inputs of a call, if none of their names is reserved. */
export function checkInputs(inputs: Readonly<Record<string, unknown>> = none): Readonly<Record<string, unknown>> {
  refuseReservedInputs(Object.keys(inputs));
  return inputs;
}
