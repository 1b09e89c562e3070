import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Graph } from "@burrjs/core";
import { type ExecuteOptions, type Executor, type ExecutorTask, runTask, type TaskData, type TaskEvent, type TaskOutcome } from "@burrjs/core/parallel"; // prettier-ignore
import { graphs, type TestState } from "./graphs.ts";

/** What a task of a test is. */
export interface TestTask {
  readonly state?: Partial<TestState>;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly isWatched?: boolean;
  readonly signal?: AbortSignal;
}

/** A task at a place of `fan`: of a graph by its name, or of another one. */
export function taskOf(runs: keyof typeof graphs | Graph, made: TestTask = {}, index = 0): ExecutorTask {
  const { state = {}, inputs = {}, isWatched = false, signal } = made;
  const graph = typeof runs === "string" ? graphs[runs] : runs;
  const key = `k${index}`;
  const data: TaskData = {
    id: `id ${index}`,
    partitionKey: null,
    key,
    index,
    attempt: 1,
    state: { log: "", name: key, ...state },
    inputs,
    entrypoint: Object.keys(graph.actions)[0] ?? "",
    haltAfter: [],
    parent: { appId: "parent", partitionKey: null, sequenceId: 0 },
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

/** Runs tasks; reading it is what moves them. */
export function execute(
  executor: Executor,
  tasks: Iterable<ExecutorTask> | AsyncIterable<ExecutorTask>,
  { concurrency = 16, signal = new AbortController().signal }: Partial<ExecuteOptions> = {},
): AsyncIterableIterator<TaskEvent, void, void> {
  async function* each() {
    yield* tasks;
  }
  return executor.execute(each(), { concurrency, signal });
}

/** All that is told of tasks. */
export async function told(
  executor: Executor,
  tasks: readonly ExecutorTask[],
  options?: Partial<ExecuteOptions>,
): Promise<TaskEvent[]> {
  // prettier-ignore
  return await rest(execute(executor, tasks, options));
}

/** All that is told yet. */
export async function rest(events: AsyncIterable<TaskEvent>): Promise<TaskEvent[]> {
  const all: TaskEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The outcomes of tasks, in the order of the tasks. */
export async function outcomes(
  executor: Executor,
  tasks: readonly ExecutorTask[],
  options?: Partial<ExecuteOptions>,
): Promise<TaskOutcome[]> {
  // prettier-ignore
  const events = await told(executor, tasks, options);
  return events.filter((event) => event.type !== "chunk").toSorted((one, other) => one.index - other.index);
}

const folder = mkdtempSync(join(tmpdir(), "burr-threads-"));
let files = 0;

/** Removes the files of this process; called after all tests. */
export function removeLogs(): void {
  rmSync(folder, { recursive: true });
}

/** A new, empty file, and its lines as they are now. */
export function logFile(): { readonly log: string; readonly lines: () => string[] } {
  files += 1;
  const log = join(folder, `log-${files}`);
  writeFileSync(log, "");
  return { log, lines: () => readFileSync(log, "utf8").split("\n").slice(0, -1) };
}
