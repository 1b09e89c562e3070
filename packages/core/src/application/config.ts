import type { Actions } from "../action/action.ts";
import type { ActionDefaults } from "../action/policy.ts";
import type { CheckActions, CheckGraph, DeadTransitions, UnwrittenReads } from "../graph/graph-types.ts";
import type { Graph } from "../graph/graph.ts";
import type { ProofLevels } from "../graph/proof/finding.ts";
import type { HookFailure, Hooks } from "../run/hooks.ts";
import type { Executor, ExecutorFactory } from "../parallel/executor.ts";
import type { Durability, OnConflict, Persister } from "../persist/persister.ts";
import type { RunLimits } from "../run/limits.ts";
import type { Journal } from "../run/journal.ts";
import type { TypeMistake } from "../state/view-types.ts";
import type { Middleware } from "../step/middleware.ts";
import type { Migration } from "./versions.ts";

/** What an application can be told besides its graph and state. */
export interface ApplicationOptions {
  /** Default: a new UUID, version 7. */
  readonly appId?: string;
  /** Whose application it is: a user, a tenant. Default: `null`. */
  readonly partitionKey?: string | null;
  /** The id of the step before the first one; with `initializeFrom()`, that of the stored step to go on from. Default: -1. */
  readonly sequenceId?: number;
  /** What is done about failures of actions that do not say so themselves, and how far a run goes that is not told. */
  readonly defaults?: ActionDefaults & Pick<RunLimits, "maxSteps" | "maxMs">;
  /** How much `ctx.spend()` may use up in the application's life, by budget; what was used up is stored with the run. */
  readonly budgets?: Readonly<Record<string, number>>;
  /** Called around steps; several calls of `withHooks` add up. */
  readonly hooks?: readonly Hooks[];
  /** What writes the log of its runs: hooks that are called innermost. Children have it too. Default: none. */
  readonly tracker?: Hooks;
  /** Stands around each action, the first outermost; several calls of `use` add up. */
  readonly use?: readonly Middleware[];
  /** Where the history goes. Default: nowhere. Not together with a persister, which is one. */
  readonly journal?: Journal;
  /** Where the run is stored, so that it can be gone on with: see `initializeFrom()`. Default: nowhere. */
  readonly persister?: Persister;
  /** How the tasks of parallel actions are run, or what makes that anew for each. Default: in this process. */
  readonly executor?: Executor | ExecutorFactory;
  /** When a commit has to be stored. Default: `"sync"`, before anybody sees it. */
  readonly durability?: Durability;
  /** What a run does while another process runs the application. Default: `"reject"`, it throws `concurrent-run`. */
  readonly onConflict?: OnConflict;
  /** Store the chunks of streams, so that others can follow them: of all actions, or of those named. Default: `false`. */
  readonly logChunks?: boolean | readonly string[];
  /** The version of the state's shape, 0 or more. Stored with every row. Default: 0. */
  readonly version?: number;
  /** How a stored state of an older version is brought up to date, by the version that each function leads to. */
  readonly migrations?: Readonly<Record<number, Migration>>;
  /** What becomes of findings of the proofs over the graph, by code: `"error"` fails the build. */
  readonly proofs?: ProofLevels;
  /** Deep-freeze what is written to state, so that mutation in place throws. Default: on unless NODE_ENV is "production". */
  readonly freeze?: boolean;
  /** Chunks of a step that are kept for `partial`. Default: 1,000. */
  readonly keepChunks?: number | "all";
  /** How long an abort waits for an action's `finally`, in milliseconds. Default: 1,000. */
  readonly closeTimeoutMs?: number;
  /** Gets the errors of hooks, and of actions' clean-up after an abort. Default: `console.error`. */
  readonly onHookError?: (error: unknown, failure: HookFailure) => void;
  /** The clock of what is stored and told, in milliseconds since 1970; time limits and pauses go by timers. Default: `Date.now`. */
  readonly now?: () => number;
}

/** An application in one expression, for `b.application()`. */
export interface ApplicationConfig<
  TState,
  TActions extends Actions,
  TTransitions,
  TInitial,
> extends ApplicationOptions {
  readonly actions: TActions & CheckActions<TActions, TState>;
  readonly transitions: TTransitions & DeadTransitions<TTransitions>;
  readonly entrypoint: NoInfer<keyof TActions & string>;
  readonly state: TInitial & CheckInitial<TInitial, TState>;
  readonly graph?: never;
}

/** An application of a graph, for `b.application()`. */
export interface GraphConfig<TState, TActions extends Actions, TInitial> extends ApplicationOptions {
  readonly graph: Graph<TState, TActions> & CheckGraph<TActions, TState>;
  readonly entrypoint: NoInfer<keyof TActions & string>;
  readonly state: TInitial & CheckInitial<TInitial, TState>;
  readonly actions?: never;
  readonly transitions?: never;
}

/** Refuses an initial state that lacks a key which an action reads and no action writes. */
export type CheckReads<TActions extends Actions, TInitial> = [UnwrittenReads<TActions, TInitial>] extends [never]
  ? unknown
  : { readonly state: UnwrittenReads<TActions, TInitial> };

/** Refuses initial values of keys that the state does not have. */
export type CheckInitial<TInitial, TState> = {
  readonly [TKey in Exclude<keyof TInitial, keyof TState>]: TypeMistake<`State has no key '${TKey & string}'`>;
};
