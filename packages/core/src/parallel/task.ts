import type { Action } from "../action/action.ts";
import { isAction } from "../action/define.ts";
import type { RetryOptions } from "../action/policy.ts";
import type { ChildConfig } from "../children/inherit.ts";
import { templateOf } from "../children/template.ts";
import { BurrError } from "../errors.ts";
import { type Graph, makeGraph } from "../graph/graph.ts";
import { namesOfHalt } from "../graph/names.ts";
import type { TaskMaker, TaskSpec } from "./task-types.ts";

/** A task of a parallel action: an application that is run to its end. Made by `task()`. */
export class Task<out TSpec extends TaskSpec = TaskSpec> {
  /** For the compiler alone. */
  declare protected readonly spec: TSpec;
  readonly key: string | undefined;
  readonly target: Target;
  readonly state: Readonly<Record<string, unknown>>;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly haltAfter: readonly string[];
  readonly retry: number | RetryOptions | undefined;
  readonly timeoutMs: number | undefined;

  constructor(target: Target, { key, state = {}, inputs = {}, haltAfter = [], retry, timeoutMs }: LooseTaskOptions) {
    if (key !== undefined && typeof key !== "string") throw invalid("task()", "key", "must be a text");
    this.key = key;
    this.target = target;
    this.state = state;
    this.inputs = inputs;
    this.haltAfter = [haltAfter].flat().flatMap((halt) => namesOfHalt(target.graph, halt));
    this.retry = retry;
    this.timeoutMs = timeoutMs;
  }
}

/** What a task runs. */
export interface Target {
  readonly graph: Graph;
  readonly entrypoint: string;
  /** Of an application: what it was made with besides. */
  readonly config: ChildConfig;
  /** Whether it is an action alone, whose keys of state are those of its parent. */
  readonly isAction: boolean;
}

interface LooseTaskOptions {
  readonly key?: string;
  readonly state?: Readonly<Record<string, unknown>>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly entrypoint?: string;
  readonly haltAfter?: string | readonly string[];
  readonly retry?: number | RetryOptions;
  readonly timeoutMs?: number;
}

/** A task: an action, a graph or an application, and the state it begins with. */
export const task: TaskMaker = (what: unknown, ...[options]: readonly (object | undefined)[]): Task<never> => {
  const given: LooseTaskOptions = { ...options }; // typed by `TaskMaker`
  return new Task<never>(targetOf(what, given.entrypoint), given);
};

const ofActions = new WeakMap<Action, Target>();

/** What `what` comes down to: a graph, where to begin in it, and options. */
export function targetOf(what: unknown, entrypoint?: string, caller = "task()"): Target {
  if (isAction(what)) return targetOfAction(what);
  const made = templateOf(what);
  if (made !== undefined) {
    // Whose application it was does not matter.
    const {
      graph,
      actions = {},
      transitions = [],
      entrypoint: own,
      appId: _id,
      partitionKey: _key,
      sequenceId: _last,
      family: _family,
      ...config
    } = made;
    const of =
      graph ??
      graphOf(made, () =>
        makeGraph({ actions, transitions, ...(made.proofs === undefined ? {} : { proofs: made.proofs }) }),
      );
    return { graph: of, entrypoint: entrypointOf(entrypoint ?? own, caller), config, isAction: false };
  }
  if (isGraph(what)) return { graph: what, entrypoint: entrypointOf(entrypoint, caller), config: {}, isAction: false };
  throw invalid(
    caller,
    "what",
    "must be an action, a graph made by b.graph(), a builder as b.app() gives it, or an application",
  );
}

function targetOfAction(action: Action): Target {
  const known = ofActions.get(action);
  if (known !== undefined) return known;
  const name = action.name ?? "task";
  const target = {
    graph: makeGraph({ actions: { [name]: action }, transitions: [] }),
    entrypoint: name,
    config: {},
    isAction: true,
  };
  ofActions.set(action, target);
  return target;
}

const graphs = new WeakMap<object, Graph>();

function graphOf(config: object, make: () => Graph): Graph {
  const known = graphs.get(config);
  if (known !== undefined) return known;
  const graph = make();
  graphs.set(config, graph);
  return graph;
}

function entrypointOf(entrypoint: string | undefined, caller: string): string {
  if (typeof entrypoint === "string") return entrypoint;
  throw invalid(caller, "entrypoint", "is missing: name the action of the graph that comes first");
}

function isGraph(value: unknown): value is Graph {
  return (
    typeof value === "object" && value !== null && "actions" in value && "transitions" in value && "validate" in value
  );
}

function invalid(caller: string, option: string, what: string): BurrError {
  return new BurrError("invalid-option", `${caller}: \`${option}\` ${what}.`, { option });
}
