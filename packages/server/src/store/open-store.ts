import { hostname } from "node:os";
import {
  type Facets,
  localDays,
  type LogSource,
  type ProjectGraph,
  type ProjectSummary,
  type RunsChange,
  type RunsPage,
  type RunSummary,
} from "@burrjs/protocol";
import { folderName } from "@burrjs/tracker";
import { MatchCache } from "./steps/match-cache.ts";
import { processIsAlive } from "./runs/process-is-alive.ts";
import { graphUses, newestFirst, summedPaths } from "./runs/project-graph.ts";
import { KnownProjects } from "./runs/known-projects.ts";
import type { FoundRun, ProjectRuns } from "./runs/project-runs.ts";
import { projectSummary } from "./runs/project-summary.ts";
import type { RunFacts } from "./runs/run-facts.ts";
import { RunLogs } from "./index/run-logs.ts";
import { facetsOf, filterRuns, type KnownRun, pageOfRuns, parseSort } from "./runs/run-query.ts";
import type { Liveness } from "./runs/run-status.ts";
import { runSummary } from "./runs/run-summary.ts";
import { LogRunView } from "./run-view.ts";
import type { WatchTimes } from "./watch/run-watch.ts";
import { RunWatches } from "./watch/run-watches.ts";
import { StateCache } from "./states/state-cache.ts";
import type { StepMarks } from "./steps/step-query.ts";
import type { Asked, LogStore, RunQuery, RunRef, RunView } from "./store.ts";
import { watchProject } from "./watch/watch-project.ts";

/** What may be set for a store of logs. */
export interface StoreOptions {
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
  /** The name of this machine, as logs have it. Default: what the system says. */
  readonly host?: string;
  /** Whether a process of this machine is there. Only asked for logs of this machine. Default: the system is asked. */
  readonly isAlive?: (pid: number) => boolean;
  /** The notes and tags of the applications of a project, which are kept elsewhere. Default: none. */
  readonly marks?: (project: string) => Promise<RunMarks>;
  /** How much memory indexes of logs may take, in bytes. Default: 64 MB. */
  readonly indexBytes?: number;
  /** Told when projects, or marks, cannot be had, once until they can be: they count as none. Default: nobody. */
  readonly onError?: (error: unknown) => void;
  /** How often what is watched is looked at. */
  readonly watchTimes?: Partial<WatchTimes>;
}

/** What people have put on applications. */
export interface RunMarks {
  of(run: Pick<RunSummary, "app_id" | "partition_key">): Pick<RunSummary, "notes" | "tags">;
  /** What is on its steps, by their ids. */
  steps(run: Pick<RunSummary, "app_id" | "partition_key">): ReadonlyMap<number, StepMarks>;
}

/**
 * The logs of a place, with what is made of them: see `LogStore`. Indexes and summaries are kept beside the logs where the source has
 * room for them; deleting those loses nothing.
 *
 * @param source - Where the logs are.
 * @param options - What may be set.
 */
export function openStore(source: LogSource, options: StoreOptions = {}): LogStore {
  return new SourceStore(source, options);
}

/** How long lists wait for what was not looked into yet, in milliseconds. */
const patienceMs = 1500;
/** With more than this to look into, the first page does not wait for all of it. */
const mostToWaitFor = 200;

class SourceStore implements LogStore {
  readonly #source: LogSource;
  readonly #options: StoreOptions;
  readonly #liveness: Liveness;
  readonly #logs: RunLogs;
  readonly #times: WatchTimes;
  readonly #states = new StateCache(6 * 1024 * 1024);
  readonly #matches = new MatchCache();
  readonly #projects: KnownProjects;
  readonly #watches = new RunWatches();
  /** What could not be had, and was told. */
  readonly #told = new Set<string>();
  readonly #closing = new AbortController();
  /** In milliseconds since 1970; later looks have greater numbers, whatever the clock does. */
  #lookedAt = 0;

  constructor(source: LogSource, options: StoreOptions) {
    const { now = Date.now, host = hostname(), isAlive = processIsAlive, indexBytes = 64 * 1024 * 1024 } = options;
    this.#source = source;
    this.#options = options;
    this.#liveness = { now, host, isAlive };
    this.#logs = new RunLogs(source, indexBytes);
    this.#projects = new KnownProjects({ source, logs: this.#logs });
    this.#times = { statusEveryMs: 1000, lookEveryMs: 250, listEveryMs: 1000, ...options.watchTimes };
  }

  async projects({ zone }: Pick<Asked, "zone"> = {}): Promise<readonly ProjectSummary[]> {
    const days = localDays(zone ?? "UTC");
    const entries = (await this.#tried("projects", this.#source.projects())) ?? [];
    const listed: ProjectSummary[] = [];
    const endMs = performance.now() + patienceMs;
    for (const entry of entries) {
      const runs = this.#projects.of(entry.project);
      const total = (await runs.list())?.length;
      if (total === undefined) continue;
      await atMostUntil(runs.complete(), endMs);
      const { known } = await this.#look(runs);
      const facts = known.map((one) => one.facts);
      const nowMs = this.#liveness.now();
      listed.push(projectSummary(entry, { runs: summariesOf(known), facts, total, nowMs, days }));
    }
    return listed;
  }

  async runs(project: string, query: RunQuery): Promise<RunsPage | undefined> {
    const sort = parseSort(query.sort);
    const runs = this.#projects.of(project);
    const entries = await runs.list();
    if (entries === undefined) return undefined;
    const { cursor, limit = 100, q, prices, partitionKey } = query;
    const isByTime = sort.field === "last_written_ms" && q === undefined && partitionKey === undefined;
    if (isByTime && runs.unknownCount() > mostToWaitFor) {
      const facts = await runs.firstOf(entries, { sort, cursor, limit });
      const { known, at } = await this.#look(runs, () => facts);
      void runs.complete();
      return { ...pageOfRuns(summariesOf(known), { sort, cursor, limit }), total: entries.length, at };
    }
    await runs.complete();
    const isOfIt = (facts: RunFacts): boolean => partitionKey === undefined || facts.partitionKey === partitionKey;
    const { known, at } = await this.#look(runs, () => runs.known().filter(isOfIt));
    return { ...pageOfRuns(summariesOf(filterRuns(known, query)), { sort, cursor, limit, prices }), at };
  }

  async facets(project: string, asked: Asked = {}): Promise<Facets | undefined> {
    const runs = this.#projects.of(project);
    if ((await runs.list()) === undefined) return undefined;
    await runs.complete();
    return facetsOf(summariesOf(filterRuns((await this.#look(runs)).known, asked)), localDays(asked.zone ?? "UTC"));
  }

  async graph(
    project: string,
    { hash, ...asked }: Asked & { readonly hash?: string | null } = {},
  ): Promise<ProjectGraph | undefined> {
    const runs = this.#projects.of(project);
    if ((await runs.list()) === undefined) return undefined;
    await runs.complete();
    const { known } = await this.#look(runs);
    const all = known.map(({ facts }) => facts);
    const wanted = filterRuns(known, asked).map(({ facts }) => facts);
    const graphs = graphUses(all, wanted);
    const chosen = hash === undefined ? (graphs.find((one) => one.runs > 0) ?? graphs[0])?.hash : hash;
    const isOfIt = ({ graph, steps }: RunFacts): boolean => graph === (chosen ?? null) && (graph !== null || steps > 0);
    return {
      graphs,
      hash: chosen ?? null,
      graph: (await runs.graphOf(newestFirst(all.filter(isOfIt)), chosen ?? undefined)) ?? null,
      ...summedPaths(wanted.filter(isOfIt)),
    };
  }

  async run(ref: RunRef): Promise<RunView | undefined> {
    const runs = this.#projects.of(ref.project);
    const found = await this.#find(runs, ref);
    if (found === undefined) return undefined;
    const { files, identity } = found;
    return new LogRunView({
      ref,
      identity,
      files,
      liveness: this.#liveness,
      states: this.#states,
      matches: this.#matches,
      log: () => this.#logs.get(ref.project, files),
      modifiedAtMs: () => runs.knownOf(files.key)?.modifiedAtMs ?? 0,
      follow: () =>
        this.#watches.join({
          project: ref.project,
          files,
          source: this.#source,
          logs: this.#logs,
          liveness: this.#liveness,
          times: this.#times,
        }),
      closing: this.#closing.signal,
      toldChildren: async () => {
        await runs.begin();
        return runs.childrenOf(identity);
      },
      marks: async () => {
        const marks = await this.#marks(ref.project);
        const run = { app_id: ref.appId, partition_key: ref.partitionKey };
        return { ...marks.of(run), steps: marks.steps(run) };
      },
    });
  }

  async remove(ref: RunRef): Promise<boolean | undefined> {
    if (this.#source.remove === undefined) return undefined;
    const runs = this.#projects.of(ref.project);
    const found = await this.#find(runs, ref);
    if (found === undefined) return false;
    const isRemoved = await this.#source.remove(ref.project, found.files.key);
    if (isRemoved) runs.forget(found.files.key);
    return isRemoved;
  }

  watchRuns(project: string, signal: AbortSignal): AsyncIterable<RunsChange> {
    const runs = this.#projects.of(project);
    return watchProject(runs, {
      signal: AbortSignal.any([signal, this.#closing.signal]),
      everyMs: this.#times.listEveryMs,
      look: async () => {
        const { known, at } = await this.#look(runs);
        return { runs: summariesOf(known), at };
      },
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#projects.close();
    await this.#logs.close();
  }

  /** By the name that its folder should have, or else by what all folders say of themselves. */
  async #find(runs: ProjectRuns, { appId, partitionKey }: RunRef): Promise<FoundRun | undefined> {
    const isIt = (one: { readonly appId: string; readonly partitionKey: string | null }): boolean =>
      one.appId === appId && one.partitionKey === partitionKey;
    const names = new Set([folderName({ appId, partitionKey }), folderName({ appId, partitionKey }, "python"), appId]);
    for (const name of names) {
      const found = await runs.open(name);
      if (found !== undefined && isIt(found.identity)) return found;
    }
    if ((await runs.list()) === undefined) return undefined;
    await runs.complete();
    const facts = runs.known().find(isIt);
    return facts && (await runs.open(facts.key));
  }

  /** What is known of applications: `choose` is called at the moment that `at` names. */
  async #look(
    runs: ProjectRuns,
    choose: () => readonly RunFacts[] = () => runs.known(),
  ): Promise<{ readonly known: readonly KnownRun[]; readonly at: number }> {
    const marks = await this.#marks(runs.project);
    this.#lookedAt = Math.max(this.#lookedAt + 0.001, this.#liveness.now());
    const known = choose().map((facts) => {
      const children = runs.childrenOf(facts);
      const forks = children.filter(({ kind }) => kind === "fork").length;
      const summary = runSummary(facts, {
        liveness: this.#liveness,
        forks,
        children: children.length - forks,
        ...marks.of({ app_id: facts.appId, partition_key: facts.partitionKey }),
      });
      return { facts, summary };
    });
    return { known, at: this.#lookedAt };
  }

  /** What `work` gives, or nothing: why is told once, until it can be had again. */
  async #tried<TValue>(what: string, work: Promise<TValue> | undefined): Promise<TValue | undefined> {
    try {
      const value = await work;
      this.#told.delete(what);
      return value;
    } catch (error) {
      if (!this.#told.has(what)) this.#options.onError?.(error);
      this.#told.add(what);
      return undefined;
    }
  }

  async #marks(project: string): Promise<RunMarks> {
    const marks = await this.#tried(`marks/${project}`, this.#options.marks?.(project));
    return marks ?? { of: () => ({ notes: 0, tags: [] }), steps: () => new Map() };
  }
}

function summariesOf(runs: readonly KnownRun[]): readonly RunSummary[] {
  return runs.map(({ summary }) => summary);
}

/** Resolves with the promise, or at that time of `performance.now()`. */
async function atMostUntil(promise: Promise<void>, endMs: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, Math.max(0, endMs - performance.now()));
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
    });
  });
}
