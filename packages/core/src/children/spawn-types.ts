import type { Actions } from "../action/action.ts";
import type { App, AppCore } from "../application/app-types.ts";
import type { ApplicationBuilder } from "../application/builder.ts";
import type { CheckInitial, CheckReads } from "../application/config.ts";
import type { AllSync } from "../graph/graph-types.ts";
import type { Graph } from "../graph/graph.ts";
import type { Runnable } from "../parallel/task-types.ts";
import type { SpawnOptions } from "./spawn.ts";

/** Where the child of a graph begins. */
interface OfGraph<TState, TActions extends Actions, TInitial> extends SpawnOptions {
  readonly entrypoint: keyof TActions & string;
  readonly state: Readonly<Partial<TState>> & TInitial & CheckInitial<TInitial, TState>;
}

/** What the child of an application is told: where it differs. */
interface OfApplication<TState> extends SpawnOptions {
  readonly state?: Readonly<Partial<TState>>;
}

/** What a child of `TTarget` is told, as the rest of the parameters. */
type OptionsOf<TTarget, TInitial> =
  TTarget extends ApplicationBuilder<infer TSpec>
    ? [options?: OfApplication<TSpec["state"]>]
    : TTarget extends AppCore<infer TState, infer _TActions>
      ? [options?: OfApplication<TState>]
      : TTarget extends Graph<infer TState, infer TActions>
        ? [options: OfGraph<TState, TActions, TInitial> & CheckReads<TActions, TInitial>]
        : never;

/** The application that a child of `TTarget` is. */
type ChildOf<TTarget> =
  TTarget extends ApplicationBuilder<infer TSpec>
    ? App<TSpec["state"], TSpec["actions"], AllSync<TSpec["actions"]>>
    : TTarget extends AppCore<infer _TState, infer _TActions>
      ? TTarget
      : TTarget extends Graph<infer TState, infer TActions>
        ? App<TState, TActions, AllSync<TActions>>
        : never;

/** Makes a child application: of a graph, a builder, or another application, of which one like it is made. */
export type Spawn = <
  TTarget extends Exclude<Runnable, { readonly body: unknown }>,
  const TInitial extends object = object,
>(
  what: TTarget,
  ...options: OptionsOf<TTarget, TInitial>
) => Promise<ChildOf<TTarget>>;
