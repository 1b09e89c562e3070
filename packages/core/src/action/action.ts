import type { Graph } from "../graph/graph.ts";
import type { ErrorClass } from "../graph/on-error.ts";
import type { StepContext } from "../step/context.ts";
import type { StandardSchema } from "../state/standard-schema.ts";
import type { InputSpecs } from "./input.ts";
import type { ActionDefaults } from "./policy.ts";
import type { Site } from "./site.ts";

/** For the compiler alone: no action has this key. */
declare const spec: unique symbol;

/** What the types know of an action. */
export interface ActionSpec {
  /** The keys it reads, with the types it expects. */
  readonly reads: object;
  /** The keys it surely writes. */
  readonly writes: object;
  /** The keys it may write. */
  readonly mayWrite: object;
  /** What callers pass. */
  readonly inputs: object;
  readonly result: unknown;
  readonly chunk: unknown;
  readonly mode: "sync" | "async";
  readonly tag: string;
  /** The events of its children, which pass through its stream. */
  readonly nested?: unknown;
}

/**
 * A node of a graph: a function with declared `reads`, `writes` and `inputs`.
 *
 * It is immutable and knows nothing of the graphs that it is in: one action may serve many.
 */
export interface Action<TSpec extends ActionSpec = ActionSpec> {
  readonly [spec]: TSpec;
  readonly name: string | undefined;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly mayWrite: readonly string[];
  readonly tags: readonly string[];
  readonly inputs: { readonly required: readonly string[]; readonly optional: readonly string[] };
  /** Whether a run may end here although transitions leave it. */
  readonly terminal: boolean;
  /** The classes of the errors that it expects as `ctx.error`; `undefined` when it does not say. */
  readonly handles: readonly ErrorClass[] | undefined;
  /** True when `run` is declared `async`: such an action cannot be used by `runSync()`. */
  readonly isAsync: boolean;
  /** True when `run` is declared as a generator. */
  readonly isStreaming: boolean;
  /** The graph that it stands for, if it was made by `graph.asAction()`; it knows where it begins. */
  readonly subgraph?: Graph;
  /** Of such an action: whether the keys of its `reads`, and those of its `writes`, are other keys than those of the graph. */
  readonly translates?: { readonly reads: boolean; readonly writes: boolean };
  /** The text of its functions, for people; or what its definition gives as `getSource()`. */
  readonly source: string;
  /** @internal What the engine runs. */
  readonly body: ActionBody;
  /** A copy of this action with some of its inputs fixed. */
  bind<const TBound extends Partial<TSpec["inputs"]>>(
    bound: TBound & { readonly [TKey in Exclude<keyof TBound, keyof TSpec["inputs"]>]: never },
  ): Action<WithInputs<TSpec, Omit<TSpec["inputs"], keyof TBound>>>;
  /** A copy of this action that carries a name, for `withActions(action, …)`. */
  withName<const TName extends string>(name: TName): NamedAction<TName, TSpec>;
}

/** An action that carries a name of its own. */
export interface NamedAction<
  TName extends string = string,
  TSpec extends ActionSpec = ActionSpec,
> extends Action<TSpec> {
  readonly name: TName;
}

/** Actions by name. */
export type Actions = Readonly<Record<string, Action>>;

/** The engine's side of an action: untyped, since it was typed where it was declared. */
export interface ActionBody {
  readonly run: (state: never, inputs: never, context: StepContext) => unknown;
  readonly onAbort: ((partial: never, state: never) => unknown) | undefined;
  readonly fallback: ((state: never, error: unknown, context: StepContext) => unknown) | undefined;
  /** The schemas of answers, by name; `undefined` when the action declares none. */
  readonly answers: Readonly<Record<string, StandardSchema>> | undefined;
  readonly onAnswer: ((state: never, answers: never, context: StepContext) => unknown) | undefined;
  readonly undo: ((state: never, commit: never, context: StepContext) => unknown) | undefined;
  /** What it says itself about failures. */
  readonly policy: ActionDefaults;
  /** Whether its work is done by children: the defaults of the application are theirs. */
  readonly hasChildren: boolean;
  /** The generator yields Burr's pairs: `[chunk, null]`, and last `[result, update]`. */
  readonly yieldsPairs: boolean;
  readonly source: () => string;
  /** For trackers; copies of the action share it. */
  readonly site: Site;
  readonly inputs: InputSpecs;
  readonly bound: Readonly<Record<string, unknown>>;
}

/** The events of the children of an action, if it has some. */
export type NestedEvents<TAction extends Action> =
  SpecOf<TAction> extends { readonly nested: infer TEvent } ? TEvent : never;

/** What the types know of `TAction`. */
export type SpecOf<TAction extends Action> = TAction[typeof spec];

/**
 * `T`, once it is known. Where an action is made in place, as in `actions: { ask: b.action(…) }`, the compiler would else
 * guess from what any action has, and infer too little from the definition.
 */
export type Known<T> = [T] extends [infer TKnown extends T] ? TKnown : never;

/** `TSpec` with other inputs. */
type WithInputs<TSpec extends ActionSpec, TInputs extends object> = {
  readonly [TKey in keyof ActionSpec]: TKey extends "inputs" ? TInputs : TSpec[TKey];
};
