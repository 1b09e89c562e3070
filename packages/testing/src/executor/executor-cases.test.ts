import {
  type Executor,
  type ExecutorTask,
  inProcessExecutor,
  runTask,
  type TaskData,
  type TaskEvent,
  type TaskListener,
} from "@burrjs/core/parallel";
import { describe, expect, it } from "vitest";
import { executorCases } from "./executor-cases.ts";
import type { ExecutorUnderTest } from "./executor-under-test.ts";

type Execute = Executor["execute"];
type Events = ReturnType<Execute>;
type Tasks = Parameters<Execute>[0];

const inProcess: Execute = (tasks, options) => inProcessExecutor.execute(tasks, options);

/** An executor with one mistake, and the case that must find it. */
interface Mutant {
  /** The mistake, as what the executor does: "forgets …". */
  readonly mistake: string;
  readonly execute?: Execute;
  readonly kill?: () => Promise<void>;
  /** The name of the case. */
  readonly finds: string;
}

const { signal: never } = new AbortController();

const mutants: readonly Mutant[] = [
  {
    mistake: "tells outcomes in the order of the tasks",
    finds: "tells one outcome of each task, when the task ends",
    execute: told(async function* sorted(events) {
      const all = await listOf(events);
      yield* all.toSorted((one, other) => one.index - other.index);
    }),
  },
  {
    mistake: "tells outcomes twice",
    finds: "tells one outcome of each task, when the task ends",
    execute: told((events) => mapped(events, (event) => (event.type === "chunk" ? [event] : [event, event]))),
  },
  {
    mistake: "tells an outcome again when it stops",
    finds: "tells one outcome of a task that has ended before it was stopped, and was not heard before",
    execute: (tasks, options) =>
      told((events) =>
        mapped(events, (event) => (options.signal.aborted && event.type === "done" ? [event, event] : [event])),
      )(tasks, options),
  },
  {
    mistake: "does not know where to halt",
    finds: "tells behind which action a task has ended, with its result, its state and what it has spent",
    execute: sent(() => ({ haltAfter: [] })),
  },
  {
    mistake: "brings values as JSON",
    finds: "brings values to a task and back as they are",
    execute: sent(({ state }) => ({ state: asJSON(state) })),
  },
  {
    mistake: "waits for a first task",
    finds: "ends at once when there are no tasks",
    execute: told(async function* waiting(events) {
      let isFirst = true;
      for await (const event of events) {
        isFirst = false;
        yield event;
      }
      if (isFirst) await new Promise(() => {});
    }),
  },
  {
    mistake: "tells events in another order",
    finds: "tells the events of a task in their order, and its outcome last",
    execute: told(async function* reversed(events) {
      let kept: TaskEvent | undefined;
      for await (const event of events) {
        if (kept === undefined) kept = event;
        else {
          yield event;
          yield kept;
          kept = undefined;
        }
      }
      if (kept !== undefined) yield kept;
    }),
  },
  {
    mistake: "forgets where a task stands",
    finds: "tells where the events of a task stand",
    execute: sent(() => ({ path: [] })),
  },
  ...[
    "tells events when they happen, whichever task they are of",
    "lets no busy task keep others from being heard",
  ].map((finds) => ({
    mistake: "tells of one task after the other",
    finds,
    execute: told(async function* inTurn(events) {
      const kept: TaskEvent[] = [];
      for await (const event of events) {
        if (event.index === 0) yield event;
        else kept.push(event);
      }
      yield* kept;
    }),
  })),
  {
    mistake: "tells events of all tasks",
    finds: "tells no events of a task that nobody watches",
    execute: sent(() => ({ isWatched: true })),
  },
  {
    mistake: "tries tasks again that have failed",
    finds: "tells of an error once, with its name, its message, its stack, its cause and its own properties",
    execute: tasked((task) => ({
      start(listener) {
        const again = (): ReturnType<ExecutorTask["start"]> => {
          running = task.start(listener);
          return running;
        };
        let running = task.start({
          event: (event) => {
            listener.event(event);
          },
          end: (outcome) => {
            if (outcome.type === "failed") again().pull();
            else listener.end(outcome);
          },
        });
        return {
          pull: () => {
            running.pull();
          },
          stop: (reason) => {
            running.stop(reason);
          },
        };
      },
    })),
  },
  {
    mistake: "brings messages of errors alone",
    finds: "tells of an error once, with its name, its message, its stack, its cause and its own properties",
    execute: told((events) => mapped(events, (event) => [withMessage(event)])),
  },
  {
    mistake: "brings messages of errors alone",
    finds: "brings over the code and the details of an error of Burr",
    execute: told((events) => mapped(events, (event) => [withMessage(event)])),
  },
  {
    mistake: "tells of errors alone",
    finds: "tells what a task has spent that has failed",
    execute: told((events) =>
      mapped(events, (event) => [
        event.type === "failed" ? { type: "failed", index: event.index, error: event.error, kind: event.kind } : event,
      ]),
    ),
  },
  {
    mistake: "ends when a task has failed",
    finds: "goes on with the other tasks when one has failed",
    execute: told(async function* ending(events) {
      for await (const event of events) {
        yield event;
        if (event.type === "failed") return;
      }
    }),
  },
  {
    mistake: "counts what waits as failed, and does not say why",
    finds: "tells of a task that waits for an answer, or that tasks cannot wait here",
    execute: told((events) =>
      mapped(events, (event) =>
        event.type === "suspended"
          ? [{ type: "failed", index: event.index, kind: "action", error: new Error("?") }]
          : [event],
      ),
    ),
  },
  ...[
    "stops all tasks when the batch is aborted, and ends when all is over",
    "stops what yields chunks, though nobody reads them",
    "fails an action with the very error of a task, and stops the others",
  ].map((finds) => ({
    mistake: "cannot be aborted",
    finds,
    execute: ((tasks, options) => inProcess(tasks, { ...options, signal: never })) satisfies Execute,
  })),
  {
    mistake: "stops nothing but all",
    finds: "stops one task when its own signal aborts, and no other",
    execute: tasked(() => ({ signal: never })),
  },
  {
    mistake: "stops all when one has to stop",
    finds: "stops one task when its own signal aborts, and no other",
    execute: (tasks, options) => {
      const stop = new AbortController();
      const inner = tasked(({ signal }) => {
        signal?.addEventListener("abort", () => {
          stop.abort(signal.reason);
        });
        return {};
      });
      return inner(tasks, { ...options, signal: stop.signal });
    },
  },
  {
    mistake: "looks at signals only when they abort",
    finds: "stops a task whose signal has aborted before it begins",
    execute: tasked(({ signal }) => (signal?.aborted === true ? { signal: never } : {})),
  },
  {
    mistake: "lets go of tasks when its reader leaves",
    finds: "stops all tasks when its reader leaves early",
    execute: (tasks, options) => {
      const events = inProcess(tasks, options);
      return iteratorOf(
        () => events.next(),
        async () => {},
      );
    },
  },
  {
    mistake: "begins what is left when it has to stop",
    finds: "begins no more tasks once it has to stop",
    execute: (tasks, options) =>
      told(async function* beginning(events) {
        yield* events;
        for await (const task of tasks) task.start(deaf).pull();
      })(tasks, options),
  },
  {
    mistake: "takes an error of the source for its end",
    finds: "throws an error of its tasks' source when all tasks are stopped",
    execute: (tasks, options) => inProcess(untilError(tasks), options),
  },
  {
    mistake: "throws an error of the source at once",
    finds: "throws an error of its tasks' source when all tasks are stopped",
    execute: (tasks, options) => {
      let fail: (error: unknown) => void = () => {};
      const failed = new Promise<never>((_resolve, reject) => {
        fail = reject;
      });
      failed.catch(() => {});
      const events = inProcess(untilError(tasks, fail), options);
      return iteratorOf(() => Promise.race([failed, events.next()]));
    },
  },
  {
    mistake: "begins before it is asked",
    finds: "does nothing before it is asked",
    execute: (tasks, options) => {
      const events = inProcess(tasks, options);
      let first: ReturnType<Events["next"]> | undefined = events.next();
      return iteratorOf(
        () => {
          const asked = first ?? events.next();
          first = undefined;
          return asked;
        },
        async () => {
          await events.return?.();
        },
      );
    },
  },
  ...[-1, 1].map((more) => ({
    mistake: `runs ${more} more than it may`,
    finds: "runs as many tasks at once as it may, and no more",
    execute: ((tasks, options) =>
      inProcess(tasks, { ...options, concurrency: options.concurrency + more })) satisfies Execute,
  })),
  {
    mistake: "takes tasks on stock",
    finds: "takes tasks when there is room for them, of a source without an end",
    execute: (tasks, options) => inProcess(stocked(tasks, 30), options),
  },
  {
    mistake: "takes the next task before it begins with one",
    finds: "tells of a task while its source has no other",
    execute: (tasks, options) => inProcess(stocked(tasks, 1), options),
  },
  {
    mistake: "reads as far as it can",
    finds: "makes not many more events than its reader takes",
    execute: (tasks, options) => {
      const events = inProcess(tasks, options);
      const kept: ReturnType<Events["next"]>[] = [];
      let isBegun = false;
      const read = async (): Promise<void> => {
        for (let isOver = false; !isOver;) {
          const item = await events.next();
          isOver = item.done === true;
          kept.push(Promise.resolve(item));
        }
      };
      return iteratorOf(
        async () => {
          if (!isBegun) void read();
          isBegun = true;
          while (kept.length === 0) await new Promise(setImmediate);
          return await (kept.shift() ?? events.next());
        },
        async () => {
          await events.return?.();
        },
      );
    },
  },
  {
    mistake: "passes over tasks that it has seen",
    finds: "gives the same outcome when the same tasks are run again",
    execute: remembering((known) => ({ start: (listener) => ended(listener, known) })),
  },
  ...[
    "runs a task again under the same id with what it has now",
    "keeps executions apart that run at once, even of the same ids",
  ].map((finds) => ({
    mistake: "takes tasks of one id for one",
    finds,
    execute: remembering(({ start }) => ({ start })),
  })),
  {
    mistake: "stops all executions together",
    finds: "stops one execution, and no other",
    execute: (() => {
      const stop = new AbortController();
      const execute: Execute = (tasks, options) => {
        options.signal.addEventListener("abort", () => {
          stop.abort(options.signal.reason);
        });
        return inProcess(tasks, { ...options, signal: stop.signal });
      };
      return execute;
    })(),
  },
  {
    mistake: "loses the tasks of a worker that was killed",
    finds: "runs the tasks of a worker again that was killed",
    kill: async () => {},
  },
  {
    mistake: "mistakes one task for the other",
    finds: "gives an action the results in the order of its tasks",
    execute: told((events) => mapped(events, (event) => [{ ...event, index: 2 - event.index }])),
  },
  {
    mistake: "brings lists that have grown as JSON",
    finds: "gives an action the state of its tasks, lists that they have appended to among it",
    execute: told((events) =>
      mapped(events, (event) => [event.type === "done" ? { ...event, state: asJSON(event.state) } : event]),
    ),
  },
  {
    mistake: "tells outcomes alone",
    finds: "streams the chunks of tasks, and where they come from",
    execute: told((events) => mapped(events, (event) => (event.type === "chunk" ? [] : [event]))),
  },
  {
    mistake: "remembers tasks by their keys",
    finds: "runs the tasks of a step anew when its action is visited again",
    execute: remembering(
      ({ start }) => ({ start }),
      ({ key }) => key,
    ),
  },
];

describe("the executor in this process", () => {
  const cases = executorCases(async () => ({ executor: inProcessExecutor, close: async () => {} }));

  it.each(cases.map(({ name, run }) => [name, run] as const))("%s", async (_name, run) => {
    await expect(run()).resolves.toBeUndefined();
  });

  it("passes no case that could not fail", () => {
    const found = new Set(mutants.map(({ finds }) => finds));
    expect(cases.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
  });
});

describe("the cases find an executor that", () => {
  it.each(mutants.map((mutant) => [mutant.mistake, mutant.finds, mutant] as const))(
    "%s: it never %s",
    async (_mistake, finds, { execute = inProcess, kill }) => {
      const underTest: ExecutorUnderTest = {
        executor: { locality: "in-process", execute },
        ...(kill === undefined ? {} : { kill }),
        close: async () => {},
      };
      const found = executorCases(async () => underTest, { patienceMs: 200, quietMs: 30 }).find(
        ({ name }) => name === finds,
      );
      await expect(found?.run()).rejects.toBeInstanceOf(Error);
    },
  );
});

/** Other things are told than happen. */
function told(change: (events: Events) => AsyncIterable<TaskEvent>): Execute {
  return (tasks, options) => {
    const events = inProcess(tasks, options);
    const changed = change(events)[Symbol.asyncIterator]();
    return iteratorOf(
      () => changed.next() as ReturnType<Events["next"]>, // of a generator that returns nothing
      async () => {
        await events.return?.();
      },
    );
  };
}

/** Other tasks are run than are given. */
function tasked(change: (task: ExecutorTask) => Partial<ExecutorTask>): Execute {
  return (tasks, options) => {
    async function* changed() {
      for await (const task of tasks) yield { ...task, ...change(task) };
    }
    return inProcess(changed(), options);
  };
}

/** Tasks are run from other data than they have. */
function sent(change: (task: ExecutorTask) => Partial<TaskData>): Execute {
  return tasked((task) => ({ start: (listener) => runTask({ ...task, ...change(task) }, task.graph, listener) }));
}

/** Of tasks that were seen before, something else is run. */
function remembering(
  instead: (known: ExecutorTask) => Partial<ExecutorTask>,
  nameOf: (task: ExecutorTask) => string = ({ id }) => id,
): Execute {
  const known = new Map<string, ExecutorTask>();
  return tasked((task) => {
    const before = known.get(nameOf(task));
    known.set(nameOf(task), before ?? task);
    return before === undefined ? {} : instead(before);
  });
}

function ended(listener: TaskListener, { entrypoint }: ExecutorTask): ReturnType<ExecutorTask["start"]> {
  listener.end({ type: "done", action: entrypoint, result: undefined, state: {}, sequenceId: 0, spent: {} });
  return { pull: () => {}, stop: () => {} };
}

const deaf: TaskListener = { event: () => {}, end: () => {} };

function iteratorOf(next: () => ReturnType<Events["next"]>, leave: () => Promise<void> = async () => {}): Events {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next,
    async return() {
      await leave();
      return { done: true, value: undefined };
    },
  };
}

async function listOf(events: Events): Promise<TaskEvent[]> {
  const all: TaskEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function* mapped(
  events: Events,
  change: (event: TaskEvent) => readonly TaskEvent[],
): AsyncGenerator<TaskEvent, void> {
  for await (const event of events) yield* change(event);
}

function withMessage(event: TaskEvent): TaskEvent {
  return event.type === "failed" ? { ...event, error: new Error((event.error as Error).message) } : event;
}

function asJSON(state: TaskData["state"]): TaskData["state"] {
  return JSON.parse(JSON.stringify(state, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value))) as TaskData["state"]; // prettier-ignore
}

async function* untilError(
  tasks: Tasks,
  onError: (error: unknown) => void = () => {},
): AsyncGenerator<ExecutorTask, void, void> {
  try {
    yield* tasks;
  } catch (error) {
    onError(error);
  }
}

/** Takes so many more tasks than were asked for. */
async function* stocked(tasks: Tasks, more: number): AsyncGenerator<ExecutorTask, void, void> {
  const stock: ExecutorTask[] = [];
  for await (const task of tasks) {
    stock.push(task);
    const first = stock.length > more ? stock.shift() : undefined;
    if (first !== undefined) yield first;
  }
  yield* stock;
}
