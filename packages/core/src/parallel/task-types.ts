import type { Action, Actions, SpecOf } from "../action/action.ts";
import type { RetryOptions } from "../action/policy.ts";
import type { AppCore, RunInputs } from "../application/app-types.ts";
import type { ApplicationBuilder } from "../application/builder.ts";
import type { Graph } from "../graph/graph.ts";
import type { Hooks } from "../run/hooks.ts";
import type { FullState } from "../state/view-types.ts";
import type { AnyRunEvent, RunEvent } from "../stream/events.ts";
import type { Task } from "./task.ts";

/** What the types know of a task. */
export interface TaskSpec {
  /** What `reduce` gets of it when it is done. */
  readonly done: unknown;
  /** The events of its application. */
  readonly event: unknown;
}

/** What a task can be told, whatever it runs. */
export interface TaskOptions {
  /**
   * Names it among the tasks of its step, whatever their order: its outcome is found under it after a crash. Default: its
   * place, from 0. Required where the order may change: when the tasks come out of an async iterable.
   */
  readonly key?: string;
  /** How often it is tried, in place of the action's `taskRetry`. */
  readonly retry?: number | RetryOptions;
  /** How long one try may take, in milliseconds, in place of the action's `taskTimeoutMs`. */
  readonly timeoutMs?: number;
}

/** `{ [key]: T }`, optional where `T` needs nothing. */
type Needed<TKey extends string, T> =
  Record<never, never> extends T ? { readonly [TOne in TKey]?: T } : { readonly [TOne in TKey]: T };

/** What a task of an action is told: the values that it reads, and its inputs. */
type OfAction<TAction extends Action> = TaskOptions &
  Needed<
    "state",
    Readonly<SpecOf<TAction>["reads"]> & Readonly<Partial<SpecOf<TAction>["writes"] & SpecOf<TAction>["mayWrite"]>>
  > & // prettier-ignore
  Needed<"inputs", Readonly<SpecOf<TAction>["inputs"]>>;

/** What a task of a graph is told. */
interface OfGraph<TState, TActions extends Actions, TAfter> extends TaskOptions {
  /** The action that comes first. */
  readonly entrypoint: keyof TActions & string;
  /** The actions behind which it is done. Default: the end of the graph. */
  readonly haltAfter?: NameIn<TActions, TAfter> | readonly NameIn<TActions, TAfter>[];
  readonly state?: Readonly<Partial<TState>>;
  readonly inputs?: RunInputs<TActions>;
}

/** `TName`, if it is one of an action; else those that are, so that the compiler's message shows them. */
type NameIn<TActions extends Actions, TName> = TName extends keyof TActions & string ? TName : keyof TActions & string;

/** What a task of `TTarget` is told, as the rest of the parameters: nothing is needed where nothing is missing. */
type OptionsOf<TTarget, TAfter> = TTarget extends Action
  ? Record<never, never> extends OfAction<TTarget>
    ? [options?: OfAction<TTarget>]
    : [options: OfAction<TTarget>]
  : TTarget extends ApplicationBuilder<infer TSpec>
    ? [options?: Partial<OfGraph<TSpec["state"], TSpec["actions"], TAfter>>]
    : TTarget extends AppCore<infer TState, infer TActions>
      ? [options?: Partial<OfGraph<TState, TActions, TAfter>>]
      : TTarget extends Graph<infer TState, infer TActions>
        ? [options: OfGraph<TState, TActions, TAfter>]
        : never;

/** What a task can run: an action, a graph, or what an application is made with. */
export type Runnable = Action | Graph | Builder | Pick<AppCore<never, Actions>, "appId" | "spawningParentPointer">;

/** Any builder of applications. */
interface Builder {
  readonly withHooks: (...hooks: readonly Hooks[]) => Builder;
  readonly build: unknown;
}

/** A task that has come to its end, as `reduce` gets it. */
export interface TaskDone<
  TName extends string = string,
  TResult = unknown,
  TState = FullState<Record<string, unknown>>,
> {
  readonly status: "completed";
  readonly key: string;
  /** Of the child application. */
  readonly appId: string;
  /** The action that it ended behind. */
  readonly action: TName;
  /** What that action reported besides its update. */
  readonly result: TResult;
  readonly state: TState;
}

/** A task that has failed, as `reduce` gets it where failures are collected. */
export interface TaskFailed {
  readonly status: "failed";
  readonly key: string;
  readonly appId: string;
  readonly error: unknown;
}

type StateOfAction<TAction extends Action> = SpecOf<TAction>["reads"] &
  SpecOf<TAction>["writes"] &
  SpecOf<TAction>["mayWrite"];

type DoneOfAction<TAction extends Action> = TaskDone<
  TAction extends { readonly name: infer TName extends string } ? TName : string,
  SpecOf<TAction>["result"],
  FullState<StateOfAction<TAction>, keyof SpecOf<TAction>["writes"] & keyof StateOfAction<TAction>>
>;

/** How an application of a graph ends that halts after `TAfter`. */
export type DoneOfGraph<TState, TActions extends Actions, TAfter> = [TAfter] extends [never]
  ? TaskDone<keyof TActions & string, unknown, FullState<TState>>
  : {
      [TName in TAfter & keyof TActions & string]: TaskDone<
        TName,
        SpecOf<TActions[TName]>["result"],
        FullState<TState, keyof SpecOf<TActions[TName]>["writes"] & keyof TState>
      >;
    }[TAfter & keyof TActions & string];

type EventsOfAction<TAction extends Action> = RunEvent<{ readonly [TName in TAction extends { readonly name: infer TOne extends string } ? TOne : "task"]: TAction }>; // prettier-ignore

/** Makes a task: of an action, a graph, a builder, or an application, of which another one like it is made. */
export type TaskMaker = <TTarget extends Runnable, const TAfter extends string = never>(
  what: TTarget,
  ...options: OptionsOf<TTarget, TAfter>
) => Task<{ readonly done: DoneOfTarget<TTarget, TAfter>; readonly event: EventsOfTarget<TTarget> }>;

/** The spec of a task. */
export type SpecOfTask<TTask> =
  TTask extends Task<infer TSpec>
    ? {
        readonly done: unknown extends TSpec["done"] ? TaskDone : TSpec["done"];
        readonly event: unknown extends TSpec["event"] ? AnyRunEvent : TSpec["event"];
      }
    : never;

/** How a task of `TTarget` ends. */
export type DoneOfTarget<TTarget, TAfter> = TTarget extends Action
  ? DoneOfAction<TTarget>
  : TTarget extends ApplicationBuilder<infer TSpec>
    ? DoneOfGraph<TSpec["state"], TSpec["actions"], TAfter>
    : TTarget extends AppCore<infer TState, infer TActions>
      ? DoneOfGraph<TState, TActions, TAfter>
      : TTarget extends Graph<infer TState, infer TActions>
        ? DoneOfGraph<TState, TActions, TAfter>
        : never;

/** The events of a task of `TTarget`. */
export type EventsOfTarget<TTarget> = TTarget extends Action
  ? EventsOfAction<TTarget>
  : TTarget extends ApplicationBuilder<infer TSpec>
    ? RunEvent<TSpec["actions"]>
    : TTarget extends AppCore<infer _TState, infer TActions>
      ? RunEvent<TActions>
      : TTarget extends Graph<never, infer TActions>
        ? RunEvent<TActions>
        : never;

/** What a task of `TTarget` may begin with. */
export type StateOfTarget<TTarget> = TTarget extends Action
  ? Readonly<SpecOf<TTarget>["reads"]> & Readonly<Partial<SpecOf<TTarget>["writes"] & SpecOf<TTarget>["mayWrite"]>>
  : TTarget extends Graph<infer TState>
    ? Readonly<Partial<TState>>
    : object;
