import type { Action, Actions } from "../action/action.ts";
import { lineageOf } from "./child-id.ts";
import { subgraphOf } from "../graph/subgraph.ts";
import { BurrError } from "../errors.ts";
import type { Suspended, SuspendedRequest } from "../run/meta.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import type { StepEnding } from "../step/ending.ts";
import type { Step } from "../step/step.ts";
import { Suspension } from "../suspend/suspension.ts";

/** What a step returns whose children wait for answers: it waits for the same ones. */
export class NestedSuspension extends Suspension {
  readonly asked: readonly SuspendedRequest[];
  /** The schemas that only this process knows, by the id of the request. */
  readonly schemas: ReadonlyMap<string, StandardSchema>;
  /** What the step needs to know when it goes on. */
  readonly about: Pick<Suspended, "inputs" | "isRace" | "failed">;

  constructor(
    asked: readonly SuspendedRequest[],
    schemas: ReadonlyMap<string, StandardSchema>,
    about: NestedSuspension["about"],
  ) {
    super([]);
    this.asked = asked;
    this.schemas = schemas;
    this.about = about;
  }
}

/** The ending of a step whose children wait. Throws where another process could not validate an answer. */
export function nestedEnding(step: Step, { asked, schemas, about }: NestedSuspension): StepEnding {
  const { node, settings, run } = step;
  const isStored = settings.journal?.start !== undefined;
  for (const { name, path = [], action, hasSchema } of asked) {
    const isKnown = nestedSchema(settings.graph.actions, path, action ?? "", name) !== undefined;
    if (!hasSchema || isKnown || !isStored) continue;
    throw new BurrError(
      "undeclared-answer",
      `Within action "${node.name}", the action "${action ?? ""}" suspends for "${name}". The run is stored, and another process could not validate the answer, since what the tasks run is not known there. Declare the schema with the action: \`answers: { ${JSON.stringify(name)}: schema }\`.`,
      { action: node.name, name },
    );
  }
  return {
    status: "suspended",
    suspension: {
      suspended: {
        action: node.name,
        requests: asked,
        begun: [lineageOf(step), ...(run.runtime.meta.suspended?.begun ?? [])],
        ...about,
      },
      schemas: new Map([...schemas].filter(([id]) => asked.some((request) => request.id === id))),
    },
  };
}

/** The schema of an answer that an action within a graph waits for, as far as graphs tell. */
export function nestedSchema(
  actions: Actions,
  path: readonly string[],
  action: string,
  name: string,
): StandardSchema | undefined {
  const found = nestedAction(actions, path, action);
  return found === undefined ? undefined : answerOf(found, name);
}

/** The action that waits within a graph; of tasks, of which no graph tells, the action that has made them. */
export function nestedAction(actions: Actions, path: readonly string[], action: string): Action | undefined {
  const [first, ...rest] = path;
  if (first === undefined) return actions[action];
  const outer = actions[first];
  const inner = outer === undefined ? undefined : subgraphOf(outer);
  return inner === undefined ? outer : nestedAction(inner.actions, rest, action);
}

function answerOf({ body: { answers } }: Action, name: string): StandardSchema | undefined {
  return answers !== undefined && Object.hasOwn(answers, name) ? answers[name] : undefined;
}
