import type { LogRecord, RunFiles, RunHeader, RunSummary, StepDetail, StepRow } from "@burrjs/protocol";
import { archiveLines } from "../archive/archive-lines.ts";
import type { LogStore, RunChange, RunRef, RunView } from "../store/store.ts";

/** A store in memory: one project `demo` with one application of three steps, and what a test puts in its place. */
export interface FakeStore extends LogStore {
  /** The applications that were deleted. */
  readonly removed: RunRef[];
  /** Lets whoever watches an application know of a change. */
  tell(change: RunChange): void;
}

const demoRun: RunRef = { project: "demo", partitionKey: null, appId: "app-1" };

/** A row of a step. */
export function row(n: number, more: Partial<StepRow> = {}): StepRow {
  return {
    sequence_id: n,
    repeat: 0,
    n,
    action: `step${n % 2}`,
    kind: "action",
    role: null,
    status: "completed",
    attempt: 1,
    started_ms: 1000 + n,
    duration_ms: 0.5,
    first_chunk_ms: null,
    chunks: 0,
    spans: 0,
    children: 0,
    tokens: null,
    usage: [],
    model: null,
    error: null,
    gap: false,
    from: null,
    ...more,
  };
}

/** The summary of the application. */
export function summary(more: Partial<RunSummary> = {}): RunSummary {
  return {
    app_id: "app-1",
    partition_key: null,
    status: "completed",
    started_ms: 1000,
    last_written_ms: 2000,
    duration_ms: 1000,
    steps: 3,
    errors: 0,
    last_action: "step0",
    actions: ["step0", "step1"],
    tokens: null,
    usage: [],
    models: [],
    parent: null,
    spawned_by: null,
    forks: 0,
    children: 0,
    notes: 0,
    tags: [],
    size_bytes: 100,
    ...more,
  };
}

/** The header of the application. */
export function header(more: Partial<RunHeader> = {}): RunHeader {
  return {
    ...summary(),
    project: "demo",
    graph_hash: "abc",
    graphs: ["abc"],
    first_sequence_id: 0,
    last_sequence_id: 2,
    children_list: [],
    unreadable_lines: 0,
    lost_records: 0,
    process: null,
    run_error: null,
    clock_went_back: false,
    format: "burrjs",
    indexed: 1,
    ...more,
  };
}

/** Makes the store; `more` replaces parts of the application's view. */
export function fakeStore(more: Partial<RunView> = {}, records: readonly LogRecord[] = []): FakeStore {
  const removed: RunRef[] = [];
  const watchers = new Set<(change: RunChange) => void>();
  const rows = [row(0), row(1), row(2)];
  const view: RunView = {
    ref: demoRun,
    files: filesOf(records),
    archive: (notes) => archiveLines(view, notes),
    header: () => Promise.resolve(header()),
    graph: (hash) =>
      Promise.resolve(
        hash === undefined || hash === "abc"
          ? { type: "application", entrypoint: "step0", actions: [], transitions: [], graph_hash: "abc" }
          : undefined,
      ),
    steps: ({ limit = 200 }) => Promise.resolve({ items: rows.slice(0, limit), total: 3, next: null }),
    columns: () => Promise.resolve(new TextEncoder().encode('{"columns":[]}\n')),
    step: (sequenceId) => Promise.resolve(rows[sequenceId] && detail(rows[sequenceId])),
    state: (sequenceId, { at = "after", path = "" } = {}) =>
      Promise.resolve(
        rows[sequenceId] && {
          sequence_id: sequenceId,
          at,
          path,
          node: {
            type: "object",
            bytes: 7,
            length: 1,
            children: [{ key: "n", node: { type: "number", bytes: 1, value: 1 } }],
          },
        },
      ),
    value: (sequenceId) => Promise.resolve(rows[sequenceId] && { value: { n: sequenceId } }),
    stateValue: (sequenceId) => Promise.resolve(rows[sequenceId] && { n: sequenceId, same: true }),
    keyHistory: () =>
      Promise.resolve({
        items: [
          {
            sequence_id: 0,
            action: "step0",
            change: { path: "/n", op: "add", after: { type: "number", bytes: 1, value: 0 } },
          },
        ],
        total: 1,
        next: null,
      }),
    stream: () => Promise.resolve({ items: ["a", "b"], dt_us: [10, 20], from: 0, total: 2 }),
    async *search() {
      yield { sequence_id: 0, type: "begin_entry", offset: 0, excerpt: "found it", at: 0 };
      yield { sequence_id: 1, type: "begin_entry", offset: 50, excerpt: "found it", at: 0 };
    },
    async *watch({ from, signal }) {
      if (from === "") yield { place: "g:0", steps: [], chunks: [], header: header(), reset: true };
      while (!signal.aborted) {
        const change = await nextOf(watchers, signal);
        if (change !== undefined) yield change;
      }
    },
    async *records() {
      yield* records;
    },
    unreadable: () => Promise.resolve([]),
    ...more,
  };
  const isDemo = (ref: RunRef): boolean =>
    ref.project === demoRun.project && ref.appId === demoRun.appId && ref.partitionKey === demoRun.partitionKey;
  return {
    removed,
    tell(change) {
      for (const watcher of watchers) watcher(change);
    },
    projects: () =>
      Promise.resolve([
        {
          project: "demo",
          runs: 1,
          running: 0,
          failed: 0,
          recent_runs: 1,
          recent_failed: 0,
          last_activity_ms: 2000,
          activity: [3],
        },
      ]),
    runs: (project) =>
      Promise.resolve(project === "demo" ? { items: [summary()], total: 1, next: null, at: 1 } : undefined),
    facets: (project) =>
      Promise.resolve(
        project === "demo" ? { status: { completed: 1 }, action: {}, tag: {}, model: {}, day: {} } : undefined,
      ),
    graph: (project) =>
      Promise.resolve(
        project === "demo"
          ? { graphs: [], hash: null, graph: null, runs: 1, partial: 0, actions: [], ways: [] }
          : undefined,
      ),
    run: (ref) => Promise.resolve(isDemo(ref) ? view : undefined),
    remove: (ref) => {
      if (isDemo(ref)) removed.push(ref);
      return Promise.resolve(isDemo(ref));
    },
    async *watchRuns(_project, signal) {
      yield { at: 1, runs: [summary()], removed: [] };
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    },
    close: () => Promise.resolve(),
  };
}

function detail(one: StepRow): StepDetail {
  return {
    ...one,
    inputs: {},
    answers: {},
    result: null,
    exception: null,
    committed: true,
    why: null,
    next: null,
    read: [],
    wrote: [],
    access_recorded: false,
    undeclared: [],
    spans_list: [],
    attributes: [],
    streams: [],
    children_list: [],
    retries: [],
    recovered: null,
    unknown_records: [],
  };
}

function nextOf(watchers: Set<(change: RunChange) => void>, signal: AbortSignal): Promise<RunChange | undefined> {
  return new Promise((resolve) => {
    const settle = (change?: RunChange): void => {
      watchers.delete(settle);
      resolve(change);
    };
    watchers.add(settle);
    signal.addEventListener("abort", () => settle(), { once: true });
  });
}

function filesOf(records: readonly LogRecord[]): RunFiles {
  const log = new TextEncoder().encode(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
  return {
    key: "app-1",
    stat: () => Promise.resolve({ sizeBytes: log.length, modifiedAtMs: 2000, generation: "g" }),
    read: (from, to) => Promise.resolve(log.slice(from, to)),
    text: () => Promise.resolve(undefined),
    blob: () => Promise.resolve(undefined),
  };
}
