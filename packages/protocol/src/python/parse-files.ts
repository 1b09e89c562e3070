import type {
  ActionModel,
  ApplicationModel,
  ChildModel,
  MetadataModel,
  PointerModel,
  TransitionModel,
} from "../files.ts";
import {
  filled,
  isObject,
  listOf,
  needed,
  object,
  oneOf,
  optional,
  orNull,
  text,
  time,
  whole,
} from "../parse/check.ts";
import { isTooDeep } from "../parse/limits.ts";
import { type NamedField, namedFields, settle } from "../parse/settle.ts";
import { isSourcePath } from "../text/source-path.ts";

const texts = listOf(text);
const none = (): null => null;
const emptyList = (): unknown[] => [];

const pointerFields = namedFields({
  app_id: needed(text),
  sequence_id: filled(orNull(whole), none),
  partition_key: filled(orNull(text), none),
});

const metadataFields = namedFields({
  partition_key: filled(orNull(text), none),
  parent_pointer: filled(orNull(object), none),
  spawning_parent_pointer: filled(orNull(object), none),
  app_id: optional(text),
  path: optional(texts),
});

const applicationFields = namedFields({
  entrypoint: needed(text),
  actions: needed(listOf(object)),
  transitions: filled(listOf(object), emptyList),
  graph_hash: optional(text),
});

const actionFields = namedFields({
  name: needed(text),
  reads: filled(texts, emptyList),
  writes: filled(texts, emptyList),
  code: filled(text, () => ""),
  inputs: filled(texts, emptyList),
  optional_inputs: filled(texts, emptyList),
  may_write: optional(texts),
  tags: optional(texts),
  kind: optional(oneOf("action", "stream", "parallel", "graph")),
});

const transitionFields = namedFields({
  from_: needed(text),
  to: needed(text),
  condition: filled(text, () => "default"),
  reads: optional(texts),
});

const childFields = namedFields({
  child: needed(object),
  event_time: needed(time),
  event_type: needed(oneOf("fork", "spawn_start")),
  sequence_id: filled(orNull(whole), none),
});

/** What `metadata.json` says; `undefined` when it is no such file, or only half of one. */
export function parseMetadata(json: string): MetadataModel | undefined {
  const model = checked<MetadataModel>(parsed(json), metadataFields);
  return (
    model && {
      ...model,
      type: "application_metadata",
      parent_pointer: pointerModel(model.parent_pointer) ?? null,
      spawning_parent_pointer: pointerModel(model.spawning_parent_pointer) ?? null,
    }
  );
}

/**
 * What `graph.json` says; `undefined` when it is no such file, or only half of one. Burr for Python writes required inputs as
 * `optional_inputs`, and the other way round: here they are as they are named. Actions and transitions that cannot be read are left out, and
 * so are places of actions that can be none.
 */
export function parseGraph(json: string): ApplicationModel | undefined {
  const model = checked<ApplicationModel>(parsed(json), applicationFields);
  if (model === undefined) return undefined;
  const actions = model.actions.flatMap(actionModels);
  const transitions = model.transitions.flatMap((one) => checked<TransitionModel>(one, transitionFields) ?? []);
  return {
    ...model,
    type: "application",
    actions: model.v === 1 ? actions : actions.map(withInputsSwapped),
    transitions,
  };
}

/** What the lines of `children.jsonl` say, and how many could not be read; empty lines are none. */
export function parseChildren(jsonLines: string): {
  readonly children: readonly ChildModel[];
  readonly unreadable: number;
} {
  const lines = jsonLines.split("\n").filter((line) => line.trim() !== "");
  const children = lines.flatMap((line) => {
    const model = checked<ChildModel>(parsed(line), childFields);
    const child = model && pointerModel(model.child);
    return model && child ? [{ ...model, type: "child_application_data" as const, child }] : [];
  });
  return { children, unreadable: lines.length - children.length };
}

function pointerModel(value: unknown): PointerModel | undefined {
  const model = checked<PointerModel>(value, pointerFields);
  return model && { ...model, type: "pointer_data" };
}

/** An action, if it is one; without its place where that can be none. */
function actionModels({ file, line, ...said }: { readonly file?: unknown; readonly line?: unknown }): ActionModel[] {
  const action = checked<ActionModel>(said, actionFields);
  if (action === undefined) return [];
  const isPlace = typeof file === "string" && isSourcePath(file) && typeof line === "number" && whole.holds(line) && line > 0; // prettier-ignore
  return [isPlace ? { ...action, file, line } : action];
}

function withInputsSwapped(action: ActionModel): ActionModel {
  return { ...action, inputs: action.optional_inputs, optional_inputs: action.inputs };
}

function parsed(json: string): unknown {
  if (isTooDeep(json)) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined; // the answer
  }
}

/** The value as the model whose fields these are; `undefined` when it is none. */
function checked<TModel>(value: unknown, fields: readonly NamedField[]): TModel | undefined {
  if (!isObject(value) || settle(value, fields) !== undefined) return undefined;
  const model: unknown = value;
  return model as TModel; // Each of its fields has been looked at.
}
