import { backoffMs } from "../action/policy.ts";
import { Nested } from "../children/nested.ts";
import { isTrue } from "../errors.ts";
import { deferred, type Deferred, settlesWithin } from "../promises.ts";
import type { Step } from "../step/step.ts";
import type { RollbackEvent } from "../stream/events.ts";
import { chunksOf } from "../step/chunks.ts";
import type { Collector, TaskResult } from "./collector.ts";
import type { ExecutorTask, DoneOutcome, TaskEvent, FailedOutcome, TaskOutcome } from "./executor.ts";
import { endedEarly, doneResult, rollbackOf, withoutOutcome, withoutWinner } from "./results.ts";
import type { WorkClock } from "./task-timer.ts";
import type { FanOutParts, FanOutPlan, SuspendedTask, TaskUnderWay } from "./fan-out-plan.ts";
import type { TaskSource } from "./task-source.ts";

type Item = IteratorResult<unknown, unknown>;

/**
 * Runs the tasks of one step and passes their events on: what a parallel action gives the engine for a stream. It ends
 * with what the action makes of the outcomes.
 */
export class FanOut implements AsyncIterableIterator<unknown, unknown, void> {
  readonly #step: Step;
  readonly #plan: FanOutPlan;
  readonly #source: TaskSource;
  readonly #collector: Collector;
  readonly #stop = new AbortController();
  readonly #events: AsyncIterator<TaskEvent, void, void>;
  readonly #tasks: Map<number, TaskUnderWay>;
  readonly #clock: WorkClock;
  readonly #depth: number;
  readonly #suspended: SuspendedTask[] = [];
  #failure: { readonly error: unknown } | undefined;
  #failures: unknown[] = [];
  #winner: TaskResult | undefined;
  #closing: Promise<unknown> | undefined;
  #resolve: ((item: Item) => void) | undefined;
  #reject: ((error: unknown) => void) | undefined;
  /** Whether the executor was asked for an event that it has not given. */
  #isAsking = false;
  /** Whether a task that was stopped had not come to its end. */
  #isLeftOpen = false;
  /** Set while losers of a race are told of: resolves when the next event is asked for. */
  #asked: Deferred<void> | undefined;
  /** Set when the step was left: resolves when all is over. */
  #leaving: Deferred<void> | undefined;
  /** What the step ends with, as long as that is being found out. */
  #finishing: Promise<unknown> | undefined;
  /** The chunks that the action yields itself, once its tasks are over. */
  #tail: AsyncIterator<unknown> | Iterator<unknown> | undefined;

  constructor(step: Step, plan: FanOutPlan, parts: FanOutParts) {
    this.#step = step;
    this.#plan = plan;
    this.#source = parts.source;
    this.#collector = parts.collector;
    this.#tasks = parts.tasks;
    this.#clock = parts.clock;
    this.#depth = step.run.plan.path.length;
    this.#events = plan.executor.execute(parts.source, { concurrency: plan.concurrency, signal: this.#stop.signal });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<Item> {
    return new Promise(this.#ask);
  }

  /** Takes the outcome that a task had in an earlier try of the step. */
  async recall(task: ExecutorTask, done: DoneOutcome): Promise<void> {
    await this.#collector.add(task.index, doneResult(task, done, this.#step.settings.freeze));
  }

  /** Stops all tasks, and waits for their end. */
  async return(): Promise<Item> {
    const { signal } = this.#step;
    this.#leaving ??= deferred();
    this.#asked?.resolve();
    if (this.#tail !== undefined) await this.#tail.return?.();
    else {
      this.#stopAll(
        signal.aborted ? signal.reason : new DOMException("The step was left before its end.", "AbortError"),
      );
      this.#pull();
      await this.#leaving.promise;
      await this.#finishing?.catch(() => {}); // the step was left: what `reduce` makes of that does not count
      if (this.#isLeftOpen) await new Promise(() => {}); // as an action that does not end: nobody waits for long
    }
    return { done: true, value: undefined };
  }

  readonly #ask = (resolve: (item: Item) => void, reject: (error: unknown) => void): void => {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#clock.comeBack();
    if (this.#asked !== undefined) this.#asked.resolve();
    else if (this.#tail === undefined) this.#pull();
    else void this.#takeTail(this.#tail);
  };

  #pull(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#events.next().then(this.#onItem, this.#onBroken);
  }

  readonly #onItem = (item: IteratorResult<TaskEvent, void>): void => {
    this.#isAsking = false;
    if (item.done === true) void this.#end();
    else if (item.value.type === "chunk") this.#pass(item.value.event, item.value.index);
    else void this.#take(item.value).then(this.#goOn, this.#onTrouble);
  };

  /** An outcome could not be taken: the tasks that run are stopped, and waited for. */
  readonly #onTrouble = (error: unknown): void => {
    this.#fail(error);
    this.#pull();
  };

  /** The executor itself has failed, or the user's `tasks`. */
  readonly #onBroken = (error: unknown): void => {
    this.#isAsking = false;
    this.#fail(error);
    void this.#end();
  };

  readonly #goOn = (rollback: RollbackEvent | void): void => {
    if (rollback === undefined || this.#resolve === undefined) this.#pull();
    else this.#settle({ done: false, value: new Nested(rollback, this.#depth) });
  };

  #pass(event: Nested["event"], index: number): void {
    const task = this.#tasks.get(index);
    const isUnwanted = this.#stop.signal.aborted || this.#resolve === undefined || task === undefined;
    if (isUnwanted) {
      this.#pull();
      return;
    }
    if (event.type === "chunk") task.shown = event;
    else if (event.type === "rollback" || event.type === "step-end") task.shown = undefined;
    this.#settle({ done: false, value: new Nested(event, this.#depth) });
  }

  #settle(item: Item): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    this.#clock.leave();
    resolve?.(item);
  }

  /** Takes an outcome. What a task has shown that was stopped in the middle is taken back. */
  async #take(event: TaskOutcome & { readonly index: number }): Promise<RollbackEvent | void> {
    const task = this.#tasks.get(event.index);
    task?.unwatch();
    if (event.type === "failed" && event.isClosed === false) this.#isLeftOpen = true;
    if (task !== undefined && event.type !== "suspended") this.#count(event.spent);
    if (task === undefined || this.#stop.signal.aborted) return undefined; // of those that were stopped nothing else counts
    if (event.type === "failed") return await this.#takeFailure(task, event);
    this.#tasks.delete(event.index);
    if (event.type === "suspended") this.#suspended.push({ task: task.sent, outcome: event });
    else await this.#takeDone(task.sent, event);
    this.#source.settle();
    return undefined;
  }

  /** Counts what a task has spent elsewhere; here, it is counted as it is spent. */
  #count(spent: Readonly<Record<string, number>> = {}): void {
    if (this.#plan.executor.locality === "in-process") return;
    for (const [budget, amount] of Object.entries(spent)) this.#step.account.spend(budget, amount);
  }

  async #takeDone(task: ExecutorTask, done: DoneOutcome): Promise<void> {
    await this.#plan.store?.(task, done);
    const result = doneResult(task, done, this.#step.settings.freeze);
    if (!this.#plan.isRace) {
      await this.#collector.add(task.index, result);
      return;
    }
    this.#winner = result;
    this.#stopAll(new DOMException("Another task was done first.", "AbortError"));
  }

  async #takeFailure(task: TaskUnderWay, { error: thrown, kind }: FailedOutcome): Promise<RollbackEvent | undefined> {
    const { index, sent } = task;
    // The limit of its time says more than what the task made of it.
    const error: unknown = kind === "cancelled" && sent.signal?.aborted === true ? sent.signal.reason : thrown;
    const delayMs = this.#pauseBefore(task, error);
    if (delayMs !== undefined) {
      const { child } = task;
      this.#source.retry({ task: task.task, index, attempt: task.attempt + 1, ...(child === undefined ? {} : { child }) }, delayMs); // prettier-ignore
      return rollbackOf(task, "retry");
    }
    this.#tasks.delete(index);
    if (!this.#plan.collects) this.#fail(error);
    else if (this.#plan.isRace) this.#failures.push(error);
    else await this.#collector.add(index, { status: "failed", key: sent.key, appId: sent.id, error });
    this.#source.settle();
    return rollbackOf(task, "failed");
  }

  /** The pause before the task is tried again; `undefined` when it is not. */
  #pauseBefore({ policy, attempt }: TaskUnderWay, error: unknown): number | undefined {
    if (policy === undefined || attempt >= policy.retry.attempts) return undefined;
    try {
      return isTrue(policy.retry.on(error), "taskRetry.on")
        ? backoffMs(policy.retry, error, attempt, Math.random())
        : undefined;
    } catch (failure) {
      this.#fail(failure);
      return undefined;
    }
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#stopAll(error);
  }

  #stopAll(reason: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort(reason);
    for (const { unwatch } of this.#tasks.values()) unwatch();
    const { hooks, closeTimeoutMs } = this.#step.settings;
    const report = (error: unknown): void => {
      hooks.report(error, "finally", this.#step.identity());
    };
    this.#closing = settlesWithin(this.#source.close(), closeTimeoutMs, report);
  }

  /** All tasks are over. */
  async #end(): Promise<void> {
    await this.#closing;
    this.#leaving?.resolve();
    if (this.#leaving !== undefined) return;
    try {
      for (const task of this.#tasks.values()) await this.#tell(rollbackOf(task, "aborted"));
      const output: unknown = await (this.#finishing = this.#output());
      const chunks = chunksOf(output);
      if (chunks === undefined) this.#settle({ done: true, value: output });
      else {
        this.#tail = chunks.iterator as AsyncIterator<unknown>;
        await this.#takeTail(this.#tail);
      }
    } catch (error) {
      this.#reject?.(error);
    }
  }

  /** Takes back what a loser of a race has shown. A failure of the whole is taken back as a whole. */
  async #tell(rollback: RollbackEvent | undefined): Promise<void> {
    if (rollback === undefined || this.#winner === undefined || this.#resolve === undefined) return;
    const asked = deferred<void>();
    this.#asked = asked;
    this.#settle({ done: false, value: new Nested(rollback, this.#depth) });
    await asked.promise;
    this.#asked = undefined;
  }

  async #output(): Promise<unknown> {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#winner === undefined) {
      const { isOver, made } = this.#source;
      if (this.#suspended.length > 0 && isOver) return this.#plan.suspend(this.#suspended);
      const [lost] = this.#tasks.values();
      if (lost !== undefined) throw withoutOutcome(this.#step.node.name, lost.index);
      if (!isOver) throw endedEarly(this.#step.node.name, made);
      if (this.#failures.length > 0) throw new AggregateError(this.#failures, `No task of action "${this.#step.node.name}" was done: all have failed. See \`errors\`.`); // prettier-ignore
    }
    if (this.#plan.isRace && this.#winner === undefined) throw withoutWinner(this.#step.node.name);
    const sum = this.#winner === undefined ? this.#collector.sum : await this.#collector.only(this.#winner);
    return await this.#plan.finish(sum);
  }

  async #takeTail(tail: AsyncIterator<unknown> | Iterator<unknown>): Promise<void> {
    try {
      this.#settle(await tail.next());
    } catch (error) {
      this.#reject?.(error);
    }
  }
}
