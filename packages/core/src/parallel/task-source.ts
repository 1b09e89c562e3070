import type { Child } from "../children/family.ts";
import { BurrError } from "../errors.ts";
import { deferred, type Deferred, isPromiseLike } from "../promises.ts";
import type { ExecutorTask } from "./executor.ts";
import { Task } from "./task.ts";

/** A try of a task of the user's. */
export interface TaskTry {
  readonly task: Task;
  /** Its place among the tasks of the step. */
  readonly index: number;
  /** From 1. */
  readonly attempt: number;
  /** What an earlier try has left, where nothing is stored. */
  readonly child?: Child;
}

/** Makes what an executor gets of a task. A promise, if something has to be looked up first; `undefined`: nothing is to be done. */
export type Prepare = (one: TaskTry) => ExecutorTask | undefined | Promise<ExecutorTask | undefined>;

type Item = IteratorResult<ExecutorTask, void>;
type Tasks = Iterator<unknown> | AsyncIterator<unknown>;
/** What was asked for has come: a value, or an error. */
type Arrival = { readonly value: unknown } | { readonly error: unknown };

const over: Item = { done: true, value: undefined };

/**
 * The tasks of a step, made one by one when an executor has room: those of the user, and those that are tried again. It
 * ends when no more can come: no task is under way that might have to be tried again.
 */
export class TaskSource implements AsyncIterableIterator<ExecutorTask, void, void> {
  readonly #action: string;
  readonly #given: () => unknown;
  readonly #prepare: Prepare;
  /** Whether another task may begin, by what is kept of earlier ones. */
  readonly #hasRoom: (index: number) => boolean;
  #tasks: Tasks | undefined;
  #isAsync = false;
  /** Of the next task. */
  #index = 0;
  #underWay = 0;
  #isOpened = false;
  #isExhausted = false;
  #isClosed = false;
  readonly #again: TaskTry[] = [];
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  /** Whether the user was asked for something that has not come; while it does not, tasks are tried again all the same. */
  #isAsking = false;
  #arrival: Arrival | undefined;
  /** A task that is being looked up. */
  #preparing: Promise<ExecutorTask | undefined> | undefined;
  /** Whoever waits for a task. */
  #waiting: Deferred<Item> | undefined;
  /** Resolves when there may be one that there was not. */
  #changed: Deferred<void> | undefined;

  constructor(action: string, given: () => unknown, prepare: Prepare, hasRoom: (index: number) => boolean) {
    this.#action = action;
    this.#given = given;
    this.#prepare = prepare;
    this.#hasRoom = hasRoom;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** One question at a time. When the source is closed, the answer comes at once, whatever the user's iterator does. */
  async next(): Promise<Item> {
    return await this.take();
  }

  /** As `next()`, and at once where nothing has to be waited for: so that tasks which begin together do. */
  take(): Item | Promise<Item> {
    if (this.#isClosed) return over;
    try {
      const now = this.#takeNow();
      if (now !== undefined) return now;
    } catch (error) {
      return Promise.reject(error);
    }
    const waiting = deferred<Item>();
    this.#waiting = waiting;
    this.#find().then(waiting.resolve, waiting.reject);
    return waiting.promise;
  }

  /** How many tasks it has made. */
  get made(): number {
    return this.#index;
  }

  /** Whether there is nothing more to come, or nothing more wanted. */
  get isOver(): boolean {
    return this.#isClosed || (this.#isExhausted && this.#again.length === 0);
  }

  /** The task is over for good. */
  settle(): void {
    this.#underWay -= 1;
    this.#wake();
  }

  /** The task is to be tried again after a pause. */
  retry(one: TaskTry, delayMs: number): void {
    const add = (): void => {
      this.#again.push(one);
      this.#wake();
    };
    if (delayMs < 1) {
      add();
      return;
    }
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      add();
    }, delayMs);
    this.#timers.add(timer);
  }

  /** No more tasks: the user's iterator is closed. An error of its `finally` is thrown. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#waiting?.resolve(over);
    await Promise.resolve(); // a generator that has caused this itself is still running
    if (!this.#isExhausted) await this.#tasks?.return?.();
  }

  #wake(): void {
    this.#changed?.resolve();
  }

  /** The next task, where it is there at once. */
  #takeNow(): Item | undefined {
    while (this.#again.length === 0 && this.#mayAsk) {
      this.#openNow();
      if (this.#tasks === undefined || this.#isAsync) return undefined;
      const prepared = this.#prepared(this.#tasks.next() as IteratorResult<unknown>); // a sync iterator
      if (prepared instanceof Promise) {
        this.#preparing = prepared;
        return undefined;
      }
      if (prepared !== undefined) return { done: false, value: prepared };
    }
    return undefined;
  }

  /** Whether the user may be asked for another task. */
  get #mayAsk(): boolean {
    return !this.#isExhausted && !this.#isAsking && this.#arrival === undefined && this.#hasRoom(this.#index);
  }

  async #find(): Promise<Item> {
    for (;;) {
      const task = await this.#findTask();
      if (this.#isClosed || task === "over") return over;
      if (task !== undefined) return { done: false, value: task };
    }
  }

  async #findTask(): Promise<ExecutorTask | "over" | undefined> {
    const preparing = this.#preparing;
    this.#preparing = undefined;
    if (preparing !== undefined) return await preparing;
    const again = this.#again.shift();
    if (again !== undefined) return await this.#prepare(again);
    const arrival = this.#arrival;
    this.#arrival = undefined;
    if (arrival !== undefined) return await this.#arrived(arrival);
    if (this.#mayAsk) this.#ask();
    else if (this.#underWay === 0 && !this.#isAsking) return "over";
    // Whichever comes first: what was asked for, a task that is to be tried again, the end of one.
    if (this.#arrival === undefined) {
      this.#changed = deferred();
      await this.#changed.promise;
    }
    return undefined;
  }

  /** Asks for the list of tasks, or for the next one of it. */
  #ask(): void {
    this.#openNow();
    const asked: unknown = this.#tasks === undefined ? this.#list?.of : this.#tasks.next();
    this.#isAsking = true;
    const arrive = (arrival: Arrival): void => {
      this.#isAsking = false;
      this.#arrival = arrival;
      this.#wake();
    };
    Promise.resolve(asked).then(
      (value): void => arrive({ value }),
      (error: unknown): void => arrive({ error }),
    );
  }

  #arrived(arrival: Arrival): ExecutorTask | undefined | Promise<ExecutorTask | undefined> {
    if ("error" in arrival) throw arrival.error;
    if (this.#isClosed) return undefined;
    if (this.#tasks !== undefined) return this.#prepared(arrival.value as IteratorResult<unknown>); // of its next()
    this.#tasks = this.#iteratorOf(arrival.value);
    return undefined;
  }

  /** What an executor gets of an item of the user's; `undefined` at the end, and of a task that is done already. */
  #prepared(item: IteratorResult<unknown>): ExecutorTask | undefined | Promise<ExecutorTask | undefined> {
    if (item.done === true) {
      this.#isExhausted = true;
      return undefined;
    }
    const task = this.#checked(item.value);
    const index = this.#index;
    this.#index += 1;
    this.#underWay += 1;
    const made = this.#prepare({ task, index, attempt: 1 });
    if (made instanceof Promise) return made.then((one) => this.#counted(one));
    return this.#counted(made);
  }

  #counted(prepared: ExecutorTask | undefined): ExecutorTask | undefined {
    if (prepared === undefined) this.#underWay -= 1;
    return prepared;
  }

  /** What the user's `tasks` gave. */
  #list: { readonly of: unknown } | undefined;

  /** Asks the user for tasks, and has their iterator if it is there at once. */
  #openNow(): void {
    if (this.#isOpened) return;
    this.#isOpened = true;
    const of = this.#given();
    this.#list = { of };
    if (!isPromiseLike(of)) this.#tasks = this.#iteratorOf(of);
  }

  #iteratorOf(given: unknown): Tasks {
    if (typeof given === "object" && given !== null) {
      if (Symbol.asyncIterator in given) {
        this.#isAsync = true;
        return (given as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      }
      if (Symbol.iterator in given) return (given as Iterable<unknown>)[Symbol.iterator]();
    }
    throw this.#invalid("gave no tasks: return a list of them, or write it as a generator, sync or async");
  }

  #checked(value: unknown): Task {
    if (!isTask(value)) throw this.#invalid("gave something that is no task: make tasks with task(…)");
    if (value.key !== undefined || !this.#isAsync) return value;
    throw new BurrError(
      "missing-key",
      `Action "${this.#action}" has a task without a key, and its tasks come out of an async iterable, whose order may change. Name each: task(…, { key: "…" }).`,
      { action: this.#action },
    );
  }

  #invalid(what: string): BurrError {
    return new BurrError("invalid-output", `\`tasks\` of action "${this.#action}" ${what}.`, { action: this.#action });
  }
}

function isTask(value: unknown): value is Task {
  return value instanceof Task;
}
