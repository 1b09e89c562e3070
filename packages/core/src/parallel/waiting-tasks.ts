import { nestedSchema, NestedSuspension } from "../children/nested-suspension.ts";
import { BurrError } from "../errors.ts";
import type { SuspendedRequest } from "../run/meta.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import type { Step } from "../step/step.ts";
import type { SuspendedOutcome } from "./executor.ts";
import type { Collector } from "./collector.ts";
import type { SuspendedTask } from "./fan-out-plan.ts";

/** What a step ends with whose tasks wait: it waits for what they wait for. Where nothing is stored, what there is of them is kept here. */
export function waitsFor(
  step: Step,
  waiting: readonly SuspendedTask[],
  { collector, inputs, isRace }: { readonly collector: Collector; readonly inputs: Readonly<Record<string, unknown>>; readonly isRace: boolean }, // prettier-ignore
): NestedSuspension {
  keep(step, waiting, collector);
  const { failed } = collector;
  const top = step.run.plan.path.length;
  const asked = waiting.flatMap(({ task, outcome }) =>
    outcome.requests.map((request): SuspendedRequest => {
      const { action = outcome.action, path = [] } = request;
      const child = { key: task.key, appId: task.id, sequenceId: outcome.sequenceId, id: request.id };
      return { ...request, action, path: [...task.path.slice(top), ...path], child };
    }),
  );
  const schemas = new Map(waiting.flatMap(({ outcome }) => outcome.requests.flatMap((request) => schemaOf(outcome, request)))); // prettier-ignore
  return new NestedSuspension(asked, schemas, {
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
    ...(failed.length === 0 ? {} : { failed }),
    ...(isRace ? { isRace } : {}),
  });
}

/** The schema of an answer, as this process knows it. */
function schemaOf(
  { child, schemas, action }: SuspendedOutcome,
  { id, name, path = [], action: inner = action }: SuspendedRequest,
): [string, StandardSchema][] {
  // prettier-ignore
  const { actions } = child.runtime.settings.graph;
  const schema = schemas.get(id) ?? nestedSchema(actions, path, inner, name);
  return schema === undefined ? [] : [[id, schema]];
}

function keep(
  { run: { runtime }, settings, node }: Step,
  waiting: readonly SuspendedTask[],
  collector: Collector,
): void {
  let isStored = settings.maker.config.persister !== undefined;
  for (const { task, outcome } of waiting) {
    if (outcome.child.runtime.settings.journal?.start !== undefined) continue;
    if (settings.journal?.start !== undefined) throw notStored(node.name, task.index);
    isStored = false;
    runtime.waits.children.set(task.id, outcome.child);
  }
  if (!isStored) runtime.waits.collected = collector;
}

/** The requests of a step that waits, by the keys of the tasks that they are of. */
export function byTask(requests: readonly SuspendedRequest[]): Map<string, SuspendedRequest[]> {
  const children = new Map<string, SuspendedRequest[]>();
  for (const request of requests) {
    const key = request.child?.key;
    if (key === undefined) continue;
    const one = children.get(key);
    if (one === undefined) children.set(key, [request]);
    else one.push(request);
  }
  return children;
}

/** The error of a task that waits, and that no other process could go on with. */
function notStored(action: string, place: number): BurrError {
  return new BurrError(
    "invalid-option",
    `The task at place ${place} (from 0) of action "${action}" waits for an answer and is not stored, while its parent is: an answer would find nobody. Give it the persister of its parent.`,
    { option: "persister" },
  );
}
