import { BurrError } from "../errors.ts";
import type { ApplicationGraph, Graph, GraphParts } from "../graph/graph.ts";
import type { Child, ChildMaker, Family } from "../children/family.ts";
import { template } from "../children/template.ts";
import type { Middleware } from "../step/middleware.ts";
import type { Compensation } from "../undo/compensate.ts";
import { HookSet } from "../run/hook-set.ts";
import type { HookSource } from "../run/hooks.ts";
import { checkLimits } from "../run/limits.ts";
import type { OpenSuspension } from "../run/meta.ts";
import { answerSuspension, openSuspensions, withdrawSuspensions } from "../suspend/resume.ts";
import type { Finding } from "../graph/proof/finding.ts";
import { updateState } from "../run/update-state.ts";
import { Runtime } from "../run/runtime.ts";
import { initialValues } from "../state/initial-values.ts";
import type { Schemas } from "../state/schemas.ts";
import type { State } from "../state/state.ts";
import type { ParentPointer, Persister, StateLoader } from "../persist/persister.ts";
import type { PortStream } from "../stream/stream.ts";
import type { ApplicationOptions } from "./config.ts";
import { chunkLogOf, historyOf, versionsOf } from "./history.ts";
import { designOf, graphOf, initialData } from "./graph-of.ts";
import { newId } from "../new-id.ts";
import { restore, type Restored, type RestoreOptions } from "./restore.ts";
import { type AnyRunOptions, type RunEnd, Runner, type StepEnd } from "./runner.ts";

/** What an application is made of, untyped. */
export interface LooseConfig extends ApplicationOptions, Partial<GraphParts> {
  readonly graph?: Graph;
  readonly entrypoint?: string;
  readonly state?: Readonly<Record<string, unknown>>;
  /** Of state, by key: what `burr()` was given. */
  readonly schemas?: Schemas | undefined;
  /** Of a child: who has spawned it. */
  readonly family?: Family;
}

/** What `fork()` can be told. */
export interface ForkOptions {
  readonly appId?: string;
  readonly partitionKey?: string | null;
  readonly sequenceId?: number;
  readonly patch?: Readonly<Record<string, unknown>>;
  readonly from?: StateLoader;
  readonly of?: { readonly appId: string; readonly partitionKey?: string | null };
  readonly entrypoint?: string;
  readonly use?: readonly Middleware[];
}

/** A graph with a state, an entrypoint and ids. The typed face is `App`. */
export class Application {
  readonly appId: string;
  readonly partitionKey: string | null;
  readonly parentPointer: ParentPointer | null;
  readonly spawningParentPointer: ParentPointer | null;
  readonly graph: ApplicationGraph;
  readonly findings: readonly Finding[];
  readonly #config: LooseConfig;
  readonly #runtime: Runtime;
  readonly #runner: Runner;

  constructor(config: LooseConfig, restored?: Restored) {
    const { appId = newId(Date.now()), partitionKey = null, hooks = [], tracker, use = [], state = {} } = config;
    const { defaults: { maxSteps, maxMs } = {}, budgets = {} } = config;
    const runDefaults = {
      ...(maxSteps === undefined ? {} : { maxSteps }),
      ...(maxMs === undefined ? {} : { maxMs }),
    };
    checkLimits({ ...runDefaults, budgets });
    const { keepChunks = 1000, closeTimeoutMs = 1000, onHookError = printFailure, now = Date.now } = config;
    const freeze = config.freeze ?? isDevelopment();
    this.#config = config;
    this.appId = appId;
    this.partitionKey = partitionKey;
    this.parentPointer = restored?.parent ?? null;
    this.spawningParentPointer = config.family?.parent ?? null;
    const { schemas } = config;
    const point = restored?.point ?? { data: initialValues(schemas, state), sequenceId: config.sequenceId ?? -1 };
    const data = initialData(point.data, freeze);
    const { graph, findings, nodes } = designOf(config, data, freeze);
    this.graph = graph;
    this.findings = findings;
    const start = { ...point, data };
    const hookSet = new HookSet(tracker === undefined ? hooks : [...hooks, tracker], onHookError);
    const onError = (error: unknown): void => {
      hookSet.report(error, "persister", { appId });
    };
    const settings = {
      appId,
      partitionKey,
      graph,
      nodes,
      schemas,
      runDefaults,
      budgets,
      hooks: hookSet,
      middleware: use,
      journal: historyOf(config, { appId, partitionKey, graph, start, onError, ...restored }),
      logsChunks: chunkLogOf(config, graph),
      freeze,
      keepChunks: checkedCount("keepChunks", keepChunks === "all" ? Number.POSITIVE_INFINITY : keepChunks),
      closeTimeoutMs: checkedCount("closeTimeoutMs", closeTimeoutMs),
      now,
      family: config.family,
      maker: makerOf(config),
    };
    this.#runtime = new Runtime(settings, start);
    if (config.family !== undefined) this.#runtime.recalled = restored?.recalled;
    this.#runner = new Runner(this.#runtime);
    if (settings.hooks.has("postApplicationCreate")) {
      const { parentPointer, spawningParentPointer } = this;
      const { path = [] } = config.family ?? {};
      const { version = 0 } = config;
      const event = {
        appId,
        partitionKey,
        state: this.state,
        graph,
        parentPointer,
        spawningParentPointer,
        version,
        path,
      };
      void settings.hooks.call("postApplicationCreate", event, nobody);
    }
  }

  /** The application that a stored run leads to. */
  static async restored(
    config: LooseConfig,
    loader: StateLoader,
    options: Omit<RestoreOptions, "defaultState">,
  ): Promise<Application> {
    const { appId = newId(Date.now()), partitionKey = null, sequenceId, state = {} } = config;
    const target = { appId, partitionKey, sequenceId };
    const given = { ...options, defaultState: initialValues(config.schemas, state) };
    const versions = versionsOf(config, graphOf(config));
    return new Application({ ...config, appId }, await restore(loader, target, given, versions));
  }

  /** A child application, as the engine drives it. */
  static childOf(app: Application): Child {
    return { app, runtime: app.#runtime, open: (options, emits) => app.#runner.open(options, emits) };
  }

  get [template](): LooseConfig {
    return this.#config;
  }

  /** Another application that begins where this one is, or was. */
  async fork(options: ForkOptions = {}): Promise<Application> {
    const { appId = newId(Date.now()), partitionKey = this.partitionKey, sequenceId, patch, entrypoint, from, of = this, use = [] } = options; // prettier-ignore
    const { sequenceId: _sequenceId, ...config } = this.#config;
    const begun = { ...config, appId, partitionKey, use: [...(config.use ?? []), ...use], ...(entrypoint === undefined ? {} : { entrypoint }) }; // prettier-ignore
    return await Application.restored(begun, from ?? this.#persister("fork()"), {
      forkFromAppId: of.appId,
      forkFromPartitionKey: of.partitionKey ?? null,
      resumeAtNextAction: entrypoint === undefined,
      ...(sequenceId === undefined ? {} : { forkFromSequenceId: sequenceId }),
      ...(patch === undefined ? {} : { patch }),
    });
  }

  /** Runs of the same store that began and did not end. */
  async recover(
    options: { readonly staleAfterMs?: number; readonly partitionKey?: string | null } = {},
  ): Promise<unknown[]> {
    const persister = this.#persister("recover()");
    const { sequenceId: _sequenceId, ...config } = this.#config;
    const orphans = await persister.findOrphans(options);
    // A store may have applications of other graphs as well.
    return orphans
      .filter(({ action }) => Object.hasOwn(this.graph.actions, action))
      .map((orphan) => {
        const { appId, partitionKey } = orphan;
        return { ...orphan, resume: () => Application.restored({ ...config, appId, partitionKey }, persister, {}) };
      });
  }

  #persister(method: string): Persister {
    const { persister } = this.#config;
    if (persister !== undefined) return persister;
    throw new BurrError(
      "invalid-option",
      `${method} needs a persister: pass one in \`persister\`, or by withPersister().`,
      {
        option: "persister",
      },
    );
  }

  get state(): State {
    return this.#runtime.state;
  }

  get sequenceId(): number {
    return this.#runtime.sequenceId;
  }

  get nextAction(): string | null {
    return this.#runtime.next()?.name ?? null;
  }

  updateState(state: unknown): Promise<void> {
    return updateState(this.#runtime, state);
  }

  get spent(): Readonly<Record<string, number>> {
    return this.#runtime.meta.spent;
  }

  listSuspensions(): Promise<OpenSuspension[]> {
    return openSuspensions(this.#runtime);
  }

  resume(id: string, answer: unknown): Promise<OpenSuspension[]> {
    return answerSuspension(this.#runtime, id, answer);
  }

  withdraw(): Promise<void> {
    return withdrawSuspensions(this.#runtime);
  }

  async drain(reason: unknown = "drained"): Promise<void> {
    await this.#runtime.run?.drain(reason);
  }

  compensate(options?: Pick<AnyRunOptions, "signal">): Promise<Compensation> {
    return this.#runner.compensate(options);
  }

  step(options?: AnyRunOptions): Promise<StepEnd | null> {
    return this.#runner.step(options);
  }

  run(options?: AnyRunOptions): Promise<RunEnd> {
    return this.#runner.run(options);
  }

  runSync(options?: AnyRunOptions): RunEnd {
    return this.#runner.runSync(options);
  }

  iterate(options?: AnyRunOptions): AsyncIterableIterator<unknown, unknown, void> {
    return this.#runner.iterate(options);
  }

  streamResult(options?: AnyRunOptions): Promise<PortStream> {
    return this.#runner.streamResult(options);
  }

  streamIterate(options?: AnyRunOptions): AsyncIterableIterator<PortStream, unknown, void> {
    return this.#runner.streamIterate(options);
  }

  stream(options?: AnyRunOptions): PortStream {
    return this.#runner.stream(options);
  }
}

/** Of hooks that are called while nothing runs. */
const nobody: HookSource = {
  actionError: undefined,
  hookContext: { get signal() { return new AbortController().signal; } }, // prettier-ignore
};

/** What makes children of an application that was made with `config`. */
function makerOf(config: LooseConfig): ChildMaker {
  return {
    config,
    create: (child) => Application.childOf(new Application(child)),
    restore: async (child, loader, from) =>
      Application.childOf(
        await Application.restored(child, loader, from === undefined ? {} : { forkFromAppId: from.appId, forkFromPartitionKey: child.partitionKey ?? null }), // prettier-ignore
      ),
  };
}

function checkedCount(option: string, value: number): number {
  if (value >= 0) return value;
  throw new BurrError("invalid-option", `The option "${option}" must be a number of 0 or more.`, { option });
}

function isDevelopment(): boolean {
  const { process } = globalThis as { process?: { env?: { NODE_ENV?: string } } }; // there is none in browsers
  return process?.env?.NODE_ENV !== "production";
}

function printFailure(error: unknown, { hook, appId }: { readonly hook: string; readonly appId: string }): void {
  console.error(
    `The hook "${hook}" of application "${appId}" failed; the run goes on. Set onHookError to handle this.`,
    error,
  );
}
