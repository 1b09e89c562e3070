import type { Action, Actions, SpecOf } from "../action/action.ts";
import type { TypeMistake } from "../state/view-types.ts";
import type { Condition } from "./condition.ts";

/** An edge: from one action or several to the next, taken if its condition holds (always, without one). */
export type Transition<TNames extends string = string, TState = never> =
  | readonly [from: TNames | readonly TNames[], to: TNames]
  | readonly [from: TNames | readonly TNames[], to: TNames, condition: Condition<TState>];

/** The edges of a graph of these actions over this state. */
export type TransitionsFor<TNames extends string, TState> = readonly Transition<TNames, TState>[];

type FromOf<TEdge> = TEdge extends readonly [infer TFrom, ...unknown[]]
  ? TFrom extends readonly (infer TName)[]
    ? TName
    : TFrom
  : never;
type FirstDead<TEdges, TClosed = never> = TEdges extends readonly [infer TEdge, ...infer TRest]
  ? [Extract<FromOf<TEdge>, TClosed>] extends [never]
    ? FirstDead<TRest, TEdge extends readonly [unknown, unknown] ? TClosed | FromOf<TEdge> : TClosed>
    : Extract<FromOf<TEdge>, TClosed>
  : never;

/** Refuses edges that can never fire: those behind an edge without a condition from the same action. */
export type DeadTransitions<TEdges> = [FirstDead<TEdges>] extends [never]
  ? unknown
  : TypeMistake<`a transition out of '${FirstDead<TEdges> & string}' comes after its default transition and can never fire`>;

/** Refuses actions that do not fit the state: what they read is there with the right type, what they write is allowed. */
export type CheckActions<TActions, TState> = {
  readonly [TName in keyof TActions]: FitOf<SpecOf<TActions[TName]>, TState, TName & string> extends infer TFit
    ? [TFit] extends [never]
      ? TActions[TName]
      : TFit
    : never;
};

type FitOf<TSpec, TState, TName extends string> = TSpec extends {
  readonly reads: infer TReads;
  readonly writes: infer TWrites;
  readonly mayWrite: infer TMayWrite;
}
  ? [Pick<TState, keyof TReads & keyof TState>] extends [TReads]
    ? [keyof TWrites | keyof TMayWrite] extends [keyof TState]
      ? [TWrites & TMayWrite] extends [Pick<TState, (keyof TWrites | keyof TMayWrite) & keyof TState>]
        ? never
        : TypeMistake<`action '${TName}' writes a value whose type differs from State`>
      : TypeMistake<`action '${TName}' writes a key that is not in State: '${Exclude<keyof TWrites | keyof TMayWrite, keyof TState> & string}'`>
    : TypeMistake<`action '${TName}' reads a key that is missing in State, or with another type`>
  : never;

type AllReads<TActions> = { [TName in keyof TActions]: keyof SpecOf<TActions[TName]>["reads"] }[keyof TActions];
type AllWrites<TActions> = {
  [TName in keyof TActions]: keyof SpecOf<TActions[TName]>["writes"] | keyof SpecOf<TActions[TName]>["mayWrite"];
}[keyof TActions];
type Unwritten<TActions, TInitial> = Exclude<AllReads<TActions>, AllWrites<TActions> | keyof TInitial>;

/** Refuses keys that an action reads, no action writes, and that the initial state lacks. */
export type UnwrittenReads<TActions, TInitial> = [Unwritten<TActions, TInitial>] extends [never]
  ? unknown
  : TypeMistake<`state key '${Unwritten<TActions, TInitial> & string}' is read by an action, but no action writes it and it is not in the initial state`>;

/** Whether all actions are sync. */
export type AllSync<TActions extends Actions> = "async" extends SpecOf<TActions[keyof TActions]>["mode"]
  ? "async"
  : "sync";

/** The tags of these actions. */
export type TagOf<TActions extends Actions> = SpecOf<TActions[keyof TActions]>["tag"];

/** A name of an action, or `@tag:…`, which stands for all actions with that tag. */
export type Halt<TActions extends Actions> = (keyof TActions & string) | `@tag:${TagOf<TActions>}`;

/** The names that a halt stands for. */
export type HaltNames<TActions extends Actions, THalt> = THalt extends `@tag:${infer TTag}`
  ? { [TName in keyof TActions & string]: TTag extends SpecOf<TActions[TName]>["tag"] ? TName : never }[keyof TActions &
      string]
  : Extract<THalt, keyof TActions & string>;

/** An edge as the engine takes it. */
export type AnyTransition = readonly [from: string | readonly string[], to: string, condition?: Condition];

/** Any action, named by a record key or by itself. */
export type AnyAction = Action;
