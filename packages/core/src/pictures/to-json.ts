import type { Action } from "../action/action.ts";
import { type Condition, otherwise } from "../graph/condition.ts";
import type { Edge, Graph } from "../graph/graph.ts";
import { type ErrorCondition, isErrorCondition, onError } from "../graph/on-error.ts";
import type {
  ActionJSON,
  ConditionJSON,
  GraphJSON,
  GraphPartsJSON,
  JSONValue,
  OnErrorJSON,
  TransitionJSON,
} from "./graph-json.ts";
import { jsonOf } from "./json-value.ts";
import { policiesOf } from "./policies.ts";
import { subgraphOf } from "../graph/subgraph.ts";

/**
 * The graph as plain data, for storing, showing and editing it. Code does not travel: actions are what they declare, and
 * conditions that are functions are their names.
 */
export function toJSON(graph: Graph): GraphJSON {
  return { version: 1, ...partsJSON(graph) };
}

function partsJSON(graph: Graph): GraphPartsJSON {
  const entrypoint: unknown = "entrypoint" in graph ? graph.entrypoint : undefined;
  return {
    ...(typeof entrypoint === "string" ? { entrypoint } : {}),
    actions: Object.fromEntries(Object.entries(graph.actions).map(([name, action]) => [name, actionJSON(action)])),
    transitions: graph.transitions.map(transitionJSON),
  };
}

function actionJSON(action: Action): ActionJSON {
  const { reads, writes, mayWrite, inputs, tags, isAsync, isStreaming, terminal, handles } = action;
  const policies = policiesOf(action);
  const subgraph = subgraphOf(action);
  return {
    reads: [...reads],
    writes: [...writes],
    mayWrite: [...mayWrite],
    inputs: { required: [...inputs.required], optional: [...inputs.optional] },
    tags: [...tags],
    isAsync,
    isStreaming,
    terminal,
    ...(handles === undefined ? {} : { handles: handles.map(({ name }) => name) }),
    ...(policies === undefined ? {} : { policies }),
    ...(subgraph === undefined ? {} : { subgraph: partsJSON(subgraph) }),
  };
}

function transitionJSON({ from, to, condition }: Edge): TransitionJSON {
  if (condition === otherwise) return { from, to };
  return { from, to, condition: isErrorCondition(condition) ? onErrorJSON(condition) : conditionJSON(condition) };
}

function conditionJSON({ name, reads, source }: Condition): ConditionJSON {
  const byName = { name, reads: [...reads] };
  if (source === undefined) return byName;
  if ("when" in source) {
    const when = whenJSON(source.when);
    return when === undefined ? byName : { when };
  }
  if ("not" in source) return { not: conditionJSON(source.not) };
  if ("and" in source) return { and: [conditionJSON(source.and[0]), conditionJSON(source.and[1])] };
  if ("or" in source) return { or: [conditionJSON(source.or[0]), conditionJSON(source.or[1])] };
  const { expression, language } = source;
  return language === "cel" ? { cel: expression } : { expression, language };
}

/** The values, if JSON can say all of them as they are. */
function whenJSON(values: Readonly<Record<string, unknown>>): Readonly<Record<string, JSONValue>> | undefined {
  const entries = Object.entries(values).flatMap(([key, value]) => {
    const json = jsonOf(value);
    return json === undefined ? [] : ([[key, json]] as const);
  });
  return entries.length === Object.keys(values).length ? Object.fromEntries(entries) : undefined;
}

function onErrorJSON({ name, max, type, isNarrowed }: ErrorCondition): OnErrorJSON {
  const plain = onError<unknown>(type as never, max === undefined ? {} : { max }); // for its name alone
  return {
    onError: {
      ...(type === undefined ? {} : { error: type.name }),
      ...(max === undefined ? {} : { max }),
      ...(name === plain.name && !isNarrowed ? {} : { name }),
      ...(isNarrowed ? { narrowed: true } : {}),
    },
  };
}
