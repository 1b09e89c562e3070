import type { Action } from "../action/action.ts";
import { type ActionDefaults, type Policy, policyOf } from "../action/policy.ts";
import { childIdOf } from "../children/child-id.ts";
import { ChildRun } from "../children/child-run.ts";
import type { Child } from "../children/family.ts";
import { inherited } from "../children/inherit.ts";
import { type ForkPoint, openChild } from "../children/open-child.ts";
import { isPromiseLike } from "../promises.ts";
import type { SuspendedRequest } from "../run/meta.ts";
import type { Schemas } from "../state/schemas.ts";
import type { StepContext } from "../step/context.ts";
import type { Step } from "../step/step.ts";
import { applyAnswers } from "../suspend/apply-answers.ts";
import { Collector, type Fold, type TaskResult } from "./collector.ts";
import type { Executor, ExecutorFactory, ExecutorTask } from "./executor.ts";
import { FanOut } from "./fan-out.ts";
import { inProcessExecutor } from "./in-process.ts";
import { storedOutcome, storeOutcome } from "./remote-outcome.ts";
import { keyOf, TaskKeys } from "./task-keys.ts";
import { watchTime, WorkClock } from "./task-timer.ts";
import { byTask, waitsFor } from "./waiting-tasks.ts";
import { TaskSource, type TaskTry } from "./task-source.ts";
import type { SuspendedTask, TaskUnderWay } from "./fan-out-plan.ts";

/** How an action runs its tasks, in whichever step. */
export interface FanOutSettings {
  readonly concurrency: number;
  readonly isRace: boolean;
  readonly collects: boolean;
  readonly taskPolicy: Pick<ActionDefaults, "retry" | "timeoutMs">;
  /** In place of the application's. */
  readonly executor: Executor | ExecutorFactory | undefined;
  /** Whether the keys of tasks are a part of the path of events: not where there is one task only. */
  readonly isKeyed: boolean;
  /** How many results may wait for one before them; infinite where all are kept anyway. */
  readonly mostEarly: number;
}

/** What one step does. */
export interface FanOutWork {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly tasks: () => unknown;
  readonly fold: Fold;
  readonly finish: (sum: unknown) => unknown;
}

/** Begins to run the tasks of a step: gives their stream, which ends with what the step ends with. */
export function fanOut(step: Step, context: StepContext, settings: FanOutSettings, work: FanOutWork): FanOut {
  return new Beginning(step, context, settings, work).fanOut;
}

/** Makes what an executor gets of the tasks of one step. */
class Beginning {
  readonly fanOut: FanOut;
  readonly #step: Step;
  readonly #settings: FanOutSettings;
  readonly #executor: Executor;
  readonly #tasks = new Map<number, TaskUnderWay>();
  readonly #clock = new WorkClock();
  readonly #collector: Collector;
  readonly #keys: TaskKeys;
  /** What children were asked, and are told now, by the keys of their tasks. */
  readonly #answered: ReadonlyMap<string, readonly SuspendedRequest[]>;
  /** Those that have failed before the step was suspended, by their keys: that is a result. */
  readonly #failed: ReadonlyMap<string, { readonly error: unknown }>;
  readonly #isWatched: boolean;

  constructor(step: Step, context: StepContext, settings: FanOutSettings, work: FanOutWork) {
    this.#step = step;
    this.#settings = settings;
    const { node, run, isStreamed } = step;
    const { runtime } = run;
    this.#keys = new TaskKeys(node.name);
    const executor = settings.executor ?? step.settings.maker.config.executor ?? inProcessExecutor;
    this.#executor = typeof executor === "function" ? executor(context) : executor;
    // Also those who wait for signs of life, and for what there is at an abort, want events.
    const wantsEvents = node.policy?.idleTimeoutMs !== undefined || node.action.body.onAbort !== undefined;
    this.#isWatched = isStreamed || wantsEvents || step.settings.logsChunks(node.name);
    this.#answered = step.role.kind === "answer" ? byTask(runtime.meta.suspended?.requests ?? []) : new Map();
    const { failed = [] } = (step.role.kind === "answer" ? runtime.meta.suspended : undefined) ?? {};
    this.#failed = new Map(failed.map((task) => [task.key, task]));
    const { collected } = (step.role.kind === "answer" ? runtime.waiting : undefined) ?? {};
    this.#collector = collected instanceof Collector ? collected : new Collector(work.fold); // as it was put there
    const mayBegin = (index: number): boolean => index - this.#collector.taken < settings.mostEarly;
    const source = new TaskSource(
      node.name,
      () => work.tasks(),
      (one) => this.#prepare(one),
      mayBegin,
    );
    const { persister } = step.settings.maker.config;
    const store = this.#executor.locality === "remote" && persister !== undefined ? storeOutcome(step) : undefined;
    const { concurrency, isRace, collects } = settings;
    const plan = { executor: this.#executor, concurrency, isRace, collects, store, finish: work.finish };
    const { inputs } = work;
    const suspend = (waiting: readonly SuspendedTask[]): unknown =>
      waitsFor(step, waiting, { collector: this.#collector, inputs, isRace });
    this.fanOut = new FanOut(
      step,
      { ...plan, suspend },
      { source, collector: this.#collector, tasks: this.#tasks, clock: this.#clock },
    );
  }

  #prepare(one: TaskTry): ExecutorTask | undefined | Promise<ExecutorTask | undefined> {
    const { task, index } = one;
    if (one.attempt === 1 && this.#collector.has(index)) return undefined; // done before the step was suspended
    const key = one.attempt === 1 ? this.#keys.claim(task, index) : keyOf(task, index);
    const id = childIdOf(this.#step, { kind: "task", key });
    const failed = one.attempt === 1 ? this.#failed.get(key) : undefined;
    if (failed !== undefined) return this.#recall(index, { status: "failed", key, appId: id, error: failed.error });
    const sent = this.#send(one, id, key);
    const store = this.#executor.locality === "remote" ? storedOutcome(this.#step, sent) : undefined;
    if (store === undefined) return sent;
    return store.then(async (outcome) => {
      if (outcome === undefined) return sent;
      this.#tasks.get(index)?.unwatch();
      this.#tasks.delete(index);
      await this.fanOut.recall(sent, outcome);
      return undefined;
    });
  }

  async #recall(index: number, result: TaskResult): Promise<undefined> {
    await this.#collector.add(index, result);
  }

  #send(one: TaskTry, id: string, key: string): ExecutorTask {
    const { task, index, attempt } = one;
    const step = this.#step;
    const { appId, partitionKey } = step.settings;
    const { target, inputs, haltAfter } = task;
    const policy = this.#policyOf(one);
    const { signal, unwatch } = watchTime({ action: step.node.name, place: index }, policy, this.#clock);
    const path = [...step.run.plan.path, step.node.name, ...(this.#settings.isKeyed ? [key] : [])];
    const state = { ...target.config.state, ...task.state };
    const isWatched = this.#isWatched;
    const sent: ExecutorTask = {
      id,
      partitionKey,
      key,
      index,
      attempt,
      state,
      inputs,
      entrypoint: target.entrypoint,
      haltAfter,
      parent: { appId, partitionKey, sequenceId: step.sequenceId },
      path,
      isWatched,
      graph: target.graph,
      ...(signal === undefined ? {} : { signal }),
      start: (listener) => new ChildRun(() => this.#open(one, sent), { inputs, haltAfter, path, isWatched }, listener),
    };
    this.#tasks.set(index, { ...one, sent, policy, unwatch, shown: undefined });
    return sent;
  }

  /** The child of a task: the one that an earlier try has left, told what it has waited for, or a new one. */
  #open(one: TaskTry, { id, key, path, state, index }: ExecutorTask): Child | Promise<Child> {
    const step = this.#step;
    if (one.child !== undefined) return one.child;
    const { graph, entrypoint, config, isAction } = one.task.target;
    const schemas = isAction
      ? ofKeys(step.settings.schemas, graph.actions[entrypoint])
      : (config.schemas ?? graph.schemas);
    const own = { ...config, graph, entrypoint, state, ...(schemas === undefined ? {} : { schemas }) };
    const answered = this.#answered.get(key);
    const how = { isTriedAgain: one.attempt > 1, from: this.#sourcesOf(id, key, answered) };
    const child = openChild(step, inherited(step, own, { id, key, path }), how);
    if (!isPromiseLike(child)) this.#keep(index, child);
    return answered === undefined ? child : applyAnswers(child, answered);
  }

  /** Keeps a child that is stored nowhere, if it may be tried again. */
  #keep(index: number, child: Child): void {
    const task = this.#tasks.get(index);
    if (task?.policy !== undefined && task.policy.retry.attempts > task.attempt) task.child = child;
  }

  /** Where the child stood when its step was suspended, in case that the parent is a copy, or was gone back to. */
  #sourcesOf(id: string, key: string, asked: readonly SuspendedRequest[] = []): ForkPoint[] {
    if (this.#step.role.kind !== "answer") return [];
    const { begun = [] } = this.#step.run.runtime.meta.suspended ?? {};
    const [request] = asked;
    const { appId, sequenceId } = request?.child ?? {};
    if (appId !== undefined && sequenceId !== undefined) return appId === id ? [] : [{ appId, sequenceId, asked }];
    const ids = begun.map((lineage) => childIdOf(this.#step, { kind: "task", key }, lineage));
    return ids.filter((one) => one !== id).map((one) => ({ appId: one, asked }));
  }

  #policyOf({ task }: TaskTry): Policy | undefined {
    const { retry = this.#settings.taskPolicy.retry, timeoutMs = this.#settings.taskPolicy.timeoutMs } = task;
    if (retry === undefined && timeoutMs === undefined) return undefined;
    return policyOf(`A task of action "${this.#step.node.name}"`, {
      ...(retry === undefined ? {} : { retry }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  }
}

const narrowed = new WeakMap<Schemas, WeakMap<Action, Schemas>>();

/** Of the state's schemas those that an action can meet; the same ones each time, so that its children are alike. */
function ofKeys(schemas: Schemas | undefined, action: Action | undefined): Schemas | undefined {
  if (schemas === undefined || action === undefined) return undefined;
  const byAction = narrowed.get(schemas) ?? new WeakMap<Action, Schemas>();
  narrowed.set(schemas, byAction);
  const known = byAction.get(action);
  if (known !== undefined) return known;
  const keys = new Set([...action.reads, ...action.writes, ...action.mayWrite]);
  const own = new Map([...schemas].filter(([key]) => keys.has(key)));
  byAction.set(action, own);
  return own;
}
