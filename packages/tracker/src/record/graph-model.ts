import type { Action, ApplicationGraph } from "@burrjs/core";
import type { ActionModel, ApplicationModel } from "@burrjs/protocol";
import { machine } from "../machine/machine.ts";
import { projectFolder } from "../machine/project-folder.ts";
import { sourcePlace } from "./source-place.ts";

/** Applications of one graph have one model. */
const models = new WeakMap<object, { readonly of: ApplicationGraph["transitions"]; readonly entrypoint: string; readonly model: ApplicationModel }>(); // prettier-ignore

/** The content of `graph.json`. Its hash changes with anything in it, the code of actions included, but for the places of actions. */
export function graphModel(graph: ApplicationGraph): ApplicationModel {
  const known = models.get(graph.actions);
  if (known?.of === graph.transitions && known.entrypoint === graph.entrypoint) return known.model;
  const shape: ApplicationModel = {
    type: "application",
    entrypoint: graph.entrypoint,
    actions: Object.entries(graph.actions).map(([name, action]) => actionModel(name, action)),
    transitions: graph.transitions.map(({ from, to, condition: { name: condition, reads } }) => ({ type: "transition", from_: from, to, condition, reads: [...reads] })), // prettier-ignore
    v: 1,
  };
  const hash = machine.sha256(JSON.stringify(shape)).slice(0, 16);
  const actions = shape.actions.map((one) => ({ ...one, ...sourcePlace(graph.actions[one.name]?.body.site, projectFolder()) })); // prettier-ignore
  const model: ApplicationModel = { ...shape, actions, graph_hash: hash };
  models.set(graph.actions, { of: graph.transitions, entrypoint: graph.entrypoint, model });
  return model;
}

function actionModel(name: string, action: Action): ActionModel {
  const { reads, writes, inputs, mayWrite, tags } = action;
  return {
    type: "action",
    name,
    reads: [...reads],
    writes: [...writes],
    code: sourceOf(action),
    inputs: [...inputs.required],
    optional_inputs: [...inputs.optional],
    ...(mayWrite.length === 0 ? {} : { may_write: [...mayWrite] }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
    kind: kindOf(action),
  };
}

const sources = new WeakMap<Action, string>();

/** The text of an action; a `getSource()` of its own may fail. */
function sourceOf(action: Action): string {
  let source = sources.get(action);
  if (source === undefined) {
    try {
      source = action.source;
    } catch {
      source = "No source available";
    }
    sources.set(action, source);
  }
  return source;
}

function kindOf({ subgraph, body, isStreaming }: Action): NonNullable<ActionModel["kind"]> {
  if (subgraph !== undefined) return "graph";
  if (body.hasChildren) return "parallel";
  return isStreaming ? "stream" : "action";
}
