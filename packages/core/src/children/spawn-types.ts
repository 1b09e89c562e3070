import type { Actions } from "../action/action.ts";
import type { AllSync } from "../graph/graph-types.ts";
import type { App } from "../application/app-types.ts";
import type { ApplicationBuilder, BuilderSpec } from "../application/builder.ts";
import type { CheckInitial, CheckReads } from "../application/config.ts";
import type { Graph } from "../graph/graph.ts";
import type { SpawnOptions } from "./spawn.ts";

/** Where the child begins. */
interface OfGraph<TState, TActions extends Actions, TInitial> extends SpawnOptions {
  readonly entrypoint: keyof TActions & string;
  readonly state: TInitial & CheckInitial<TInitial, TState>;
}

/** Makes a child application of what others are made of. */
export interface Spawn {
  <TState, TActions extends Actions, const TInitial extends Partial<TState>>(
    graph: Graph<TState, TActions>,
    options: OfGraph<TState, TActions, TInitial> & CheckReads<TActions, TInitial>,
  ): Promise<App<TState, TActions, AllSync<TActions>>>;
  <TSpec extends BuilderSpec>(
    builder: ApplicationBuilder<TSpec>,
    options?: SpawnOptions & { readonly state?: Readonly<Partial<TSpec["state"]>> },
  ): Promise<App<TSpec["state"], TSpec["actions"], AllSync<TSpec["actions"]>>>;
  <TState, TActions extends Actions, TMode extends "sync" | "async">(
    application: App<TState, TActions, TMode>,
    options?: SpawnOptions & { readonly state?: Readonly<Partial<TState>> },
  ): Promise<App<TState, TActions, TMode>>;
}
