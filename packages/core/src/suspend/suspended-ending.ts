import { newId } from "../new-id.ts";
import { BurrError } from "../errors.ts";
import { isPromiseLike } from "../promises.ts";
import { type Task, Wait } from "../run/effects.ts";
import type { Suspended, SuspendedRequest } from "../run/meta.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import { validateValue } from "../state/validate.ts";
import type { StepEnding } from "../step/ending.ts";
import type { Step } from "../step/step.ts";
import { nestedEnding, NestedSuspension } from "../children/nested-suspension.ts";
import type { Suspension } from "./suspension.ts";

/** What a suspended step has asked for, and the schemas that only this process knows. */
export interface SuspendedEnding {
  readonly suspended: Suspended;
  readonly schemas: ReadonlyMap<string, StandardSchema>;
}

/** The ending of a step that suspends. Throws when the action asks for what it does not declare. */
export function* suspendedEnding(step: Step, suspension: Suspension): Task<StepEnding> {
  if (suspension instanceof NestedSuspension) return nestedEnding(step, suspension);
  if (step.node.action.body.hasChildren) throw mustNotWait(step.node.name);
  const schemas = new Map<string, StandardSchema>();
  const requests: SuspendedRequest[] = [];
  for (const { name, payload, schema: given, expiresAtMs, onTimeout } of suspension.requests) {
    const schema = given ?? declaredSchema(step, name);
    refuseUndeclared(step, name, given);
    const id = newId(step.settings.now());
    if (given !== undefined) schemas.set(id, given);
    const timeout = onTimeout === undefined ? {} : { onTimeout: { value: yield* validTimeout(step, name, schema, onTimeout.value) } }; // prettier-ignore
    requests.push({ id, name, payload, expiresAtMs, hasSchema: schema !== undefined, ...timeout });
  }
  return { status: "suspended", suspension: { suspended: { action: step.node.name, requests }, schemas } };
}

/** An answer for the case that nobody answers, as the schema gives it: what the action itself says is held to it as well. */
function* validTimeout(step: Step, name: string, schema: StandardSchema | undefined, value: unknown): Task<unknown> {
  if (schema === undefined) return value;
  const subject = `The \`onTimeout\` of "${name}" of action "${step.node.name}"`;
  const valid = validateValue(schema, value, subject, name);
  return isPromiseLike(valid) ? yield new Wait(valid, `the schema of the answer "${name}"`) : valid;
}

function declaredSchema({ node }: Step, name: string): StandardSchema | undefined {
  const { answers } = node.action.body;
  return answers !== undefined && Object.hasOwn(answers, name) ? answers[name] : undefined;
}

/** Refuses a name that the action's `answers` lack, and a schema that another process could not know. */
function refuseUndeclared(step: Step, name: string, schema: StandardSchema | undefined): void {
  const { node, settings } = step;
  const { answers } = node.action.body;
  if (declaredSchema(step, name) !== undefined) return;
  const isStored = settings.journal?.start !== undefined;
  if (answers === undefined && (schema === undefined || !isStored)) return;
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

/** The error of an action with children that waits by itself: `onAnswer` of such an action goes on with its children. */
function mustNotWait(action: string): BurrError {
  return new BurrError(
    "invalid-output",
    `Action "${action}" has children, and its \`reduce\`, \`fold\`, \`out\` or \`fallback\` has returned ctx.suspend(…). Only its children can wait: let an action behind it ask.`,
    { action },
  );
}
