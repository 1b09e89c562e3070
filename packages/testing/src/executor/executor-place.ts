import { randomUUID } from "node:crypto";
import { type Executor, type ExecutorTask, runTask, type TaskData } from "@burrjs/core/parallel";
import { Batch } from "./batch.ts";
import { Board } from "./board.ts";
import type { ExecutorCaseOptions, ExecutorUnderTest, OpenExecutor } from "./executor-under-test.ts";
import { type CaseState, graphs } from "./graphs.ts";
import { within } from "./within.ts";

/** What a task of a case is. */
interface CaseTask {
  /** What it runs. */
  readonly runs: keyof typeof graphs;
  readonly state?: Partial<CaseState>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly haltAfter?: readonly string[];
  readonly isWatched?: boolean;
  readonly signal?: AbortSignal;
  /** Default: one that no other task has. */
  readonly id?: string;
}

/** What one case works on. */
export interface ExecutorPlace {
  readonly executor: Executor;
  readonly underTest: ExecutorUnderTest;
  readonly board: Board;
  readonly options: Required<ExecutorCaseOptions>;
  /** A task; it is called `t0`, `t1`, … by its place. */
  readonly task: (index: number, task: CaseTask) => ExecutorTask;
  /** So many of the same. */
  readonly many: (length: number, task: CaseTask) => readonly ExecutorTask[];
  /** Gives tasks to the executor; it is asked for nothing yet. */
  readonly run: (tasks: Iterable<ExecutorTask> | AsyncIterable<ExecutorTask>, concurrency?: number) => Batch;
}

/** The cases of one subject: what an executor must do, and the check that it does. */
export type ExecutorCases = Readonly<Record<string, (place: ExecutorPlace) => Promise<void>>>;

/** Runs `check` with a new executor, and ends all that it has begun, whatever comes of it. */
export async function runExecutorCase(
  open: OpenExecutor,
  check: (place: ExecutorPlace) => Promise<void>,
  { patienceMs = 10_000, quietMs = 100, mostAhead = 100 }: ExecutorCaseOptions,
): Promise<void> {
  await using board = await Board.open(patienceMs);
  const underTest = await open();
  const batches: Batch[] = [];
  const { executor } = underTest;
  const task: ExecutorPlace["task"] = (index, made) => taskOf(board.port, index, made);
  try {
    const checked = check({
      executor,
      underTest,
      board,
      options: { patienceMs, quietMs, mostAhead },
      task,
      many: (length, made) => Array.from({ length }, (_, index) => task(index, made)),
      run(tasks, concurrency = 16) {
        const batch = new Batch(executor, tasks, { concurrency, patienceMs });
        batches.push(batch);
        return batch;
      },
    });
    await within(checked, patienceMs * 6, "the case ends"); // what is told without an end is never late
  } finally {
    for (const batch of batches) batch.abort(new Error("The case is over."));
    await underTest.close();
  }
}

function taskOf(
  port: number,
  index: number,
  { runs, state, inputs = {}, haltAfter = [], isWatched = false, signal, id }: CaseTask,
): ExecutorTask {
  const key = `t${index}`;
  const graph = graphs[runs];
  const data: TaskData = {
    id: id ?? randomUUID(),
    partitionKey: "partition",
    key,
    index,
    attempt: 1,
    state: { port, name: key, chunks: 3, value: undefined, list: [], ...state },
    inputs,
    entrypoint: runs,
    haltAfter,
    parent: { appId: "parent", partitionKey: "partition", sequenceId: 7 },
    path: ["fan", key],
    isWatched,
  };
  return {
    ...data,
    graph,
    ...(signal === undefined ? {} : { signal }),
    start: (listener) => runTask(data, graph, listener),
  };
}
