import type { Action, Actions } from "../action/action.ts";
import { isAction } from "../action/define.ts";
import { BurrError } from "../errors.ts";
import { checkEdges } from "./check-edges.ts";
import type { Condition } from "./condition.ts";
import type { AnyTransition } from "./graph-types.ts";
import type { ErrorCondition } from "./on-error.ts";
import type { Finding, ProofLevels } from "./proof/finding.ts";
import type { Provable } from "./proof/flow.ts";
import { refuse } from "./proof/refuse.ts";
import type { Schemas } from "../state/schemas.ts";
import type { AsAction } from "../parallel/subgraph-types.ts";
import { type ProofOptions, proofsOf } from "./proof/validate.ts";

declare const types: unique symbol;

/** Actions and transitions, checked; many applications may use one graph, also over a state with more keys. */
export interface Graph<in TState = never, TActions extends Actions = Actions> {
  readonly [types]?: (state: TState) => void;
  readonly actions: TActions;
  /** One per source, in the order of declaration; the first whose condition holds is taken. */
  readonly transitions: readonly Edge[];
  /** The names of the actions with this tag. Throws `unknown-tag` when there is none. */
  getActionsByTag(tag: string): string[];
  /** What becomes of the findings of its proofs, where it is not the default. */
  readonly proofs: ProofLevels;
  /** What the proofs find, errors first. Those that need an entrypoint are left out when none is given. */
  validate(options?: ProofOptions): readonly Finding[];
  /** @internal Of the state: what `burr()` was given. */
  readonly schemas?: Schemas;
}

/** A graph as `b.graph()` gives it. */
export interface ComposableGraph<TState, TActions extends Actions = Actions> extends Graph<TState, TActions> {
  /**
   * This graph as an action of another one: its step runs an application of it to its end. The events of that pass through
   * the stream of the outer run, with the name of the action in their `path`; what it waits for, the step waits for.
   */
  readonly asAction: AsAction<TState, TActions>;
}

/** The graph of an application. */
export interface ApplicationGraph extends Graph {
  /** Also what `validate()` takes when it is given no other. */
  readonly entrypoint: string;
}

/** From one action to the next. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly condition: Condition | ErrorCondition;
}

/** What a graph is made of. */
export interface GraphParts {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly transitions: readonly AnyTransition[];
  /** What becomes of the findings of its proofs. */
  readonly proofs?: ProofLevels;
  /** Of the state. */
  readonly schemas?: Schemas | undefined;
}

/** A graph of these parts, without those mistakes that need no entrypoint to be found. */
export function makeGraph(parts: GraphParts): Graph {
  const graph = assembleGraph(parts);
  refuse(graph.validate());
  return graph;
}

/** A graph of these parts, whose names are right; the proofs are still to be done. */
export function assembleGraph({ actions, transitions, proofs = {}, schemas }: GraphParts): Graph {
  const names = Object.keys(actions);
  if (names.length === 0) {
    throw new BurrError("no-actions", "This graph has no action. Pass at least one, made by b.action().", {});
  }
  const checked = Object.fromEntries(names.map((name) => [name, actionAt(name, actions[name])]));
  const edges = checkEdges(transitions, new Set(names));
  const graph: Provable = {
    actions: checked,
    transitions: edges,
    proofs,
    ...(schemas === undefined ? {} : { schemas }),
    getActionsByTag(tag) {
      const tagged = names.filter((name) => checked[name]?.tags.includes(tag));
      if (tagged.length > 0) return tagged;
      throw new BurrError(
        "unknown-tag",
        `No action of this graph has the tag "${tag}". Add it to the \`tags\` of an action, or correct the name.`,
        { tag },
      );
    },
  };
  return { ...graph, validate: proofsOf(graph) };
}

/** The parts of a graph, to make a larger one of. */
export function partsOf({ actions, transitions, proofs }: Graph): GraphParts {
  return { actions, transitions: transitions.map(({ from, to, condition }) => [from, to, condition]), proofs };
}

/** The parts of both, in order. An action name in both is an error, unless it is the very same action. */
export function mergeParts(first: GraphParts, second: GraphParts): GraphParts {
  const twice = Object.keys(second.actions).find(
    (name) => Object.hasOwn(first.actions, name) && first.actions[name] !== second.actions[name],
  );
  if (twice !== undefined) {
    throw new BurrError("duplicate-action", `Two actions are named "${twice}". Give one of them another name.`, {
      action: twice,
    });
  }
  return {
    actions: { ...first.actions, ...second.actions },
    transitions: [...first.transitions, ...second.transitions],
    proofs: { ...first.proofs, ...second.proofs },
  };
}

function actionAt(name: string, value: unknown): Action {
  if (isAction(value)) return value;
  const what =
    typeof value === "function"
      ? `a plain function${value.name === "" ? "" : ` (${value.name})`}`
      : `a value of type ${typeof value}`;
  throw new BurrError(
    "invalid-action",
    `Action "${name}" is ${what}. Wrap it: b.action({ reads: […], writes: […], run: … }).`,
    { action: name },
  );
}
