import {
  type ApplicationModel,
  type ChildSummary,
  type LogSource,
  parseMetadata,
  type RunEntry,
  type RunFiles,
} from "@burrjs/protocol";
import { readGraph } from "../steps/graphs.ts";
import { pause } from "../watch/pause.ts";
import { peekLog } from "../index/peek-log.ts";
import { type ProjectCache, readFacts, writeFacts } from "./project-cache.ts";
import { emptyFacts, factsOf, identityOf, type RunFacts, type RunIdentity } from "./run-facts.ts";
import { ToldChildren } from "./told-children.ts";
import type { RunLogs } from "../index/run-logs.ts";
import { type RunSort, timeOfCursor } from "./run-query.ts";

/** How many logs are read at once. */
const atOnce = 24;
/** Logs up to this size are read as a whole for a list. */
const smallBytes = 1024 * 1024;
/** Larger ones are not read as a whole until somebody opens them. */
const largestBytes = 1024 * 1024 * 1024;
/** So many applications are asked for their graph; mostly the first one has it. */
const mostAsked = 8;

/** A folder of an application that was looked into. */
export interface FoundRun {
  readonly files: RunFiles;
  readonly identity: RunIdentity;
}

/** Whose applications, and what is needed to look into them. */
export interface ProjectRunsParts {
  readonly project: string;
  readonly source: LogSource;
  readonly logs: RunLogs;
  /** Aborts when nothing more is to be looked at. */
  readonly closing: AbortSignal;
  /** Told each time whether there is such a project. */
  readonly listed: (isThere: boolean) => void;
}

/** The applications of a project with what is known of each, which is looked up again when its log has changed. */
export class ProjectRuns {
  readonly project: string;
  readonly #source: LogSource;
  readonly #logs: RunLogs;
  readonly #cache: ProjectCache;
  #facts: Map<string, RunFacts> | undefined;
  #entries: readonly RunEntry[] = [];
  /** Goes up whenever facts change. */
  #version = 0;
  #savedVersion = 0;
  #completing: Promise<void> | undefined;
  #isDeepening = false;
  readonly #closing: AbortSignal;
  readonly #listed: (isThere: boolean) => void;
  #told: { readonly version: number; readonly children: ToldChildren } | undefined;

  constructor({ project, source, logs, closing, listed }: ProjectRunsParts) {
    this.project = project;
    this.#source = source;
    this.#logs = logs;
    this.#closing = closing;
    this.#listed = listed;
    this.#cache = { project, room: source.cache };
  }

  /** The folders as they are now; `undefined` when there is no such project. */
  async list(): Promise<readonly RunEntry[] | undefined> {
    const entries = await this.#source.runs(this.project).catch(() => undefined);
    this.#entries = entries ?? [];
    this.#listed(entries !== undefined);
    if (entries !== undefined && this.#facts === undefined) {
      const kept = await readFacts(this.#cache);
      // Those who asked at the same time may have been faster.
      this.#facts ??= new Map(kept.map((facts) => [facts.key, facts]));
    }
    const keys = new Set(this.#entries.map(({ key }) => key));
    for (const key of this.#facts?.keys() ?? []) if (!keys.has(key)) this.forget(key);
    return entries;
  }

  /** What is known of a folder, looked up if need be; `undefined` when it is gone. */
  async factsOf(entry: RunEntry): Promise<RunFacts | undefined> {
    const known = this.#facts?.get(entry.key);
    if (known !== undefined && this.#isCurrent(known, entry)) return known;
    const facts = await this.#lookUp(entry).catch(() => undefined);
    if (facts !== undefined && !this.#closing.aborted) {
      this.#facts?.set(entry.key, facts);
      this.#version += 1;
    }
    return facts;
  }

  /** Begins to look into all folders, once, and waits a moment for it. */
  async begin(): Promise<void> {
    if (this.#facts !== undefined || (await this.list()) === undefined) return;
    await Promise.race([this.complete(), pause(100, this.#closing)]);
  }

  /** Lists the folders, and looks into those that have changed. */
  async refresh(): Promise<void> {
    if ((await this.list()) !== undefined) await this.complete();
  }

  /** How many of the folders that were listed last have to be looked into. */
  unknownCount(): number {
    return this.#stale().length;
  }

  /** What is known of those that come first behind a cursor in a list by time, and some more: of those with one time, all. */
  async firstOf(
    entries: readonly RunEntry[],
    { sort, cursor, limit }: { readonly sort: RunSort; readonly cursor: string | undefined; readonly limit: number },
  ): Promise<RunFacts[]> {
    const sign = sort.isDescending ? -1 : 1;
    const after = cursor === undefined ? undefined : timeOfCursor(cursor, sort);
    const sorted = entries
      .filter((entry) => after === undefined || sign * (entry.modifiedAtMs - after) >= 0)
      .toSorted((one, other) => sign * (one.modifiedAtMs - other.modifiedAtMs));
    const facts: RunFacts[] = [];
    for (let at = 0; at < sorted.length;) {
      const first = sorted[at];
      if (first === undefined || facts.length > limit) break;
      const same = sorted.slice(at, at + atOnce);
      for (
        let next = sorted[at + same.length];
        next?.modifiedAtMs === same.at(-1)?.modifiedAtMs;
        next = sorted[at + same.length]
      ) {
        if (next === undefined) break;
        same.push(next);
      }
      const found = await Promise.all(same.map((entry) => this.factsOf(entry)));
      facts.push(...found.filter((one) => one !== undefined));
      at += same.length;
    }
    return facts;
  }

  /** What is known right now, without looking. */
  known(): RunFacts[] {
    return [...(this.#facts?.values() ?? [])];
  }

  /** What is known right now of one folder. */
  knownOf(key: string): RunFacts | undefined {
    return this.#facts?.get(key);
  }

  /** Resolves when all folders that were listed last have been looked into. */
  async complete(): Promise<void> {
    // One that is under way may not know of what was listed since; some folders cannot be read, however often one tries.
    for (let round = 0; round < 2; round += 1) {
      this.#completing ??= this.#complete().finally(() => {
        this.#completing = undefined;
      });
      await this.#completing;
      if (this.#stale().length === 0) return;
    }
  }

  /** The children and forks that say themselves that they come from this application. */
  childrenOf(run: Pick<RunIdentity, "appId" | "partitionKey">): readonly ChildSummary[] {
    if (this.#told?.version !== this.#version) {
      this.#told = { version: this.#version, children: new ToldChildren(this.known()) };
    }
    return this.#told.children.of(run);
  }

  /** The folder of an application, if it looks as if it were of that one. */
  async open(key: string): Promise<FoundRun | undefined> {
    const files = await this.#source.open(this.project, key).catch(() => undefined);
    return files && { files, identity: await readIdentity(files) };
  }

  /** The graph that several applications have, as the first that can be asked tells. */
  async graphOf(all: readonly RunFacts[], hash: string | undefined): Promise<ApplicationModel | undefined> {
    for (const { key } of all.slice(0, mostAsked)) {
      const files = await this.#source.open(this.project, key).catch(() => undefined);
      const graph = files && (await readGraph(files, hash));
      if (graph !== undefined) return graph;
    }
    return undefined;
  }

  /** Forgets an application that is gone. */
  forget(key: string): void {
    if (this.#facts?.delete(key) === true) this.#version += 1;
  }

  /** Keeps what is known beside the logs, if it has changed. */
  async save(): Promise<void> {
    if (this.#facts === undefined || this.#savedVersion === this.#version) return;
    this.#savedVersion = this.#version;
    await writeFacts(this.#cache, this.known());
  }

  /** After `closing`: resolves when nothing is looked at any more, and keeps what is known. */
  async finish(): Promise<void> {
    await this.#completing;
    await this.save();
  }

  async #complete(): Promise<void> {
    const stale = this.#stale();
    let next = 0;
    const worker = async (): Promise<void> => {
      for (let entry = stale[next++]; entry !== undefined && !this.#closing.aborted; entry = stale[next++]) {
        await this.factsOf(entry);
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, stale.length) }, worker));
    if (stale.length > 0) await this.save();
    if (!this.#isDeepening) void this.#deepen();
  }

  #stale(): RunEntry[] {
    return this.#entries.filter((entry) => {
      const known = this.#facts?.get(entry.key);
      return known === undefined || !this.#isCurrent(known, entry);
    });
  }

  #isCurrent({ sizeBytes, modifiedAtMs, indexed, key }: RunFacts, entry: RunEntry): boolean {
    if (sizeBytes !== entry.sizeBytes || modifiedAtMs !== entry.modifiedAtMs) return false;
    // Somebody has opened it meanwhile: more of it may have been read.
    return indexed >= 1 || !this.#logs.isWhole(this.project, key);
  }

  /** Reads large logs as a whole, of which only the ends were read, one after another, and rests as long as that took. */
  async #deepen(): Promise<void> {
    this.#isDeepening = true;
    try {
      for (const { key, sizeBytes } of this.known().filter(({ indexed }) => indexed < 1)) {
        const startMs = performance.now();
        if (sizeBytes <= largestBytes && !this.#closing.aborted) await this.#readWhole(key);
        await pause(performance.now() - startMs, this.#closing);
      }
      if (!this.#closing.aborted) await this.save();
    } finally {
      this.#isDeepening = false;
    }
  }

  async #readWhole(key: string): Promise<void> {
    const found = await this.open(key);
    if (found === undefined) return;
    const view = await this.#logs.get(this.project, found.files).whole();
    if (view === undefined || this.#closing.aborted || this.#facts?.has(key) !== true) return;
    const { sizeBytes, modifiedAtMs } = view;
    this.#facts.set(key, { ...factsOf(view, found.identity), sizeBytes, modifiedAtMs });
    this.#version += 1;
  }

  async #lookUp(entry: RunEntry): Promise<RunFacts | undefined> {
    const found = await this.open(entry.key);
    if (found === undefined) return undefined;
    const { files, identity } = found;
    if (entry.sizeBytes === 0) return emptyFacts(entry.key, identity, entry.modifiedAtMs);
    const isOpen = this.#logs.has(this.project, entry.key);
    const view =
      isOpen || entry.sizeBytes > smallBytes
        ? await (isOpen
            ? this.#logs.get(this.project, files).look()
            : peekLog({ project: this.project, files, cache: this.#source.cache }))
        : await peekLog({ project: this.project, files, cache: undefined }, entry);
    return view === undefined
      ? emptyFacts(entry.key, identity, entry.modifiedAtMs)
      : { ...factsOf(view, identity), sizeBytes: entry.sizeBytes, modifiedAtMs: entry.modifiedAtMs };
  }
}

async function readIdentity(files: RunFiles): Promise<RunIdentity> {
  const text = await files.text("metadata.json").catch(() => undefined);
  return identityOf(files.key, text === undefined ? undefined : parseMetadata(text));
}
