import type { Action } from "../action/action.ts";
import { sourceOf } from "../action/source.ts";
import { BurrError } from "../errors.ts";
import { isRecord } from "../state/freeze.ts";
import { type Inputs, type LooseParallel, parallelAction } from "./parallel-action.ts";
import { Task, targetOf } from "./task.ts";
import type { StepContext } from "../step/context.ts";

type Called = (state: never, inputs: never, context: StepContext) => unknown;

/** The definition of a form over actions and states, untyped. */
export interface LooseMap extends Omit<LooseParallel, "tasks"> {
  readonly actions: Called;
  readonly states: Called;
  readonly entrypoint?: string;
  readonly haltAfter?: string | readonly string[];
  /** Names the task of the state, which is the one at these places. */
  readonly key?: (state: never, places: { readonly action: number; readonly state: number }) => string;
}

/** Each action with each state: all states of the first action, then those of the next. */
export function mapActionsAndStates(form: LooseMap): Action {
  const { actions, states, entrypoint, haltAfter, key, ...definition } = form;
  const { getSource = () => sourceOf(form) } = definition;
  const route = haltAfter === undefined ? {} : { haltAfter };
  const nameOf = key ?? ((_state: unknown, places: { readonly action: number; readonly state: number }) => `${places.action}-${places.state}`); // prettier-ignore
  const tasks = async function* tasks(state: never, inputs: never, context: StepContext) {
    for await (const [action, what] of numbered("actions", actions(state, inputs, context), key === undefined)) {
      const target = targetOf(what, entrypoint, "A form over actions and states");
      const own = declared(Object.values(target.graph.actions), inputs);
      for await (const [place, one] of numbered("states", states(state, inputs, context), key === undefined)) {
        if (!isRecord(one)) throw notGiven("states", "a state that is no plain object such as { key: value }");
        yield new Task(target, {
          key: nameOf(one as never, { action, state: place }),
          state: one,
          inputs: own,
          ...route,
        });
      }
    }
  };
  return parallelAction({ ...definition, getSource, tasks });
}

/** Each action with one state: that of the step, if nothing else is said. */
export function mapActions({ state, ...definition }: Omit<LooseMap, "states"> & { readonly state?: Called }): Action {
  const { reads } = definition;
  const seen = (view: Inputs): Inputs => Object.fromEntries(reads.filter((key) => key in view).map((key) => [key, view[key]])); // prettier-ignore
  const one: Called = state ?? seen;
  return mapActionsAndStates({ ...definition, states: async (...given) => [await one(...given)] });
}

/** One action with each state. */
export function mapStates({ action, ...definition }: Omit<LooseMap, "actions"> & { readonly action: unknown }): Action {
  return mapActionsAndStates({ ...definition, actions: () => [action] });
}

/** Of the step's inputs those that one of the actions declares. */
function declared(actions: readonly Action[], inputs: Inputs): Inputs {
  const names = actions.flatMap(({ inputs: { required, optional } }) => [...required, ...optional]);
  return Object.fromEntries(names.filter((name) => Object.hasOwn(inputs, name)).map((name) => [name, inputs[name]]));
}

/** What was given, with its places. `inOrder`: whether their places have to name them, so that their order must not change. */
async function* numbered(
  what: string,
  given: unknown,
  inOrder: boolean,
): AsyncGenerator<[number, unknown], void, void> {
  const list: unknown = await given;
  const isAsync = typeof list === "object" && list !== null && Symbol.asyncIterator in list;
  const isIterable = isAsync || (typeof list === "object" && list !== null && Symbol.iterator in list);
  if (!isIterable) throw notGiven(what, "no list: return one, or write it as a generator");
  if (isAsync && inOrder) throw notGiven(what, "an async iterable, whose order may change: name each task with `key`");
  let place = 0;
  for await (const one of list as Iterable<unknown> | AsyncIterable<unknown>) {
    yield [place, one];
    place += 1;
  }
}

function notGiven(what: string, gave: string): BurrError {
  return new BurrError("invalid-option", `A parallel action: \`${what}\` gave ${gave}.`, { option: what });
}
