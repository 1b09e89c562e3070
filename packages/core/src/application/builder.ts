import type { Action, ActionSpec, Actions, NamedAction } from "../action/action.ts";
import { isAction } from "../action/define.ts";
import { BurrError } from "../errors.ts";
import type {
  AnyTransition,
  AllSync,
  CheckActions,
  DeadTransitions,
  TransitionsFor,
  UnwrittenReads,
} from "../graph/graph-types.ts";
import { type Graph, mergeParts, partsOf } from "../graph/graph.ts";
import type { Hooks } from "../run/hooks.ts";
import type { Middleware } from "../run/middleware.ts";
import { isRecord } from "../state/freeze.ts";
import type { TypeMistake } from "../state/view-types.ts";
import type { App } from "./app-types.ts";
import { Application, type LooseConfig } from "./application.ts";
import type { ApplicationOptions } from "./config.ts";

/** What the types know of an application that is being built. */
export interface BuilderSpec {
  readonly state: object;
  readonly actions: object;
  readonly initial: object;
  readonly entrypoint: string;
}

type With<TSpec extends BuilderSpec, TChange> = {
  readonly [TKey in keyof BuilderSpec]: TKey extends keyof TChange ? TChange[TKey] : TSpec[TKey];
};
type Flat<T> = { readonly [TKey in keyof T]: T[TKey] };
type NamesOf<TActions> = keyof TActions & string;
type NoDuplicates<TNew, TOld> = {
  readonly [TName in keyof TNew & keyof TOld]: TypeMistake<`duplicate action name '${TName & string}'`>;
};
type ByName<TNamed extends readonly NamedAction[]> = { readonly [TOne in TNamed[number] as TOne["name"]]: TOne };

/** `this`, if all is there to build: so that the compiler's message is one readable line at `build()`. */
type Buildable<TSelf, TSpec extends BuilderSpec> = [TSpec["entrypoint"]] extends [never]
  ? TypeMistake<"call withEntrypoint() first">
  : unknown extends UnwrittenReads<TSpec["actions"], TSpec["initial"]>
    ? TSelf
    : UnwrittenReads<TSpec["actions"], TSpec["initial"]>;

/** Builds an application call by call. It is immutable: each call gives a new builder, and `build()` may be called twice. */
export interface ApplicationBuilder<TSpec extends BuilderSpec> {
  /** Adds actions, by name. */
  withActions<const TActions extends Actions>(
    actions: TActions & CheckActions<TActions, TSpec["state"]> & NoDuplicates<TActions, TSpec["actions"]>,
  ): ApplicationBuilder<With<TSpec, { readonly actions: Flat<TSpec["actions"] & TActions> }>>;
  /** Adds actions that carry a name of their own. */
  withActions<const TNamed extends readonly NamedAction[]>(
    ...actions: TNamed & readonly (TNamed[number]["name"] extends keyof TSpec["actions"] ? never : unknown)[]
  ): ApplicationBuilder<With<TSpec, { readonly actions: Flat<TSpec["actions"] & ByName<TNamed>> }>>;
  /** Adds transitions: `[from, to]` or `[from, to, condition]`, tried in this order. */
  withTransitions<const TTransitions extends TransitionsFor<NamesOf<TSpec["actions"]>, TSpec["state"]>>(
    ...transitions: TTransitions & DeadTransitions<TTransitions>
  ): ApplicationBuilder<TSpec>;
  /** Adds the actions and transitions of a graph. */
  withGraph<TActions extends Actions>(
    graph: Graph<TSpec["state"], TActions> &
      ([keyof TActions & keyof TSpec["actions"]] extends [never]
        ? unknown
        : TypeMistake<"an action name of this graph is already taken">),
  ): ApplicationBuilder<With<TSpec, { readonly actions: Flat<TSpec["actions"] & TActions> }>>;
  /** Adds initial values; later calls win. */
  withState<const TInitial extends Partial<TSpec["state"]>>(
    state: TInitial & { readonly [TKey in Exclude<keyof TInitial, keyof TSpec["state"]>]: never },
  ): ApplicationBuilder<With<TSpec, { readonly initial: TSpec["initial"] & TInitial }>>;
  /** Names the first action. */
  withEntrypoint<const TName extends NamesOf<TSpec["actions"]>>(
    name: TName,
  ): ApplicationBuilder<With<TSpec, { readonly entrypoint: TName }>>;
  /** Adds hooks. */
  withHooks(...hooks: readonly Hooks[]): ApplicationBuilder<TSpec>;
  /** Adds middleware around each action, the first outermost. */
  use(...middleware: readonly Middleware[]): ApplicationBuilder<TSpec>;
  /** Sets who the application is. */
  withIdentifiers(
    identifiers: Pick<ApplicationOptions, "appId" | "partitionKey" | "sequenceId">,
  ): ApplicationBuilder<TSpec>;
  /** Sets any other option. */
  withOptions(options: Omit<ApplicationOptions, "hooks" | "use">): ApplicationBuilder<TSpec>;
  /** Makes the application. Throws on whatever is missing or contradictory. */
  build(
    this: Buildable<ApplicationBuilder<TSpec>, TSpec>,
  ): App<TSpec["state"], TSpec["actions"] & Actions, AllSync<TSpec["actions"] & Actions>>;
}

/** An empty builder. */
export function builder(): unknown {
  return new LooseBuilder({});
}

/** The builder without its types. */
class LooseBuilder {
  readonly #config: LooseConfig;

  constructor(config: LooseConfig) {
    this.#config = config;
  }

  withActions(...added: readonly (Readonly<Record<string, Action>> | NamedAction<string, ActionSpec>)[]): LooseBuilder {
    return added.reduce<LooseBuilder>((current, one) => current.#add({ actions: byName(one), transitions: [] }), this);
  }

  withTransitions(...transitions: readonly AnyTransition[]): LooseBuilder {
    return this.#add({ actions: {}, transitions });
  }

  withGraph(graph: Graph): LooseBuilder {
    return this.#add(partsOf(graph));
  }

  withState(state: Readonly<Record<string, unknown>>): LooseBuilder {
    return this.#with({ state: { ...this.#config.state, ...state } });
  }

  withEntrypoint(entrypoint: string): LooseBuilder {
    return this.#with({ entrypoint });
  }

  withHooks(...hooks: readonly Hooks[]): LooseBuilder {
    return this.#with({ hooks: [...(this.#config.hooks ?? []), ...hooks] });
  }

  use(...middleware: readonly Middleware[]): LooseBuilder {
    return this.#with({ use: [...(this.#config.use ?? []), ...middleware] });
  }

  withIdentifiers(identifiers: ApplicationOptions): LooseBuilder {
    return this.#with(identifiers);
  }

  withOptions(options: ApplicationOptions): LooseBuilder {
    return this.#with(options);
  }

  build(): Application {
    return new Application(this.#config);
  }

  #add(parts: Parameters<typeof mergeParts>[1]): LooseBuilder {
    const { actions = {}, transitions = [] } = this.#config;
    return this.#with(mergeParts({ actions, transitions }, parts));
  }

  #with(change: LooseConfig): LooseBuilder {
    return new LooseBuilder({ ...this.#config, ...change });
  }
}

/** What one parameter of `withActions` adds. */
function byName(added: unknown): Readonly<Record<string, unknown>> {
  if (isAction(added) && added.name !== undefined) return { [added.name]: added };
  if (!isAction(added) && isRecord(added)) return added;
  throw new BurrError(
    "invalid-action",
    'withActions() needs { name: b.action(…) }, or actions that carry a name: b.action(…).withName("name").',
    { action: "" },
  );
}
