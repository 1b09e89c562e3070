import { Buffer } from "node:buffer";
import type { CacheRoom, LogSource, RunFiles, SmallFile } from "@burrjs/protocol";

/** The files of an application in memory. */
interface MemoryRun {
  log: Buffer | undefined;
  modifiedAtMs: number;
  generation: number;
  readonly texts: Map<string, string>;
  readonly blobs: Map<string, Uint8Array>;
}

/** What a test puts there. */
export interface MemoryRunFiles {
  readonly log?: string | Uint8Array;
  readonly metadata?: object;
  readonly graph?: object;
  readonly children?: string;
  readonly blobs?: Readonly<Record<string, unknown>>;
  readonly modifiedAtMs?: number;
}

/** Logs in memory, which a test can change while they are read. */
export class MemoryLogs implements LogSource {
  readonly #projects = new Map<string, Map<string, MemoryRun>>();
  readonly #watchers = new Set<{ readonly id: string; readonly changed: () => void }>();
  readonly #kept = new Map<string, Uint8Array>();
  readonly #now: () => number;
  /** How often a log was looked at, and how many bytes were read. */
  readonly counts = { stats: 0, bytes: 0 };
  /** Called before each read of a log. */
  beforeRead: (from: number, to: number) => void | Promise<void> = () => {};
  cache?: CacheRoom;
  /** Whether what is kept can be written. */
  isWritable = true;

  constructor({ now = () => 0, cache = false }: { readonly now?: () => number; readonly cache?: boolean } = {}) {
    this.#now = now;
    if (cache) this.cache = this.#room();
  }

  /** Puts the files of an application there, in the place of others. */
  put(project: string, key: string, files: MemoryRunFiles): void {
    const runs = this.#projects.get(project) ?? new Map<string, MemoryRun>();
    this.#projects.set(project, runs);
    const { log, metadata, graph, children, blobs = {}, modifiedAtMs = this.#now() } = files;
    const texts = new Map<string, string>();
    if (metadata !== undefined) texts.set("metadata.json", JSON.stringify(metadata));
    if (graph !== undefined) texts.set("graph.json", JSON.stringify(graph));
    if (children !== undefined) texts.set("children.jsonl", children);
    runs.set(key, {
      log: log === undefined ? undefined : Buffer.from(log),
      modifiedAtMs,
      generation: (runs.get(key)?.generation ?? 0) + 1,
      texts,
      blobs: new Map(Object.entries(blobs).map(([hash, value]) => [hash, Buffer.from(JSON.stringify(value))])),
    });
    this.#tell(project, key);
  }

  /** Makes a log longer. */
  append(project: string, key: string, text: string | Uint8Array): void {
    const run = this.#run(project, key);
    if (run === undefined) throw new Error("There is no such log.");
    run.log = Buffer.concat([run.log ?? Buffer.alloc(0), Buffer.from(text)]);
    run.modifiedAtMs = this.#now();
    this.#tell(project, key);
  }

  /** Adds a line to the children of an application. Nobody is told: no log has grown. */
  addChild(project: string, key: string, child: object): void {
    const texts = this.#run(project, key)?.texts;
    texts?.set("children.jsonl", `${texts.get("children.jsonl") ?? ""}${JSON.stringify(child)}\n`);
  }

  /** Takes an application away. */
  delete(project: string, key: string): void {
    this.#projects.get(project)?.delete(key);
    this.#tell(project, key);
  }

  /** What was kept beside the logs, by `<project>/<key>/<name>`; a test may change it. */
  get kept(): Map<string, Uint8Array> {
    return this.#kept;
  }

  async projects() {
    return [...this.#projects.keys()].map((project) => ({ project, modifiedAtMs: 0 }));
  }

  async runs(project: string) {
    const runs = this.#projects.get(project);
    return (
      runs && [...runs].map(([key, { log, modifiedAtMs }]) => ({ key, sizeBytes: log?.length ?? 0, modifiedAtMs }))
    );
  }

  async open(project: string, key: string): Promise<RunFiles | undefined> {
    if (this.#run(project, key) === undefined) return undefined;
    return {
      key,
      stat: async () => {
        this.counts.stats += 1;
        const run = this.#run(project, key);
        if (run?.log === undefined) return undefined;
        const { log, modifiedAtMs, generation } = run;
        return { sizeBytes: log.length, modifiedAtMs, generation: `g${generation}` };
      },
      read: async (from, to) => {
        await this.beforeRead(from, to);
        const bytes = this.#run(project, key)?.log?.subarray(from, to);
        this.counts.bytes += bytes?.length ?? 0;
        return bytes === undefined ? new Uint8Array() : Uint8Array.from(bytes);
      },
      text: async (name: SmallFile) => this.#run(project, key)?.texts.get(name),
      blob: async (hash) => this.#run(project, key)?.blobs.get(hash),
    };
  }

  watch(project: string, key: string, changed: () => void): () => void {
    const watcher = { id: `${project}/${key}`, changed };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  async remove(project: string, key: string): Promise<boolean> {
    return this.#projects.get(project)?.delete(key) === true;
  }

  #run(project: string, key: string): MemoryRun | undefined {
    return this.#projects.get(project)?.get(key);
  }

  #tell(project: string, key: string): void {
    for (const { id, changed } of this.#watchers) if (id === `${project}/${key}`) changed();
  }

  #room(): CacheRoom {
    const nameOf = (project: string, key: string | null, name: string): string => `${project}/${key ?? ""}/${name}`;
    return {
      read: async (project, key, name) => this.#kept.get(nameOf(project, key, name))?.slice(),
      write: async (project, key, name, bytes) => {
        if (this.isWritable) this.#kept.set(nameOf(project, key, name), bytes.slice());
        return this.isWritable;
      },
    };
  }
}
