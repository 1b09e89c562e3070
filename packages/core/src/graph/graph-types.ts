import type { Actions, ActionSpec, SpecOf } from "../action/action.ts";
import type { TypeMistake } from "../state/view-types.ts";
import type { Condition, otherwise } from "./condition.ts";
import type { ErrorCondition } from "./on-error.ts";

/** An edge: from one action or several to the next, taken if its condition holds (always, without one). */
export type Transition<TNames extends string = string, TState = never> =
  | readonly [from: TNames | readonly TNames[], to: TNames]
  | readonly [from: TNames | readonly TNames[], to: TNames, condition: Condition<TState> | ErrorCondition];

/** The edges of a graph of these actions over this state. */
export type TransitionsFor<TNames extends string, TState> = readonly Transition<TNames, TState>[];

type FromOf<TEdge> = TEdge extends readonly [infer TFrom, ...unknown[]]
  ? TFrom extends readonly (infer TName)[]
    ? TName
    : TFrom
  : never;
/** An edge that always fires: without a condition, or with `otherwise`. */
type DefaultEdge = readonly [unknown, unknown] | readonly [unknown, unknown, Pick<typeof otherwise, "name">];
type ClosedBy<TEdge> = TEdge extends DefaultEdge ? FromOf<TEdge> : never;
/** The source of an edge that is taken on success; what happens on error is another matter. */
type PlainFromOf<TEdge> = TEdge extends readonly [unknown, unknown, ErrorCondition] ? never : FromOf<TEdge>;
/** The source of the first edge that stands behind a default from the same source. */
type DeadIn<TEdges, TClosed> = TEdges extends readonly [infer TEdge, ...infer TRest]
  ? [Extract<FromOf<TEdge>, TClosed>] extends [never]
    ? DeadIn<TRest, TClosed | ClosedBy<TEdge>>
    : [PlainFromOf<TEdge>] extends [never]
      ? DeadIn<TRest, TClosed>
      : Extract<FromOf<TEdge>, TClosed>
  : never;
type Four = [unknown, unknown, unknown, unknown];
/** As `DeadIn`, sixteen edges at a time: what the compiler pays for is each new length of a list. */
type FindDead<TEdges, TClosed = never> = TEdges extends readonly [...Four, ...Four, ...Four, ...Four, ...infer TRest]
  ? TEdges extends readonly [...infer THead, ...TRest]
    ? [DeadIn<THead, TClosed>] extends [never]
      ? FindDead<TRest, TClosed | ClosedBy<THead[number]>>
      : DeadIn<THead, TClosed>
    : never
  : DeadIn<TEdges, TClosed>;

/** Refuses edges that can never fire: those behind an edge without a condition from the same action. */
export type DeadTransitions<TEdges> = [FindDead<TEdges>] extends [never]
  ? unknown
  : TypeMistake<`a transition out of '${FindDead<TEdges> & string}' comes after its default transition and can never fire`>;

/** Refuses actions that do not fit the state: what they read is there with the right type, what they write is allowed. */
export type CheckActions<TActions extends Actions, TState> = {
  readonly [TName in keyof TActions]: [MisfitOf<SpecOf<TActions[TName]>, TState, TName>] extends [never]
    ? unknown
    : MisfitOf<SpecOf<TActions[TName]>, TState, TName>;
};

/** As `CheckActions`, as one mistake for all of them. */
export type CheckGraph<TActions extends Actions, TState> = [MisfitsOf<TActions, TState>] extends [never]
  ? unknown
  : MisfitsOf<TActions, TState>;

type MisfitsOf<TActions extends Actions, TState> = {
  [TName in keyof TActions]: MisfitOf<SpecOf<TActions[TName]>, TState, TName>;
}[keyof TActions];

// Inferred, not looked up: so that it also resolves where a part of the action's type is a type parameter.
type MisfitOf<TSpec extends ActionSpec, TState, TName> = TSpec extends {
  readonly reads: infer TReads;
  readonly writes: infer TWrites;
  readonly mayWrite: infer TMayWrite;
}
  ?
      | Misfit<TName, "reads", MisfitReads<TReads, TState>>
      | Misfit<TName, "writes", MisfitWrites<TWrites, TState> | MisfitWrites<TMayWrite, TState>>
  : never;

type Misfit<TName, TVerb extends string, TKey> = [TKey] extends [never]
  ? never
  : TypeMistake<`action '${TName & string}' ${TVerb} '${TKey & string}', which State does not have, or with another type`>;

type MisfitReads<TReads, TState> = {
  [TKey in keyof TReads]-?: TKey extends keyof TState ? ([TState[TKey]] extends [TReads[TKey]] ? never : TKey) : TKey;
}[keyof TReads];
type MisfitWrites<TWrites, TState> = {
  [TKey in keyof TWrites]-?: TKey extends keyof TState ? ([TWrites[TKey]] extends [TState[TKey]] ? never : TKey) : TKey;
}[keyof TWrites];

type AllReads<TActions extends Actions> = {
  [TName in keyof TActions]: keyof SpecOf<TActions[TName]>["reads"];
}[keyof TActions];
type AllWrites<TActions extends Actions> = {
  [TName in keyof TActions]: keyof SpecOf<TActions[TName]>["writes"] | keyof SpecOf<TActions[TName]>["mayWrite"];
}[keyof TActions];
type Unwritten<TActions extends Actions, TInitial> = Exclude<AllReads<TActions>, AllWrites<TActions> | keyof TInitial>;

/** The mistake in the keys that an action reads, no action writes, and that the initial state lacks; `never` without one. */
export type UnwrittenReads<TActions extends Actions, TInitial> = [Unwritten<TActions, TInitial>] extends [never]
  ? never
  : TypeMistake<`state key '${Unwritten<TActions, TInitial> & string}' is read by an action, but no action writes it and it is not in the initial state`>;

/** Whether all actions are sync. */
export type AllSync<TActions extends Actions> = "async" extends SpecOf<TActions[keyof TActions]>["mode"]
  ? "async"
  : "sync";

/** An edge as the engine takes it. */
export type AnyTransition = readonly [
  from: string | readonly string[],
  to: string,
  condition?: Condition | ErrorCondition,
];
