import { newId } from "../application/new-id.ts";
import { BurrError } from "../errors.ts";
import type { Suspended, SuspendedRequest } from "../run/meta.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import type { StepEnding } from "./ending.ts";
import type { Step } from "./step.ts";
import type { Suspension, SuspensionRequest } from "./suspension.ts";

/** What a suspended step has asked for, and the schemas that only this process knows. */
export interface SuspendedEnding {
  readonly suspended: Suspended;
  readonly schemas: ReadonlyMap<string, StandardSchema>;
}

/** The ending of a step that suspends. */
export function suspendedEnding(step: Step, suspension: Suspension): StepEnding {
  const schemas = new Map<string, StandardSchema>();
  const requests = suspension.requests.map((request): SuspendedRequest => {
    const isDeclared = isKnown(step, request);
    const { name, payload, schema, expiresAtMs, onTimeout } = request;
    const id = newId(step.settings.now());
    if (schema !== undefined) schemas.set(id, schema);
    const hasSchema = isDeclared || schema !== undefined;
    return { id, name, payload, expiresAtMs, hasSchema, ...(onTimeout === undefined ? {} : { onTimeout }) };
  });
  return { status: "suspended", suspension: { suspended: { action: step.node.name, requests }, schemas } };
}

/** Whether the action's `answers` have a schema for the answer. Refuses a name that they lack, and a schema that others could not know. */
function isKnown({ node, settings }: Step, { name, schema }: SuspensionRequest): boolean {
  const { answers } = node.action.body;
  if (answers !== undefined && Object.hasOwn(answers, name)) return true;
  const isStored = settings.journal?.start !== undefined;
  if (answers === undefined && (schema === undefined || !isStored)) return false;
  const why =
    answers === undefined
      ? "Its schema is known in this process only, and the run is stored: another process could not validate the answer."
      : `Its \`answers\` are: ${Object.keys(answers).join(", ")}.`;
  throw new BurrError(
    "undeclared-answer",
    `Action "${node.name}" suspends for "${name}", which it does not declare. ${why} Declare it: \`answers: { ${JSON.stringify(name)}: schema }\`.`,
    { action: node.name, name },
  );
}
