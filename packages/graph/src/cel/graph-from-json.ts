import { type Actions, burr, BurrError, type Graph, type ProofLevels, type Transition } from "@burrjs/core";
import { conditionFrom, type ConditionNames } from "./condition-from-json.ts";
import { checkAction } from "./check-action-json.ts";
import { fieldPath, invalidAt, readFields, readList, readText } from "./json-reader.ts";

/** What a graph as data names, and does not have with it: code. */
export interface GraphFromJSONOptions<TActions extends Actions> extends Partial<ConditionNames> {
  /** The actions, by their names in the data; others may be among them. */
  readonly actions: TActions;
  /** What becomes of findings of the proofs over the graph, by code, as in `b.graph()`. */
  readonly proofs?: ProofLevels;
}

/**
 * A graph that was loaded. Which of the actions it has, and so which of them `run()` may be told to halt at, is known at run
 * time only.
 */
export interface LoadedGraph<TActions extends Actions> extends Graph<
  object,
  Readonly<Record<string, TActions[keyof TActions]>>
> {
  /** As it was stored; only of the graph of an application. */
  readonly entrypoint?: string;
}

/**
 * A checked graph of plain data, as `toJSON()` gives it: `actions` are looked up by name, conditions are data or expressions
 * in CEL, functions are looked up in `conditions` and classes of errors in `errors`. What data says of actions is for
 * readers: what counts is the code.
 *
 * @throws `invalid-graph-json`, `invalid-expression` or `unknown-action`, and `invalid-graph` for what the proofs find;
 * `details` say where. Nothing in the data can run code.
 */
export function graphFromJSON<const TActions extends Actions>(
  json: unknown,
  { actions, conditions = {}, errors = {}, proofs = {} }: GraphFromJSONOptions<TActions>,
): LoadedGraph<TActions> {
  if (typeof json === "string") throw invalidAt("", "There is a text.", "Pass what JSON.parse() makes of it.");
  const fields = readFields(json, "", ["version", "entrypoint", "actions", "transitions"]);
  if (fields.get("version") !== 1) {
    throw invalidAt("version", "It is not 1, the only one that is known.", "Update @burrjs/graph, or correct it.");
  }
  const listed = [...readFields(fields.get("actions"), "actions")];
  const known = new Set(listed.map(([name]) => name));
  const found = listed.map(([name, facts]) => {
    checkAction(facts, fieldPath("actions", name));
    return [name, actionOf(actions, name)] as const;
  });
  const transitions = readList(fields.get("transitions"), "transitions").map(
    (one, index): Transition<string, object> => {
      const path = `transitions[${index}]`;
      const parts = readFields(one, path, ["from", "to", "condition"]);
      const [from, to] = ["from", "to"].map((end) => nodeName(parts.get(end), `${path}.${end}`, known));
      const edge = [from ?? "", to ?? ""] as const;
      if (!parts.has("condition")) return edge;
      return [...edge, conditionFrom(parts.get("condition"), `${path}.condition`, { conditions, errors })];
    },
  );
  const entrypoint = fields.has("entrypoint") ? nodeName(fields.get("entrypoint"), "entrypoint", known) : undefined;
  const parts: Actions = Object.fromEntries(found);
  const graph: Graph = burr<object>().graph({ actions: parts, transitions, proofs });
  return (entrypoint === undefined ? graph : { ...graph, entrypoint }) as LoadedGraph<TActions>; // its actions are of `actions`
}

function actionOf(actions: Actions, name: string): Actions[string] {
  const found = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (found !== undefined) return found;
  throw unknownAction(name, "actions", `The option \`actions\` has: ${list(Object.keys(actions))}.`);
}

function nodeName(value: unknown, path: string, known: ReadonlySet<string>): string {
  const name = readText(value, path);
  if (known.has(name)) return name;
  throw unknownAction(name, path, `The graph has: ${list(known)}.`);
}

function unknownAction(name: string, where: string, rest: string): BurrError {
  return new BurrError(
    "unknown-action",
    `The graph cannot be loaded: ${where} names ${JSON.stringify(name)}, which is no action. ${rest}`,
    { names: [name], where },
  );
}

function list(names: Iterable<string>): string {
  return [...names].map((name) => JSON.stringify(name)).join(", ");
}
