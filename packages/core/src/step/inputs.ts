import { refuseReservedInputs } from "../action/define.ts";
import { BurrError, quoted } from "../errors.ts";
import type { GraphNode } from "../graph/compile.ts";
import { ignoreRejection } from "../promises.ts";
import { type Task, Wait } from "../run/effects.ts";
import type { Run } from "../run/run.ts";
import { validateValue } from "../state/validate.ts";

type Inputs = Readonly<Record<string, unknown>>;
const none: Inputs = Object.freeze({});

/** What the action at `node` gets of the inputs of a call, validated; a promise if a schema is async. Throws when one is missing or invalid. */
export function inputsFor(node: GraphNode, given: Inputs, isChild = false): Inputs | Promise<Inputs> {
  const resolved = resolveInputs(node, given, isChild);
  return node.checksInputs ? validateInputs(node, resolved) : resolved;
}

/** Waits for inputs that are being validated. */
export function* validatedInputs(run: Run, node: GraphNode, inputs: Promise<Inputs>): Task<Inputs> {
  run.isClaiming = true; // nobody may change the state meanwhile: another action might be next
  try {
    return (yield new Wait(inputs, `the schema of an input of action "${node.name}"`, true)) as Inputs;
  } finally {
    run.isClaiming = false;
  }
}

/** What the schemas among the declared inputs make of `values`. */
function validateInputs({ name, action }: GraphNode, values: Inputs): Inputs | Promise<Inputs> {
  const specs = action.body.inputs;
  const outputs: Record<string, unknown> = {};
  const pending: Promise<void>[] = [];
  let hasSchema = false;
  for (const key of Object.keys(specs)) {
    const schema = specs[key]?.schema;
    if (schema === undefined) continue;
    hasSchema = true;
    const output = validateValue(schema, values[key], `Input "${key}" of action "${name}"`, key);
    if (output instanceof Promise) {
      const taking = output.then((one: unknown): void => void (outputs[key] = one));
      ignoreRejection(taking); // another input may fail before anybody waits for this one
      pending.push(taking);
    } else outputs[key] = output;
  }
  if (!hasSchema) return values;
  const finish = (): Inputs => ({ ...values, ...outputs });
  return pending.length === 0 ? finish() : Promise.all(pending).then(finish);
}

/** The inputs that the action at `node` declares: bound ones first, then those of the call, then defaults. Throws when one is missing. */
export function resolveInputs({ name, action }: GraphNode, given: Inputs, isChild = false): Inputs {
  const { required, optional } = action.inputs;
  const { bound, inputs } = action.body;
  if (required.length === 0 && optional.length === 0) return Object.keys(bound).length === 0 ? none : bound;
  const missing = required.filter((key) => !Object.hasOwn(given, key));
  if (missing.length > 0) {
    const example = missing.map((key) => `${key}: …`).join(", ");
    const remedy = isChild
      ? `It runs in a child: declare them in the \`inputs\` of asAction(), or pass \`inputs: { ${example} }\` to task(), or to run() of the child.`
      : `Pass \`inputs: { ${example} }\`.`;
    throw new BurrError(
      "missing-input",
      `Action "${name}" is missing the required ${missing.length > 1 ? "inputs" : "input"} ${quoted(missing)}. ${remedy}`,
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
export function checkInputs(inputs: Inputs = none): Inputs {
  refuseReservedInputs(Object.keys(inputs));
  return inputs;
}
