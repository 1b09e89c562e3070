import type { Action } from "../action/action.ts";
import { defineAction } from "../action/define.ts";
import { sourceOf } from "../action/source.ts";
import type { ActionContract } from "../action/definition.ts";
import type { InputSpecs } from "../action/input.ts";
import { policyOf } from "../action/policy.ts";
import type { RetryOptions } from "../action/policy.ts";
import { BurrError } from "../errors.ts";
import type { StepContext } from "../step/context.ts";
import { LazyContext } from "../step/lazy-context.ts";
import { fanOut, type FanOutSettings, type FanOutWork } from "./begin-fan-out.ts";
import { type Fold, listFold } from "./collector.ts";
import type { Executor, ExecutorFactory } from "./executor.ts";

export type Inputs = Readonly<Record<string, unknown>>;

/** The definition of an action whose work is done by tasks, untyped. */
export interface LooseParallel extends ActionContract<string, string, string, InputSpecs, string> {
  readonly tasks: (state: never, inputs: never, context: StepContext) => unknown;
  readonly reduce?: (state: never, results: never, context: StepContext) => unknown;
  readonly fold?: LooseFold;
  readonly concurrency?: number;
  readonly mode?: "all" | "race" | "settled";
  readonly onTaskError?: "fail" | "collect";
  readonly taskRetry?: number | RetryOptions;
  readonly taskTimeoutMs?: number;
  readonly executor?: Executor | ExecutorFactory;
}

interface LooseFold {
  readonly start: (state: never) => unknown;
  readonly add: (sum: never, result: never) => unknown;
  readonly end: (state: never, sum: never, context: StepContext) => unknown;
}

/** How many tasks are under way at once, if nobody says. */
const defaultConcurrency = 16;
/** How many results may wait for one before them, where they are not kept anyway. */
const mostEarly = 1024;

/** The action of a definition whose work is done by tasks. `inside`: what its only task runs. */
export function parallelAction(definition: LooseParallel, inside?: Pick<Action, "subgraph" | "translates">): Action {
  const settings = settingsOf(definition, inside === undefined);
  const begin = (state: unknown, inputs: Inputs, context: StepContext): unknown =>
    fanOut(LazyContext.stepOf(context), context, settings, workOf(definition, state as never, inputs, context));
  return defineAction(
    // By way of the definition: an instance of a class needs its own members.
    Object.assign(Object.create(definition) as object, {
      run: begin,
      getSource: () => definition.getSource?.() ?? sourceOf(definition),
      // The children have their answers; the step needs its inputs again.
      onAnswer: (state: unknown, _answers: unknown, context: StepContext) =>
        begin(state, LazyContext.stepOf(context).run.runtime.meta.suspended?.inputs ?? {}, context),
    }),
    { yieldsPairs: false, isAsync: true, isStreaming: true, hasChildren: true, ...inside },
  );
}

function workOf(definition: LooseParallel, state: never, inputs: Inputs, context: StepContext): FanOutWork {
  const { reduce, fold } = definition;
  const work = { inputs, tasks: () => definition.tasks(state, inputs as never, context) };
  if (fold === undefined) {
    return { ...work, fold: listFold, finish: (results) => reduce?.(state, results as never, context) };
  }
  const adding: Fold = {
    start: () => fold.start(state),
    add: (sum, result) => fold.add(sum as never, result as never),
  };
  return { ...work, fold: adding, finish: (sum) => fold.end(state, sum as never, context) };
}

function settingsOf(definition: unknown, isKeyed: boolean): FanOutSettings {
  if (typeof definition !== "object" || definition === null) throw invalid("tasks", "is missing: pass an object");
  const given = definition as Partial<LooseParallel>;
  const {
    tasks,
    reduce,
    fold,
    concurrency = defaultConcurrency,
    mode = "all",
    taskRetry,
    taskTimeoutMs,
    executor,
  } = given;
  const { onTaskError = mode === "settled" ? "collect" : "fail" } = given;
  if (typeof tasks !== "function") throw invalid("tasks", "must be a function that gives tasks, made by task()");
  if ((typeof reduce === "function") === (typeof fold === "object")) throw invalid("reduce", "must be a function, or `fold` an object with `start`, `add` and `end`; one of the two"); // prettier-ignore
  if (!(concurrency >= 1)) throw invalid("concurrency", "must be a number of 1 or more");
  if (!["all", "race", "settled"].includes(mode)) throw invalid("mode", 'is "all", "race" or "settled"');
  if (!["fail", "collect"].includes(onTaskError)) throw invalid("onTaskError", 'is "fail" or "collect"');
  if (mode === "settled" && onTaskError === "fail") throw invalid("onTaskError", 'cannot be "fail" where the mode is "settled"'); // prettier-ignore
  const taskPolicy = {
    ...(taskRetry === undefined ? {} : { retry: taskRetry }),
    ...(taskTimeoutMs === undefined ? {} : { timeoutMs: taskTimeoutMs }),
  };
  policyOf("A parallel action", taskPolicy); // refuses what it cannot be
  return {
    concurrency,
    isRace: mode === "race",
    collects: onTaskError === "collect",
    taskPolicy,
    executor,
    isKeyed,
    mostEarly: fold === undefined || mode === "race" ? Number.POSITIVE_INFINITY : Math.max(mostEarly, 4 * concurrency),
  };
}

function invalid(option: string, what: string): BurrError {
  return new BurrError("invalid-option", `A parallel action: \`${option}\` ${what}.`, { option });
}
