import type { Action, Actions, NamedAction } from "../action/action.ts";
import { template } from "../children/template.ts";
import { isAction } from "../action/define.ts";
import { BurrError } from "../errors.ts";
import type {
  AnyTransition,
  AllSync,
  CheckActions,
  CheckGraph,
  DeadTransitions,
  TransitionsFor,
  UnwrittenReads,
} from "../graph/graph-types.ts";
import { type Graph, mergeParts, partsOf } from "../graph/graph.ts";
import type { Persister, StateLoader } from "../persist/persister.ts";
import type { Hooks } from "../run/hooks.ts";
import { isRecord } from "../state/freeze.ts";
import type { Schemas } from "../state/schemas.ts";
import type { TypeMistake } from "../state/view-types.ts";
import type { Middleware } from "../step/middleware.ts";
import type { App } from "./app-types.ts";
import { Application, type LooseConfig } from "./application.ts";
import type { ApplicationOptions, CheckInitial } from "./config.ts";
import type { RestoreOptions } from "./restore.ts";

/** What the types know of an application that is being built. */
export interface BuilderSpec {
  readonly state: object;
  readonly actions: Actions;
  readonly initial: object;
  readonly entrypoint: string;
  /** Whether it begins where a stored run has got to. */
  readonly loads: boolean;
}

type With<TSpec extends BuilderSpec, TChange extends Partial<BuilderSpec>> = {
  readonly [TKey in keyof BuilderSpec]: TKey extends keyof TChange ? TChange[TKey] : TSpec[TKey];
};
type Flat<T> = { readonly [TKey in keyof T]: T[TKey] };
type NoDuplicates<TNew, TOld> = {
  readonly [TName in keyof TNew & keyof TOld]: TypeMistake<`duplicate action name '${TName & string}'`>;
};

/** What `withActions` takes one of: a record of actions, or an action, which has to have a name. */
type Addable = Actions | Action;
/** `TAdded`, a record of actions or one with a name, as a record. */
type AsRecord<TAdded> =
  TAdded extends NamedAction<infer TName>
    ? { readonly [TOne in TName]: TAdded }
    : TAdded extends Actions
      ? TAdded
      : Record<never, never>;
type AsRecords<TMore> = TMore extends readonly [infer TOne, ...infer TRest]
  ? AsRecord<TOne> & AsRecords<TRest>
  : unknown;
type CheckAdded<TAdded, TSpec extends BuilderSpec> =
  TAdded extends NamedAction<infer TName>
    ? CheckRecord<AsRecord<TAdded>, TSpec>[TName]
    : TAdded extends Action
      ? TypeMistake<'has no name: pass { name: action }, or action.withName("name")'>
      : CheckRecord<AsRecord<TAdded>, TSpec>;
type CheckRecord<TNew extends Actions, TSpec extends BuilderSpec> = CheckActions<TNew, TSpec["state"]> &
  NoDuplicates<TNew, TSpec["actions"]>;

/** The names that are in the list more than once. */
type Twice<TList, TSeen = never> = TList extends readonly [infer TOne, ...infer TRest]
  ? (keyof AsRecord<TOne> & TSeen) | Twice<TRest, TSeen | keyof AsRecord<TOne>>
  : never;
type CheckTwice<TAdded, TList> = [keyof AsRecord<TAdded> & Twice<TList>] extends [never]
  ? unknown
  : TypeMistake<`duplicate action name '${keyof AsRecord<TAdded> & Twice<TList> & string}'`>;

/** `this`, if all is there to build: so that the compiler's message is one readable line at `build()`. */
type Buildable<TSelf, TSpec extends BuilderSpec> = [TSpec["entrypoint"]] extends [never]
  ? TypeMistake<"call withEntrypoint() first">
  : [UnwrittenReads<TSpec["actions"], TSpec["initial"]>] extends [never]
    ? TSelf
    : UnwrittenReads<TSpec["actions"], TSpec["initial"]>;

/** Builds an application call by call. It is immutable: each call gives a new builder, and `build()` may be called twice. */
export interface ApplicationBuilder<TSpec extends BuilderSpec> {
  /** Adds actions: a record of them, or actions that carry a name of their own. */
  withActions<const TAdded extends Addable, const TMore extends readonly Addable[]>(
    first: TAdded & CheckAdded<TAdded, TSpec>,
    ...more: TMore & {
      readonly [TIndex in keyof TMore]: CheckAdded<TMore[TIndex], TSpec> &
        CheckTwice<TMore[TIndex], [TAdded, ...TMore]>;
    }
  ): ApplicationBuilder<
    With<TSpec, { readonly actions: Flat<TSpec["actions"] & AsRecord<TAdded> & AsRecords<TMore>> }>
  >;
  /** Adds transitions: `[from, to]` or `[from, to, condition]`, tried in this order. */
  withTransitions<const TTransitions extends TransitionsFor<keyof TSpec["actions"] & string, TSpec["state"]>>(
    ...transitions: TTransitions & DeadTransitions<TTransitions>
  ): ApplicationBuilder<TSpec>;
  /** Adds the actions and transitions of a graph. */
  withGraph<TActions extends Actions>(
    graph: Graph<TSpec["state"], TActions> &
      CheckGraph<TActions, TSpec["state"]> &
      ([keyof TActions & keyof TSpec["actions"]] extends [never]
        ? unknown
        : TypeMistake<`duplicate action name '${keyof TActions & keyof TSpec["actions"] & string}'`>),
  ): ApplicationBuilder<With<TSpec, { readonly actions: Flat<TSpec["actions"] & TActions> }>>;
  /** Adds initial values; later calls win. */
  withState<const TInitial extends Partial<TSpec["state"]>>(
    state: TInitial & CheckInitial<TInitial, TSpec["state"]>,
  ): ApplicationBuilder<With<TSpec, { readonly initial: TSpec["initial"] & TInitial }>>;
  /** Names the first action. */
  withEntrypoint<const TName extends keyof TSpec["actions"] & string>(
    name: TName,
  ): ApplicationBuilder<With<TSpec, { readonly entrypoint: TName }>>;
  /**
   * Begins where the stored run of this application has got to: `build()` gives a promise then. The defaults are used when
   * there is none. Takes the place of `withState` and `withEntrypoint`.
   */
  initializeFrom<const TInitial extends Partial<TSpec["state"]>, const TName extends keyof TSpec["actions"] & string>(
    loader: StateLoader,
    options: InitializeOptions<TSpec["state"], TInitial, TName> & {
      readonly defaultState: CheckInitial<TInitial, TSpec["state"]>;
    },
  ): ApplicationBuilder<
    With<TSpec, { readonly initial: TSpec["initial"] & TInitial; readonly entrypoint: TName; readonly loads: true }>
  >;
  /** Stores the run. */
  withPersister(
    persister: Persister,
    options?: Pick<ApplicationOptions, "durability" | "onConflict" | "logChunks">,
  ): ApplicationBuilder<TSpec>;
  /** Adds hooks. */
  withHooks(...hooks: readonly Hooks[]): ApplicationBuilder<TSpec>;
  /** Sets what writes the log of its runs. */
  withTracker(tracker: Hooks): ApplicationBuilder<TSpec>;
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
  ): TSpec["loads"] extends true
    ? Promise<App<TSpec["state"], TSpec["actions"], AllSync<TSpec["actions"]>>>
    : App<TSpec["state"], TSpec["actions"], AllSync<TSpec["actions"]>>;
}

/** How an application begins where a stored run has got to. */
export interface InitializeOptions<TState, TInitial = Partial<TState>, TName = string> {
  /** The state to begin with when nothing is stored. */
  readonly defaultState: TInitial;
  /** The first action when nothing is stored, or when the graph is to be begun anew with the stored state. */
  readonly defaultEntrypoint: TName;
  /** Go on behind the last committed step; `false`: begin at `defaultEntrypoint` with its state. Default: `true`. */
  readonly resumeAtNextAction?: boolean;
  /** Take keys that the stored state lacks from `defaultState`: keys that were added since. Default: `false`. */
  readonly mergeDefaults?: boolean;
  /** Values in place of the stored ones. */
  readonly patch?: Readonly<Partial<TState>>;
  /** Begin as a fork of this application, under the ids of `withIdentifiers()`. */
  readonly forkFromAppId?: string;
  /** The partition of the application to fork from. Default: `null`. */
  readonly forkFromPartitionKey?: string | null;
  /** The step of it after which to begin. Default: its last one. */
  readonly forkFromSequenceId?: number;
}

/** An empty builder, of applications whose state has these schemas. */
export function builder(schemas: Schemas | undefined): unknown {
  return new LooseBuilder({ schemas });
}

/** The builder without its types. */
class LooseBuilder {
  readonly #config: LooseConfig;
  readonly #initialize: Initialize | undefined;

  constructor(config: LooseConfig, initialize?: Initialize) {
    this.#config = config;
    this.#initialize = initialize;
  }

  get [template](): LooseConfig {
    return this.#config;
  }

  withActions(...added: readonly (Actions | NamedAction)[]): LooseBuilder {
    return added.reduce<LooseBuilder>((current, one) => current.#add({ actions: byName(one), transitions: [] }), this);
  }

  withTransitions(...transitions: readonly AnyTransition[]): LooseBuilder {
    return this.#add({ actions: {}, transitions });
  }

  withGraph(graph: Graph): LooseBuilder {
    return this.#add(partsOf(graph));
  }

  withState(state: Readonly<Record<string, unknown>>): LooseBuilder {
    if (this.#initialize !== undefined) throw cannotInitialize("withState()");
    return this.#with({ state: { ...this.#config.state, ...state } });
  }

  withEntrypoint(entrypoint: string): LooseBuilder {
    if (this.#initialize !== undefined) throw cannotInitialize("withEntrypoint()");
    return this.#with({ entrypoint });
  }

  initializeFrom(loader: StateLoader, given: InitializeOptions<Record<string, unknown>>): LooseBuilder {
    const { defaultState, defaultEntrypoint, ...options } = given;
    const { state, entrypoint } = this.#config;
    if (state !== undefined) throw cannotInitialize("withState()");
    if (entrypoint !== undefined) throw cannotInitialize("withEntrypoint()");
    if (typeof (loader as Partial<StateLoader> | undefined)?.load !== "function") {
      throw new BurrError("invalid-option", "initializeFrom() needs a persister, such as sqlitePersister(database), or another object with load().", { option: "initializeFrom" }); // prettier-ignore
    }
    const config = { ...this.#config, state: { ...defaultState }, entrypoint: defaultEntrypoint };
    return new LooseBuilder(config, { loader, options });
  }

  withPersister(persister: Persister, options: ApplicationOptions = {}): LooseBuilder {
    return this.#with({ ...options, persister });
  }

  withHooks(...hooks: readonly Hooks[]): LooseBuilder {
    return this.#with({ hooks: [...(this.#config.hooks ?? []), ...hooks] });
  }

  withTracker(tracker: Hooks): LooseBuilder {
    return this.#with({ tracker });
  }

  use(...middleware: readonly Middleware[]): LooseBuilder {
    return this.#with({ use: [...(this.#config.use ?? []), ...middleware] });
  }

  withIdentifiers(identifiers: ApplicationOptions): LooseBuilder {
    return this.#with(identifiers);
  }

  withOptions(options: ApplicationOptions): LooseBuilder {
    return this.#with({ ...options, proofs: { ...this.#config.proofs, ...options.proofs } });
  }

  build(): Application | Promise<Application> {
    if (this.#initialize === undefined) return new Application(this.#config);
    const { loader, options } = this.#initialize;
    return Application.restored(this.#config, loader, options);
  }

  #add(parts: Parameters<typeof mergeParts>[1]): LooseBuilder {
    const { actions = {}, transitions = [], proofs = {} } = this.#config;
    return this.#with(mergeParts({ actions, transitions, proofs }, parts));
  }

  #with(change: LooseConfig): LooseBuilder {
    return new LooseBuilder({ ...this.#config, ...change }, this.#initialize);
  }
}

/** From where, and how, the application begins. */
interface Initialize {
  readonly loader: StateLoader;
  readonly options: Omit<RestoreOptions, "defaultState">;
}

function cannotInitialize(method: string): BurrError {
  return new BurrError(
    "invalid-option",
    `Cannot call initializeFrom() and ${method} for one application. Pass \`defaultState\` and \`defaultEntrypoint\` to initializeFrom().`,
    { option: "initializeFrom" },
  );
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
